import { errorCode } from '../errors.js';
import type { AssumeRoleHop, Hop, Plan } from '../config/planTypes.js';
import { sourceName } from '../config/sourceName.js';
import { isThrottled, transportFailure } from './failures.js';

/** The call that failed, as far as explaining it needs. */
export interface FailedHop {
  readonly plan: Plan;
  readonly hop: Hop;
  /** ARN or, where that is unknown, what gave the keys that signed the call. */
  readonly caller: string;
  readonly endpoint: string;
  /** Whether the call was signed with another hop's session. */
  readonly chained: boolean;
}

const DEFAULT_DURATION_SECONDS = 3600;

/**
 * What failed and what to do, in words, for a failed AssumeRole, GetSessionToken or GetFederationToken.
 * Decided by the error's code and by what was asked, as listed under "Errors" of the actions in the STS API reference;
 * AWS's own sentence is quoted, never parsed. An MFA refusal, a missing role and a trust policy that does not allow the
 * caller all arrive as AccessDenied: the text names what it can be.
 */
export function explainHop(error: unknown, failed: FailedHop): string {
  const transport = transportFailure(error);
  if (transport !== undefined) {
    return transportText(transport, failed.endpoint);
  }
  const code = errorCode(error);
  const said = error instanceof Error && error.message !== '' ? ` AWS says: ${sentence(error.message)}` : '';
  return codeText(code, failed, said) ?? `${actionOn(failed.hop)} failed with ${code ?? 'an error'}.${said}`;
}

function transportText(transport: NonNullable<ReturnType<typeof transportFailure>>, endpoint: string): string {
  switch (transport.kind) {
    case 'unreachable':
      return `STS at ${endpoint} cannot be reached (${transport.detail}). Check the network, a proxy, and the endpoint_url of the profile.`;
    case 'timeout':
      return `STS at ${endpoint} did not answer in time. Check the network, a proxy, and the endpoint_url of the profile.`;
    case 'untrusted-certificate':
      return `The TLS certificate of ${endpoint} is not trusted (${transport.detail}). Someone may be in between; a company's own certificate authority has to be made known to the editor.`;
  }
}

function codeText(code: string | undefined, failed: FailedHop, said: string): string | undefined {
  const { hop, plan, caller } = failed;
  const keysOf = `the access key of ${sourceName(plan.source)}`;
  switch (code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return hop.kind === 'assume-role' ? denied(hop, caller, said) : deniedToken(hop, caller, said);
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return `AWS does not know ${keysOf}: it was deleted, deactivated, or belongs to another partition.${said}`;
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return `The signature made with ${keysOf} was not accepted: the secret access key is wrong, or this machine's clock is.${said}`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return `The temporary keys of ${sourceName(plan.source)} have expired. Get new ones, then try again.${said}`;
    case 'ValidationError':
      return invalid(failed, said);
    case 'RegionDisabledException':
      return `STS is not activated in ${plan.region} for this account. An administrator can activate it under Account settings in IAM.${said}`;
    case 'MalformedPolicyDocument':
    case 'PackedPolicyTooLarge':
      return `The session policy or tags of ${actionOn(hop)} were not accepted.${said}`;
    default:
      return isThrottled(code) ? `STS asks to slow down. Wait a moment, then try again.${said}` : undefined;
  }
}

function denied(hop: AssumeRoleHop, caller: string, said: string): string {
  const who = `${caller} may not assume ${hop.role.arn}.`;
  const reasons = [
    ...(hop.mfaSerial === undefined ? [] : [`the code of ${hop.mfaSerial} was wrong, expired or already used`]),
    'the role does not exist',
    `its trust policy does not allow that caller${conditions(hop)}`,
    'the caller has no permission for sts:AssumeRole on it',
  ];
  return `${who} Either ${list(reasons)}.${said}`;
}

function conditions(hop: AssumeRoleHop): string {
  const sent = [
    hop.externalId === undefined ? 'without an external ID' : 'with this external ID',
    ...(hop.mfaSerial === undefined ? ['without MFA'] : []),
  ];
  return ` (asked ${sent.join(' and ')})`;
}

function deniedToken(hop: Hop, caller: string, said: string): string {
  const reasons = [
    ...(hop.kind === 'session-token' && hop.mfaSerial !== undefined
      ? [`the code of ${hop.mfaSerial} was wrong, expired or already used`]
      : []),
    'its keys are temporary themselves',
    'it has no permission for the call',
  ];
  return `${caller} may not call ${actionOn(hop)}. Either ${list(reasons)}.${said}`;
}

/** The call and what it is about. */
function actionOn(hop: Hop): string {
  switch (hop.kind) {
    case 'assume-role':
      return `Assuming ${hop.role.arn}`;
    case 'session-token':
      return 'GetSessionToken';
    case 'federation-token':
      return `GetFederationToken for “${hop.name}”`;
  }
}

/** For a failed GetCallerIdentity with credentials that no STS call gave. */
export function explainCallerIdentity(error: unknown, source: string, endpoint: string): string {
  const transport = transportFailure(error);
  if (transport !== undefined) {
    return transportText(transport, endpoint);
  }
  const said = error instanceof Error && error.message !== '' ? ` AWS says: ${sentence(error.message)}` : '';
  const code = errorCode(error);
  return code === 'ExpiredToken' || code === 'ExpiredTokenException'
    ? `The credentials of ${source} have expired. Get new ones, then try again.${said}`
    : `AWS did not accept the credentials of ${source} (${code ?? 'error'}).${said}`;
}

function invalid({ hop, chained }: FailedHop, said: string): string {
  if (hop.kind !== 'assume-role') {
    return `AWS did not accept the request for ${actionOn(hop)}.${said}`;
  }
  const seconds = hop.durationSeconds ?? DEFAULT_DURATION_SECONDS;
  if (seconds > DEFAULT_DURATION_SECONDS) {
    const limit = chained
      ? 'one hour, the limit for a role assumed from another role (role chaining)'
      : "the role's maximum session duration, which an administrator can raise to 12 hours";
    return `A session of ${seconds} seconds was asked for ${hop.role.arn}. That is probably over ${limit}. Lower duration_seconds.${said}`;
  }
  return `AWS did not accept the request for ${hop.role.arn}.${said}`;
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, or ${parts.at(-1) ?? ''}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
