import * as l10n from '../../base/l10n.js';
import { signerOf } from './chaining.js';
import { MAX_CHAINED_DURATION_S, MAX_TOKEN_DURATION_S, MIN_DURATION_S } from '../../model/session/sessionLimits.js';
import { checkTokenDuration } from '../rules/fields.js';
import type { Plan, SessionTokenHop } from '../../model/plan/plan.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';
export const MFA_SESSION_SETTING = 'roleSessions.mfaSessionDurationSeconds';

/** `roleSessions.mfaSessionDurationSeconds`, of any shape: 0 is off, which is the default. */
export function checkMfaSession(setting: unknown): Checked<number> {
  const place: Place = { kind: 'setting', setting: MFA_SESSION_SETTING };
  if (setting === undefined || setting === null || setting === 0) {
    return ok(0);
  }
  return typeof setting === 'number'
    ? checkTokenDuration({ name: MFA_SESSION_SETTING, value: String(setting), place })
    : fail(
        place,
        l10n.t('{0} is not a number.', MFA_SESSION_SETTING),
        l10n.t('Give seconds from {0} to {1}, or 0.', MIN_DURATION_S, MAX_TOKEN_DURATION_S),
      );
}

/**
 * One code for many roles: a session token that was had with MFA signs the first AssumeRole in place of the long-term
 * keys, which then needs no code of its own. The role is chained then, so one that asks for more than an hour keeps its
 * code. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function withMfaSession(plan: Plan, seconds: number): Plan {
  const [first, ...others] = plan.hops;
  if (
    seconds === 0 ||
    first?.kind !== 'assume-role' ||
    first.mfaSerial === undefined ||
    signerOf(plan, 0) !== 'long-term' ||
    (first.durationSeconds ?? 0) > MAX_CHAINED_DURATION_S
  ) {
    return plan;
  }
  const token: SessionTokenHop = { kind: 'session-token', mfaSerial: first.mfaSerial, durationSeconds: seconds };
  return { ...plan, hops: [token, { ...first, mfaSerial: undefined }, ...others] };
}
