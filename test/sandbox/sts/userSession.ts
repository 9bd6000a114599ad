// What GetSessionToken and GetFederationToken have in common: a user's long-term key becomes temporary credentials.
import { accessDenied, type SignedCall } from './call.js';

const DEFAULT_SECONDS = 43_200;
const ROOT_MAX_SECONDS = 3600;

/** Throws AwsError AccessDenied for temporary credentials. */
export function requireLongTermKey(call: SignedCall, operation: string): void {
  if (call.caller.credential.sessionToken === undefined) return;
  throw accessDenied(`Cannot call ${operation} with session credentials`);
}

/** What sessions of GetSessionToken and GetFederationToken may not call of STS. Throws AwsError AccessDenied. */
export function refuseUserSession(call: SignedCall, operation: string): void {
  const kind = call.caller.credential.lineage?.kind;
  if (kind !== 'sessionToken' && kind !== 'federationToken') return;
  throw accessDenied(`Cannot call ${operation} with session credentials`);
}

/** Root's sessions end after an hour, whatever is asked for. */
export function userSessionSeconds(call: SignedCall): number {
  const seconds = Number(call.parameters.get('DurationSeconds') ?? DEFAULT_SECONDS);
  return call.caller.principal.kind === 'root' ? Math.min(seconds, ROOT_MAX_SECONDS) : seconds;
}
