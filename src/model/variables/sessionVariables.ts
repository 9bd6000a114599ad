import type { Endpoints } from '../plan/plan.js';
import { CONTAINER_TOKEN, CONTAINER_URI } from './strayVariables.js';
import { NEVER, type LiveSession } from '../session/session.js';

/**
 * The variables by which every AWS SDK and the CLI act as the session.
 * AWS_SECURITY_TOKEN is the legacy name of the token, which a stale value would win by in botocore; past
 * AWS_CREDENTIAL_EXPIRATION botocore refuses to send dead keys.
 */
export function sessionVariables(session: LiveSession): ReadonlyMap<string, string> {
  const { credentials, expiresAt } = session;
  return new Map([
    ['AWS_ACCESS_KEY_ID', credentials.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey],
    ['AWS_SESSION_TOKEN', credentials.sessionToken],
    ['AWS_SECURITY_TOKEN', credentials.sessionToken],
    // Empty where there is no end: a value left over from another tool would count.
    ['AWS_CREDENTIAL_EXPIRATION', expiresAt === NEVER ? '' : new Date(expiresAt).toISOString()],
    ...placeVariables(session),
  ]);
}

/** Those by which a program asks for them, without their values: names are all that is needed to look for conflicts. */
export function lentVariables(session: Pick<LiveSession, 'region' | 'endpoints'>): ReadonlyMap<string, string> {
  return new Map([[CONTAINER_URI, ''], [CONTAINER_TOKEN, ''], ...placeVariables(session)]);
}

/**
 * Where its calls go, and nothing secret. boto3 reads AWS_DEFAULT_REGION, the others AWS_REGION.
 * Endpoints are there only where the configuration names one. Where it names none, those of `[default]` or of another
 * tool must not get the session's calls, and where it does, they must not be ignored.
 */
export function placeVariables({
  region,
  endpoints,
}: Pick<LiveSession, 'region' | 'endpoints'>): ReadonlyMap<string, string> {
  const variables: readonly (readonly [string, string | undefined])[] = [
    ['AWS_REGION', region],
    ['AWS_DEFAULT_REGION', region],
    ['AWS_ENDPOINT_URL', endpoints.all],
    ['AWS_ENDPOINT_URL_STS', endpoints.sts],
    ['AWS_ENDPOINT_URL_S3', endpoints.s3],
    ['AWS_ENDPOINT_URL_IAM', endpoints.iam],
    ['AWS_ENDPOINT_URL_ACCESSANALYZER', endpoints.accessAnalyzer],
    ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', String(!hasEndpoint(endpoints))],
    ['AWS_USE_FIPS_ENDPOINT', endpoints.fips && 'true'],
    ['AWS_USE_DUALSTACK_ENDPOINT', endpoints.dualstack && 'true'],
    ['AWS_STS_REGIONAL_ENDPOINTS', endpoints.globalSts && 'legacy'],
    ['AWS_CA_BUNDLE', endpoints.caBundle],
  ];
  return new Map(variables.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function hasEndpoint({ all, sts, s3, iam, accessAnalyzer }: Endpoints): boolean {
  return [all, sts, s3, iam, accessAnalyzer].some((url) => url !== undefined);
}
