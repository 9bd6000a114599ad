const PROFILE_VARIABLES: readonly string[] = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];

/** For every service, or for one of them. */
const ENDPOINT_VARIABLE = /^AWS_ENDPOINT_URL(_|$)/;

/**
 * Whether a variable redirects some SDKs though they have a session's keys: beside AWS_PROFILE the SDK for JavaScript
 * takes the profile instead, and an endpoint variable sends what the keys sign elsewhere.
 */
export function isSelecting(name: string): boolean {
  return PROFILE_VARIABLES.includes(name) || ENDPOINT_VARIABLE.test(name);
}

/**
 * The names of an environment that redirect from the session, and are not its own. One that is empty redirects nobody
 * but boto3, which finds no profile by that name and says so.
 */
export function strayVariables(
  environment: Iterable<readonly [string, string | null | undefined]>,
  sessionVariables: ReadonlyMap<string, string>,
): string[] {
  return [...environment].flatMap(([name, value]) =>
    isSelecting(name) && !sessionVariables.has(name) && value !== undefined && value !== null && value !== ''
      ? [name]
      : [],
  );
}
