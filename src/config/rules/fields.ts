import * as l10n from '../../base/l10n.js';
import { MAX_DURATION_S, MAX_TOKEN_DURATION_S, MIN_DURATION_S } from '../../model/session/sessionLimits.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** A configured value with the name and the place it is configured under. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/** A variable stands nowhere. */
type Unplaced = Pick<Field, 'name' | 'value'> & { readonly place?: Place | undefined };

export interface TextRule {
  readonly min: number;
  readonly max: number;
  readonly allowed: RegExp;
  readonly allowedInWords: () => string;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, RoleSessionName. */
export const SESSION_NAME: TextRule = {
  min: 2,
  max: 64,
  allowed: /^[\w+=,.@-]*$/,
  allowedInWords: () => l10n.t('letters, digits and _ + = , . @ -'),
};
/** API_AssumeRole, ExternalId. */
export const EXTERNAL_ID: TextRule = {
  min: 2,
  max: 1224,
  allowed: /^[\w+=,.@:/-]*$/,
  allowedInWords: () => l10n.t('letters, digits and _ + = , . @ : / -'),
};
/** API_AssumeRole, SerialNumber: an ARN, or the number on a hardware device. */
export const MFA_SERIAL: TextRule = { ...EXTERNAL_ID, min: 9, max: 256, allowed: /^[\w+=/:,.@-]*$/ };

/** API_GetFederationToken, Name. */
const FEDERATED_NAME: TextRule = { ...SESSION_NAME, max: 32 };

export function checkSessionName(field: Field): Checked<string> {
  return checkText(field, SESSION_NAME);
}

export function checkExternalId(field: Field): Checked<string> {
  return checkText(field, EXTERNAL_ID);
}

export function checkMfaSerial(field: Field): Checked<string> {
  return checkText(field, MFA_SERIAL);
}

/** API_AssumeRole, SourceIdentity: the same rule as a session name's. */
export function checkSourceIdentity(field: Field): Checked<string> {
  return checkText(field, SESSION_NAME);
}

export function checkFederatedName(field: Field): Checked<string> {
  return checkText(field, FEDERATED_NAME);
}

/** Seconds. The AWS CLI drops what is no integer without a word; the user meant something by it. */
export function checkDuration(field: Field): Checked<number> {
  return checkSeconds(field, MAX_DURATION_S);
}

/** Seconds of a GetSessionToken or GetFederationToken. */
export function checkTokenDuration(field: Field): Checked<number> {
  return checkSeconds(field, MAX_TOKEN_DURATION_S);
}

/** Seconds of a GetScopedCredentials. */
export function checkScopeDuration(field: Field): Checked<number> {
  return checkSeconds(field, MAX_TOKEN_DURATION_S, 1);
}

/** What Python's int() reads of ASCII, which is what the AWS CLI reads durations with. */
const WHOLE = /^[+-]?\d+(?:_\d+)*$/;

function checkSeconds({ name, value, place }: Field, max: number, min = MIN_DURATION_S): Checked<number> {
  const hint = l10n.t('Give whole seconds from {0} to {1}, for example 3600.', min, max);
  if (!WHOLE.test(value)) {
    return fail(place, l10n.t('{0} is not a whole number of seconds.', name), hint);
  }
  const seconds = Number(value.replaceAll('_', ''));
  if (seconds < min) {
    return fail(
      place,
      min === MIN_DURATION_S
        ? l10n.t('{0} is {1}; AWS STS gives no session shorter than {2} seconds (15 minutes).', name, seconds, min)
        : l10n.t('{0} is {1}: that is no time at all.', name, seconds),
      hint,
    );
  }
  if (seconds > max) {
    return fail(
      place,
      l10n.t('{0} is over {1}; AWS STS gives no session longer than that ({2} hours).', name, max, max / 3600),
      hint,
    );
  }
  return ok(seconds);
}

/** As botocore's validate_region_name: a region becomes part of a host name. */
export const REGION = /^(?!-|\d+$)[a-zA-Z0-9-]{1,63}(?<!-)$/;

export function checkRegion({ name, value, place }: Unplaced): Checked<string> {
  return REGION.test(value)
    ? ok(value)
    : fail(
        place,
        l10n.t('{0} is not the name of an AWS region.', name),
        l10n.t('Give a region code such as us-east-1.'),
      );
}

function checkText({ name, value, place }: Field, rule: TextRule): Checked<string> {
  if (value.includes('\n')) {
    return fail(place, l10n.t('{0} goes on over several lines.', name), indentHint());
  }
  if (!rule.allowed.test(value)) {
    return fail(
      place,
      l10n.t('{0} has a character that AWS does not accept.', name),
      l10n.t('Use only {0}.', rule.allowedInWords()),
    );
  }
  if (value.length < rule.min || value.length > rule.max) {
    return fail(
      place,
      l10n.t('{0} has {1} characters; AWS accepts {2} to {3}.', name, value.length, rule.min, rule.max),
      value === '' ? l10n.t('Give it a value, or take the line away.') : l10n.t('Change its length.'),
    );
  }
  return ok(value);
}

export const indentHint = (): string =>
  l10n.t('An indented line belongs to the value above it: take the indent of the next lines away.');
