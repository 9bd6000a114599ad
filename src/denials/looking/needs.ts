// What of a request a condition asks for, where that can be given without changing any policy; pure.
import type { ConditionTest } from '../../iam/evaluate/index.js';

/** To be given with the request, in the profile or where the call is made. */
export type RequestNeed =
  | { readonly kind: 'externalId' | 'sourceIdentity' | 'sessionName'; readonly values: readonly string[] }
  | { readonly kind: 'mfa' }
  | { readonly kind: 'tag'; readonly key: string; readonly values: readonly string[] }
  /** Which AWS fills in: a network, a Region, a time, an organization. */
  | { readonly kind: 'other'; readonly condition: ConditionTest };

const NAMED: ReadonlyMap<string, 'externalId' | 'sourceIdentity' | 'sessionName'> = new Map([
  ['sts:externalid', 'externalId'],
  ['sts:sourceidentity', 'sourceIdentity'],
  ['aws:sourceidentity', 'sourceIdentity'],
  ['sts:rolesessionname', 'sessionName'],
] as const);

/** Of an Allow: what meets the condition. Of a Deny, whose condition is met: what would not. */
export function needOf(condition: ConditionTest, effect: 'Allow' | 'Deny'): RequestNeed {
  const key = condition.key.toLowerCase();
  const isNegated = condition.operator.includes('Not') || asksForNone(condition);
  const wants = isNegated === (effect === 'Deny');
  const named = NAMED.get(key);
  if (key === 'aws:multifactorauthpresent' || key === 'aws:multifactorauthage') {
    return asksForMfa(condition) === (effect === 'Allow') ? { kind: 'mfa' } : { kind: 'other', condition };
  }
  if (!wants) {
    return { kind: 'other', condition };
  }
  const values = condition.operator.startsWith('Null') ? [] : condition.values;
  if (named !== undefined) {
    return { kind: named, values };
  }
  return key.startsWith('aws:requesttag/')
    ? { kind: 'tag', key: condition.key.slice('aws:RequestTag/'.length), values }
    : { kind: 'other', condition };
}

function asksForNone({ operator, values }: ConditionTest): boolean {
  return operator === 'Null' && values.every((value) => value.toLowerCase() === 'true');
}

function asksForMfa({ operator, key, values }: ConditionTest): boolean {
  if (operator === 'Null') {
    return values.some((value) => value.toLowerCase() === 'false');
  }
  return key.toLowerCase() === 'aws:multifactorauthage'
    ? operator.includes('LessThan')
    : values.some((value) => value.toLowerCase() === 'true');
}
