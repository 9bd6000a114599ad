import type { LiveSession } from '../../model/session/session.js';
import { NEVER } from '../../model/session/session.js';
import { CONTAINER_URI, strayVariables } from '../../model/variables/strayVariables.js';

/** What whoever names no profile takes from the AWS files. */
export type FromFiles = 'nothing' | 'credentials' | 'legacy';

/** Whether terminals can be given an endpoint to ask, and what has to be done for it. */
export type EndpointUse =
  | { readonly kind: 'plain' }
  /** A `[default]` profile would win over it (boto3, JavaScript, Go): the AWS files are put aside. */
  | { readonly kind: 'shielded' }
  | { readonly kind: 'keys'; readonly why: WhyKeys };

/** Why they get the session's keys all the same. */
export type WhyKeys =
  /** The editor's own environment has these, which win over it, and nothing takes them out of a new terminal. */
  | { readonly kind: 'variables'; readonly names: readonly string[] }
  | { readonly kind: 'legacy' }
  /** Long-term keys: clients take no answer without a token and an end. */
  | { readonly kind: 'long-term' };

/**
 * @param environment what terminals begin with
 * @param ownFiles whether that names AWS files which the extension does not read
 */
export function endpointUse(
  session: Pick<LiveSession, 'credentials' | 'expiresAt'>,
  environment: ReadonlyMap<string, string>,
  files: FromFiles,
  ownFiles: boolean,
): EndpointUse {
  if (session.credentials.sessionToken === '' || session.expiresAt === NEVER) {
    return { kind: 'keys', why: { kind: 'long-term' } };
  }
  const names = strayVariables(environment, LENT).filter((name) => !name.startsWith('AWS_ENDPOINT_URL'));
  if (names.length > 0) {
    return { kind: 'keys', why: { kind: 'variables', names } };
  }
  if (files === 'legacy') {
    return { kind: 'keys', why: { kind: 'legacy' } };
  }
  return { kind: files === 'nothing' && !ownFiles ? 'plain' : 'shielded' };
}

const LENT: ReadonlyMap<string, string> = new Map([[CONTAINER_URI, '']]);
