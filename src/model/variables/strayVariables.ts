/** A profile; an endpoint for every service, or for one of them. Python reads the pattern as well. */
export const SELECTING = /^AWS_(DEFAULT_)?PROFILE$|^AWS_ENDPOINT_URL(_|$)/;

/**
 * Whether a variable redirects some SDKs though they have a session's keys: beside AWS_PROFILE the SDK for JavaScript
 * takes the profile instead, and an endpoint variable sends what the keys sign elsewhere.
 */
export function isSelecting(name: string): boolean {
  return SELECTING.test(name);
}

/** Names the place where a program is to ask for credentials again and again (ECS, container credentials). */
export const CONTAINER_URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
export const CONTAINER_TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';

/**
 * What SDKs take before they ask there: keys, a web identity, another such place, and files of botocore's forebears
 * (botocore `create_credential_resolver`, its OriginalEC2Provider and BotoProvider; ContainerProvider for the last two).
 */
const BEFORE_CONTAINER: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CREDENTIAL_FILE',
  'BOTO_CONFIG',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/** They may hold a `[default]` profile with credentials, which are taken before such a place is asked. */
const AWS_FILES: readonly string[] = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

/** Whether a variable could be in the way of any session. */
export function maySelect(name: string): boolean {
  return isSelecting(name) || BEFORE_CONTAINER.includes(name) || AWS_FILES.includes(name);
}

/**
 * The names of an environment that redirect from the session, and are not its own. One that is empty redirects nobody
 * but boto3, which finds no profile by that name and says so.
 * @param known what the AWS files were looked for by; default: that environment
 */
export function strayVariables(
  environment: Iterable<readonly [string, string | null | undefined]>,
  sessionVariables: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string> = new Map(environment as Iterable<readonly [string, string]>),
): string[] {
  const isLent = sessionVariables.has(CONTAINER_URI);
  const redirects = (name: string, value: unknown): boolean =>
    isSelecting(name) ||
    (isLent && (BEFORE_CONTAINER.includes(name) || (AWS_FILES.includes(name) && known.get(name) !== value)));
  return [...environment].flatMap(([name, value]) =>
    redirects(name, value) && !sessionVariables.has(name) && value !== undefined && value !== null && value !== ''
      ? [name]
      : [],
  );
}
