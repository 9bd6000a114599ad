import {
  MAX_CHAINED_DURATION_S,
  MAX_DURATION_S,
  MAX_TOKEN_DURATION_S,
  MIN_DURATION_S,
} from '../../model/session/sessionLimits.js';
import * as l10n from '../../base/l10n.js';
import { signerOf } from '../../config/plan/chaining.js';
import { durationText } from '../../model/durationText.js';
import { sentences } from '../../base/words.js';
import { identityCall, identityHops } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';

const MINUTE_S = 60;
const HOUR_S = 3600;
const COMMON_S = [MIN_DURATION_S, HOUR_S, 4 * HOUR_S, MAX_DURATION_S, MAX_TOKEN_DURATION_S];

/** How long a session may be asked to last, in seconds, and why. */
export interface DurationLimit {
  /** Default: 15 minutes, which calls that make a session want. */
  readonly minSeconds?: number;
  readonly maxSeconds: number;
  /** What is often wanted, in seconds; default: what is of sessions. */
  readonly common?: readonly number[];
  readonly why: string;
}

/** Of a plan's last call; undefined where nothing can be asked: the source's own credentials end when they end. */
export function durationLimit(plan: Plan): DurationLimit | undefined {
  const last = identityCall(plan);
  switch (last.kind) {
    case 'assume-role':
      return assumedWith(plan);
    case 'session-token':
    case 'federation-token':
      return tokenLimit();
    case 'web-identity':
    case 'saml':
      return { maxSeconds: MAX_DURATION_S, why: byRole() };
    default:
      return undefined;
  }
}

export function tokenLimit(): DurationLimit {
  return { maxSeconds: MAX_TOKEN_DURATION_S, why: l10n.t('Up to 36 hours; with the keys of the root user one hour.') };
}

const byRole = (): string => l10n.t("The role's maximum session duration is the limit: 1 hour unless it was raised.");

function roleLimit(signer: ReturnType<typeof signerOf>): DurationLimit {
  switch (signer) {
    case 'temporary':
      return {
        maxSeconds: MAX_CHAINED_DURATION_S,
        why: l10n.t('One hour at most, because temporary credentials assume this role (role chaining).'),
      };
    case 'unknown':
      return {
        maxSeconds: MAX_DURATION_S,
        why: sentences(byRole(), l10n.t('With temporary credentials, one hour at most.')),
      };
    case 'long-term':
      return { maxSeconds: MAX_DURATION_S, why: byRole() };
  }
}

/** An MFA session in front of the role does not count: a role that asks for more than an hour does without it. */
function assumedWith(plan: Plan): DurationLimit {
  const hops = identityHops(plan);
  const roles = hops.filter(({ kind }) => kind === 'assume-role');
  const limit = roleLimit(signerOf(plan, roles.length - 1));
  return roles.length < hops.length && limit.maxSeconds > MAX_CHAINED_DURATION_S
    ? { ...limit, why: sentences(limit.why, l10n.t('Over one hour, the role asks for an MFA code of its own.')) }
    : limit;
}

/** Seconds that are often wanted, within the limit. */
export function commonDurations({ maxSeconds, common = COMMON_S }: DurationLimit): readonly number[] {
  return common.filter((seconds) => seconds <= maxSeconds);
}

/** As it is typed in any language. */
export const EXAMPLE = '1h30m';

/** Seconds from "5400", "90m", "1h30m", "2 h"; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const parts = /^(?:(\d+)\s*h(?:ours?)?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?)?$/i.exec(text);
  const [whole = '', hours = '0', minutes = '0'] = parts ?? [];
  return whole === '' ? undefined : Number(hours) * HOUR_S + Number(minutes) * MINUTE_S;
}

/** What is wrong with a typed duration; undefined where nothing is. */
export function durationProblem(
  text: string,
  { minSeconds = MIN_DURATION_S, maxSeconds, why }: DurationLimit,
): string | undefined {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    return l10n.t('Give seconds, or hours and minutes such as {0}.', EXAMPLE);
  }
  if (seconds < minSeconds) {
    return minSeconds === MIN_DURATION_S
      ? l10n.t('AWS gives no session shorter than 15 minutes.')
      : l10n.t('At least {0}.', durationText(minSeconds));
  }
  return seconds > maxSeconds ? sentences(l10n.t('At most {0}.', durationText(maxSeconds)), why) : undefined;
}
