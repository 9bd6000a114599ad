import type { AssumeRoleHop, FederationTokenHop, Hop, Plan, SessionTokenHop } from '../../model/plan.js';
import { sourceName } from '../../model/sourceName.js';
import {
  alternatives,
  malformedPolicy,
  notAsked,
  quoted,
  regionDisabled,
  serviceCode,
  throttled,
  tooPacked,
} from './failureText.js';

/** The call that failed, as far as explaining it needs. */
export interface FailedHop {
  readonly plan: Plan;
  readonly hop: Hop;
  /** ARN or, where that is unknown, what gave the keys that signed the call. */
  readonly caller: string;
  readonly endpoint: string;
  /** Whether the call was signed with temporary keys. */
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
  const code = serviceCode(error);
  const said = quoted(error);
  return (
    notAsked(error, failed.endpoint) ??
    codeText(code, failed, said) ??
    throttled(error) ??
    `${actionOn(failed.hop)} failed with ${code ?? 'an error'}.${said}`
  );
}

function codeText(code: string | undefined, failed: FailedHop, said: string): string | undefined {
  const { hop, plan } = failed;
  const keysOf = `the access key of ${sourceName(plan.source)}`;
  switch (code) {
    case 'AccessDenied':
      return hop.kind === 'assume-role' ? denied(hop, failed, said) : deniedToken(hop, failed, said);
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return `AWS does not know ${keysOf}: it was deleted, deactivated, or belongs to another partition.${said}`;
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return `The signature made with ${keysOf} was not accepted: the secret access key is wrong, or this machine's clock is.${said}`;
    case 'ExpiredToken':
      return `The temporary keys of ${sourceName(plan.source)} have expired. Get new ones, then try again.${said}`;
    case 'ValidationError':
      return invalid(failed, said);
    case 'RegionDisabled':
      return regionDisabled(plan.region, said);
    case 'MalformedPolicyDocument':
      return malformedPolicy(actionOn(hop), said);
    case 'PackedPolicyTooLarge':
      return tooPacked(actionOn(hop), said);
    default:
      return undefined;
  }
}

function denied(hop: AssumeRoleHop, { caller }: FailedHop, said: string): string {
  const reasons = [
    ...wrongCode(hop.mfaSerial),
    'the role does not exist',
    `its trust policy does not allow that caller${conditions(hop)}`,
    'the caller has no permission for sts:AssumeRole on it',
    ...(Object.keys(hop.tags).length > 0 ? [unlessBothAllow('sts:TagSession', 'session tags were sent')] : []),
    ...(hop.sourceIdentity !== undefined
      ? [unlessBothAllow('sts:SetSourceIdentity', 'a source identity was sent')]
      : []),
  ];
  return `${caller} may not assume ${hop.role.arn}. Either ${alternatives(reasons)}.${said}`;
}

function unlessBothAllow(action: string, because: string): string {
  return `the caller's policies and the role's trust policy do not both allow ${action} (${because})`;
}

function wrongCode(mfaSerial: string | undefined): readonly string[] {
  return mfaSerial === undefined ? [] : [`the code of ${mfaSerial} was wrong, expired or already used`];
}

function conditions(hop: AssumeRoleHop): string {
  const sent = [
    hop.externalId === undefined ? 'without an external ID' : 'with this external ID',
    ...(hop.mfaSerial === undefined ? ['without MFA'] : []),
  ];
  return ` (asked ${sent.join(' and ')})`;
}

function deniedToken(hop: SessionTokenHop | FederationTokenHop, { caller, chained }: FailedHop, said: string): string {
  const call = hop.kind === 'session-token' ? 'GetSessionToken' : 'GetFederationToken';
  if (chained) {
    return `${caller} may not call ${call}: AWS gives it only for the long-term access keys of a user, and these keys are temporary.${said}`;
  }
  const sentTags = hop.kind === 'federation-token' && Object.keys(hop.tags).length > 0;
  const reasons = [
    ...wrongCode(hop.kind === 'session-token' ? hop.mfaSerial : undefined),
    `the caller has no permission for sts:${call}`,
    ...(sentTags ? ['it has none for sts:TagSession (session tags were sent)'] : []),
  ];
  return `${caller} may not call ${call}. Either ${alternatives(reasons)}.${said}`;
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

function invalid(failed: FailedHop, said: string): string {
  const { hop } = failed;
  if (hop.kind !== 'assume-role') {
    const asked = hop.durationSeconds === undefined ? '' : ` (${hop.durationSeconds} seconds were asked for)`;
    const limits = `AWS takes 900 to 129600 seconds${asked}`;
    const mfa =
      hop.kind === 'session-token' && hop.mfaSerial !== undefined ? ', and codes of the device that it knows' : '';
    return `AWS did not accept the request for ${actionOn(hop)}. ${limits}${mfa}.${said}`;
  }
  const seconds = hop.durationSeconds ?? DEFAULT_DURATION_SECONDS;
  if (seconds > DEFAULT_DURATION_SECONDS) {
    return `A session of ${seconds} seconds was asked for ${hop.role.arn}. That is probably over ${limitOf(failed)}. Lower duration_seconds.${said}`;
  }
  return `AWS did not accept the request for ${hop.role.arn}.${said}`;
}

function limitOf({ chained, hop, plan }: FailedHop): string {
  if (!chained) {
    return "the role's maximum session duration, which an administrator can raise to 12 hours";
  }
  const before = plan.hops[plan.hops.indexOf(hop) - 1];
  const from = before?.kind === 'session-token' ? 'with the keys of GetSessionToken' : 'from another role';
  return `one hour, the limit for a role assumed ${from} (role chaining)`;
}

/** For a failed GetCallerIdentity with credentials that no STS call gave. */
export function explainCallerIdentity(error: unknown, source: string, endpoint: string): string {
  const code = serviceCode(error);
  const text =
    code === 'ExpiredToken'
      ? `The credentials of ${source} have expired. Get new ones, then try again.`
      : `AWS did not accept the credentials of ${source} (${code ?? 'error'}).`;
  return notAsked(error, endpoint) ?? text + quoted(error);
}
