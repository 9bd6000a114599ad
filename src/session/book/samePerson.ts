import { identityOf } from '../../model/session/identity.js';
import type { SessionFacts } from '../../model/session/session.js';

type Who = Pick<SessionFacts, 'identity' | 'principal'>;

/**
 * Whether credentials that were had again are those of who they were before: the same ARN, and the same who signed in.
 * Programs that call AssumeRole by themselves name each session by the time: that part of the ARN tells nobody apart.
 */
export function isSamePerson(before: Who, after: Who): boolean {
  return sameArn(before.identity.arn, after.identity.arn) && sameArn(before.principal, after.principal);
}

/** What to name in a message about two that differ: the ARNs, or who signed in where these are equal. */
export function differenceBetween(before: Who, after: Who): readonly [before: string, after: string] {
  return sameArn(before.identity.arn, after.identity.arn)
    ? [`${before.identity.arn} (${before.principal})`, `${after.identity.arn} (${after.principal})`]
    : [before.identity.arn, after.identity.arn];
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
