import * as l10n from '../../base/l10n.js';
import { DEFAULT_DURATION_S, MAX_TOKEN_DURATION_S, MIN_DURATION_S } from '../../model/session/sessionLimits.js';
import { sentences } from '../../base/words.js';
import type { AssumeRoleHop, FederationTokenHop, Hop, Plan, SessionTokenHop } from '../../model/plan/plan.js';
import { scopeFailure } from './scopeFailures.js';
import { sourceName } from '../../model/plan/sourceName.js';
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

/**
 * What failed and what to do, in words, for a failed AssumeRole, GetSessionToken, GetFederationToken or
 * GetScopedCredentials.
 * Decided by the error's code and by what was asked, as listed under "Errors" of the actions in the STS API reference;
 * AWS's own sentence is quoted, never parsed. An MFA refusal, a missing role and a trust policy that does not allow the
 * caller all arrive as AccessDenied: the text names what it can be.
 */
export function explainHop(error: unknown, failed: FailedHop): string {
  const code = serviceCode(error);
  const said = quoted(error);
  const { hop } = failed;
  return (
    notAsked(error, failed.endpoint) ??
    (hop.kind === 'scoped-credentials' ? scopeFailure(error, { ...failed, hop, said }) : undefined) ??
    codeText(code, failed, said) ??
    throttled(error) ??
    sentences(l10n.t('{0} failed with {1}.', actionOn(failed.hop), code ?? l10n.t('an error')), said)
  );
}

function codeText(code: string | undefined, failed: FailedHop, said: string): string | undefined {
  const { hop, plan } = failed;
  const keysOf = l10n.t('the access key of {0}', sourceName(plan.source));
  switch (code) {
    case 'AccessDenied':
      return deniedText(hop, failed, said);
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return sentences(
        l10n.t('AWS does not know {0}: it was deleted, deactivated, or belongs to another partition.', keysOf),
        said,
      );
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return sentences(
        l10n.t(
          "The signature made with {0} was not accepted: the secret access key is wrong, or this machine's clock is.",
          keysOf,
        ),
        said,
      );
    case 'ExpiredToken':
      return sentences(
        l10n.t('The temporary keys of {0} have expired. Get new ones, then try again.', sourceName(plan.source)),
        said,
      );
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

function deniedText(hop: Hop, failed: FailedHop, said: string): string | undefined {
  switch (hop.kind) {
    case 'assume-role':
      return denied(hop, failed, said);
    case 'session-token':
    case 'federation-token':
      return deniedToken(hop, failed, said);
    case 'scoped-credentials':
      return undefined;
  }
}

function denied(hop: AssumeRoleHop, { caller }: FailedHop, said: string): string {
  const reasons = [
    ...wrongCode(hop.mfaSerial),
    l10n.t('the role does not exist'),
    notTrusted(hop),
    l10n.t('the caller has no permission for sts:AssumeRole on it'),
    ...(Object.keys(hop.tags).length > 0 ? [unlessBothAllow('sts:TagSession', l10n.t('session tags were sent'))] : []),
    ...(hop.sourceIdentity !== undefined
      ? [unlessBothAllow('sts:SetSourceIdentity', l10n.t('a source identity was sent'))]
      : []),
  ];
  return sentences(l10n.t('{0} may not assume {1}. Either {2}.', caller, hop.role.arn, alternatives(reasons)), said);
}

function unlessBothAllow(action: string, because: string): string {
  return l10n.t("the caller's policies and the role's trust policy do not both allow {0} ({1})", action, because);
}

function wrongCode(mfaSerial: string | undefined): readonly string[] {
  return mfaSerial === undefined ? [] : [l10n.t('the code of {0} was wrong, expired or already used', mfaSerial)];
}

function notTrusted({ externalId, mfaSerial }: AssumeRoleHop): string {
  if (externalId === undefined) {
    return mfaSerial === undefined
      ? l10n.t('its trust policy does not allow that caller (asked without an external ID and without MFA)')
      : l10n.t('its trust policy does not allow that caller (asked without an external ID)');
  }
  return mfaSerial === undefined
    ? l10n.t('its trust policy does not allow that caller (asked with this external ID and without MFA)')
    : l10n.t('its trust policy does not allow that caller (asked with this external ID)');
}

function deniedToken(hop: SessionTokenHop | FederationTokenHop, { caller, chained }: FailedHop, said: string): string {
  const call = hop.kind === 'session-token' ? 'GetSessionToken' : 'GetFederationToken';
  if (chained) {
    return sentences(
      l10n.t(
        '{0} may not call {1}: AWS gives it only for the long-term access keys of a user, and these keys are temporary.',
        caller,
        call,
      ),
      said,
    );
  }
  const sentTags = hop.kind === 'federation-token' && Object.keys(hop.tags).length > 0;
  const reasons = [
    ...wrongCode(hop.kind === 'session-token' ? hop.mfaSerial : undefined),
    l10n.t('the caller has no permission for sts:{0}', call),
    ...(sentTags ? [l10n.t('it has none for sts:TagSession (session tags were sent)')] : []),
  ];
  return sentences(l10n.t('{0} may not call {1}. Either {2}.', caller, call, alternatives(reasons)), said);
}

/** The call and what it is about. */
function actionOn(hop: Hop): string {
  switch (hop.kind) {
    case 'assume-role':
      return l10n.t('Assuming {0}', hop.role.arn);
    case 'session-token':
      return 'GetSessionToken';
    case 'federation-token':
      return l10n.t('GetFederationToken for “{0}”', hop.name);
    case 'scoped-credentials':
      return 'GetScopedCredentials';
  }
}

function invalid(failed: FailedHop, said: string): string {
  const { hop } = failed;
  if (hop.kind === 'scoped-credentials') {
    return sentences(l10n.t('AWS did not accept the request for {0}.', actionOn(hop)), said);
  }
  if (hop.kind !== 'assume-role') {
    return sentences(l10n.t('AWS did not accept the request for {0}.', actionOn(hop)), tokenLimits(hop), said);
  }
  const seconds = hop.durationSeconds ?? DEFAULT_DURATION_S;
  if (seconds > DEFAULT_DURATION_S) {
    return sentences(
      l10n.t(
        'A session of {0} seconds was asked for {1}. That is probably over {2}. Lower duration_seconds.',
        seconds,
        hop.role.arn,
        limitOf(failed),
      ),
      said,
    );
  }
  return sentences(l10n.t('AWS did not accept the request for {0}.', hop.role.arn), said);
}

function tokenLimits(hop: SessionTokenHop | FederationTokenHop): string {
  const { durationSeconds: asked } = hop;
  const [min, max] = [MIN_DURATION_S, MAX_TOKEN_DURATION_S];
  if (hop.kind === 'session-token' && hop.mfaSerial !== undefined) {
    return asked === undefined
      ? l10n.t('AWS takes {0} to {1} seconds, and codes of the device that it knows.', min, max)
      : l10n.t(
          'AWS takes {0} to {1} seconds ({2} seconds were asked for), and codes of the device that it knows.',
          min,
          max,
          asked,
        );
  }
  return asked === undefined
    ? l10n.t('AWS takes {0} to {1} seconds.', min, max)
    : l10n.t('AWS takes {0} to {1} seconds ({2} seconds were asked for).', min, max, asked);
}

function limitOf({ chained, hop, plan }: FailedHop): string {
  if (!chained) {
    return l10n.t("the role's maximum session duration, which an administrator can raise to 12 hours");
  }
  const before = plan.hops[plan.hops.indexOf(hop) - 1];
  return before?.kind === 'session-token'
    ? l10n.t('one hour, the limit for a role assumed with the keys of GetSessionToken (role chaining)')
    : l10n.t('one hour, the limit for a role assumed from another role (role chaining)');
}

/** For a failed GetCallerIdentity with credentials that no STS call gave. */
export function explainCallerIdentity(error: unknown, source: string, endpoint: string): string {
  const code = serviceCode(error);
  const text =
    code === 'ExpiredToken'
      ? l10n.t('The credentials of {0} have expired. Get new ones, then try again.', source)
      : l10n.t('AWS did not accept the credentials of {0} ({1}).', source, code ?? l10n.t('error'));
  return notAsked(error, endpoint) ?? sentences(text, quoted(error));
}
