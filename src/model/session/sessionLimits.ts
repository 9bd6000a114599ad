// How long AWS lends credentials, in seconds.

/** API_AssumeRole and its like, API_GetSessionToken, API_GetFederationToken: DurationSeconds. */
export const MIN_DURATION_S = 900;

/** API_AssumeRole, API_AssumeRoleWithSAML, API_AssumeRoleWithWebIdentity: the most that a role's own maximum can be. */
export const MAX_DURATION_S = 43_200;

/** What they give where nothing is asked for, and what every role allows. */
export const DEFAULT_DURATION_S = 3600;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining. */
export const MAX_CHAINED_DURATION_S = 3600;

/** API_GetSessionToken and API_GetFederationToken. */
export const MAX_TOKEN_DURATION_S = 129_600;
export const DEFAULT_TOKEN_DURATION_S = 43_200;
