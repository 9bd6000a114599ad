import * as l10n from '../../base/l10n.js';
import { identityOf } from '../../model/session/identity.js';
import type { Who } from '../../model/session/session.js';

/** `unknown`: the ARN is the same, and there is no telling who signed in. */
type Sameness = 'same' | 'another' | 'unknown';

/**
 * Whether credentials that were had again are those of who they were before: the same ARN, and the same who signed in.
 * Programs that call AssumeRole by themselves name each session by the time: that part of the ARN tells nobody apart.
 * @param mayBecomeAnother whether the same plan may be somebody else's: then one who was not known is nobody to go by
 */
export function compareWho(before: Who, after: Who, mayBecomeAnother: boolean): Sameness {
  if (!sameArn(before.identity.arn, after.identity.arn)) {
    return 'another';
  }
  if (before.principal === undefined) {
    return mayBecomeAnother ? 'unknown' : 'same';
  }
  if (after.principal === undefined) {
    return 'unknown';
  }
  return sameArn(before.principal, after.principal) ? 'same' : 'another';
}

/** What to name in a message about two that differ: the ARNs, or who signed in where these are equal. */
export function differenceBetween(before: Who, after: Who): readonly [before: string, after: string] {
  return sameArn(before.identity.arn, after.identity.arn)
    ? [withPrincipal(before), withPrincipal(after)]
    : [before.identity.arn, after.identity.arn];
}

function withPrincipal({ identity, principal = l10n.t('it is unknown who signed in') }: Who): string {
  return `${identity.arn} (${principal})`;
}

function sameArn(before: string, after: string): boolean {
  return lastingArn(before) === lastingArn(after);
}

function isAssumedRole(text: string): boolean {
  return text.startsWith('arn:') && identityOf(text).kind === 'assumed-role';
}

/** botocore-session-1764500000, aws-go-sdk-1764500000000000000; nanoseconds alone, which are longer than any person's number. */
const NAMED_BY_TIME = /\/(?:(?:botocore-session|aws-go-sdk|aws-sdk-js-session)-\d{9,}|\d{19})$/;

/** What of an assumed role's ARN stays where it is renewed; anything else as it is: a user may be called by a number. */
export function lastingArn(arn: string): string {
  return isAssumedRole(arn) ? arn.replace(NAMED_BY_TIME, '/') : arn;
}
