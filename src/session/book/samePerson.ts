import * as l10n from '../../base/l10n.js';
import { identityOf } from '../../model/session/identity.js';
import type { SessionFacts } from '../../model/session/session.js';

type Who = Pick<SessionFacts, 'identity' | 'principal'>;

/**
 * Whether credentials that were had again are those of who they were before: the same ARN, and the same who signed in,
 * which has to be known again where it was known.
 * Programs that call AssumeRole by themselves name each session by the time: that part of the ARN tells nobody apart.
 */
export function isSamePerson(before: Who, after: Who): boolean {
  return sameArn(before.identity.arn, after.identity.arn) && samePrincipal(before.principal, after.principal);
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

function samePrincipal(before: string | undefined, after: string | undefined): boolean {
  return before === undefined || (after !== undefined && sameArn(before, after));
}

function sameArn(before: string, after: string): boolean {
  return before === after || (isAssumedRole(before) && isAssumedRole(after) && bare(before) === bare(after));
}

function isAssumedRole(text: string): boolean {
  return text.startsWith('arn:') && identityOf(text).kind === 'assumed-role';
}

/** botocore-session-1764500000, aws-go-sdk-1764500000000000000; nanoseconds alone, which are longer than any person's number. */
const NAMED_BY_TIME = /\/(?:(?:botocore-session|aws-go-sdk|aws-sdk-js-session)-\d{9,}|\d{19})$/;

function bare(arn: string): string {
  return arn.replace(NAMED_BY_TIME, '/');
}
