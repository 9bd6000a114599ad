import * as l10n from '../../base/l10n.js';
import { iamArn } from './arn.js';
import type { Field } from './fields.js';
import type { Place } from '../../base/place.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** API_AssumeRole, Policy and PolicyArns: the plain text of all session policies together. */
export const MAX_POLICY_CHARACTERS = 2048;
export const MAX_POLICY_ARNS = 10;
export const POLICY_ARN = iamArn('aws|\\d{12}', 'policy/(?:[!-~]{1,512}/)?[\\w+=,.@-]{1,128}');
const policyHint = (): string =>
  l10n.t('Give a policy document such as { "Version": "2012-10-17", "Statement": [ … ] }.');

/** Whose session the policies cut down, as far as it is known before the call. */
export type PolicyOwner = Pick<RoleArn, 'partition'> & Partial<Pick<RoleArn, 'accountId'>>;

/**
 * JSON without spaces, in the characters that STS takes for a policy (U+0020 to U+00FF): what is beyond them is
 * escaped, which JSON reads as the same text.
 */
export function compactJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u0100-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A policy document, given as JSON text or as the object itself, as compact JSON text. */
export function checkPolicy(name: string, given: unknown, place: Place): Checked<string> {
  const document = typeof given === 'string' ? parse(given) : given;
  if (document === undefined) {
    return fail(place, l10n.t('{0} is not JSON.', name), policyHint());
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return fail(place, l10n.t('{0} is not a JSON object.', name), policyHint());
  }
  const twice = typeof given === 'string' ? nameGivenTwice(given) : undefined;
  if (twice !== undefined) {
    return fail(place, l10n.t('{0} says “{1}” twice in one object.', name, twice), policyHint());
  }
  const statement: unknown = Reflect.get(document, 'Statement');
  if (typeof statement !== 'object' || statement === null || (Array.isArray(statement) && statement.length === 0)) {
    return fail(place, l10n.t('{0} has no Statement.', name), policyHint());
  }
  const text = compactJson(document);
  return text.length > MAX_POLICY_CHARACTERS
    ? fail(
        place,
        l10n.t(
          '{0} has {1} characters without its spaces; AWS takes {2} at most.',
          name,
          text.length,
          MAX_POLICY_CHARACTERS,
        ),
        l10n.t('Shorten it, or put it into a managed policy and name its ARN.'),
      )
    : ok(text);
}

/** A name that stands twice in an object of this JSON: a parser takes the last one, and the policy would be another. */
function nameGivenTwice(json: string): string | undefined {
  const tokens = [...json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)].map(([token]) => token);
  const open: Set<unknown>[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      open.push(new Set());
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (tokens[index + 1] === ':') {
      const name = JSON.parse(token) as string;
      if (open.at(-1)?.has(name) === true) {
        return name;
      }
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** ARNs of managed policies; those of a customer stand in the role's own account. */
export function checkPolicyArns(arns: readonly Field[], owner: PolicyOwner | undefined): Checked<readonly string[]> {
  for (const arn of arns) {
    const problem = arnProblem(arn.value, owner);
    if (problem !== undefined) {
      return fail(arn.place, problem.message, problem.hint);
    }
  }
  return arns.length > MAX_POLICY_ARNS
    ? fail(
        arns[MAX_POLICY_ARNS]?.place,
        l10n.t('There are {0} managed session policies; AWS takes {1} at most.', arns.length, MAX_POLICY_ARNS),
        l10n.t('Take some away.'),
      )
    : ok([...new Set(arns.map(({ value }) => value))]);
}

function arnProblem(arn: string, owner: PolicyOwner | undefined): { message: string; hint: string } | undefined {
  const [, partition, account] = POLICY_ARN.exec(arn) ?? [];
  const wanted = owner?.partition ?? 'aws';
  if (partition === undefined) {
    const hint = l10n.t('Give one such as arn:{0}:iam::aws:policy/ReadOnlyAccess.', wanted);
    return { message: l10n.t('“{0}” is not the ARN of a managed policy.', arn), hint };
  }
  if (owner !== undefined && partition !== owner.partition) {
    const message = l10n.t('The policy {0} is in the partition {1}, the role in {2}.', arn, partition, wanted);
    return { message, hint: l10n.t('Give a policy of {0}: arn:{0}:iam::…', wanted) };
  }
  return account === 'aws' || owner?.accountId === undefined || ['', account].includes(owner.accountId)
    ? undefined
    : {
        message: l10n.t('The policy {0} is in another account than the role, which is in {1}.', arn, owner.accountId),
        hint: l10n.t('Name a policy of the role’s own account, or one that AWS manages (arn:…:iam::aws:policy/…).'),
      };
}

/** Both kinds together, by the limit that they share. */
export function checkPolicySize(policies: SessionPolicies, place: Place): Checked<SessionPolicies> {
  const characters = [policies.policy ?? '', ...policies.policyArns].join('').length;
  return characters > MAX_POLICY_CHARACTERS
    ? fail(
        place,
        l10n.t(
          'The session policy and the policy ARNs have {0} characters; AWS takes {1} together.',
          characters,
          MAX_POLICY_CHARACTERS,
        ),
        l10n.t('Shorten the policy, or name fewer ARNs.'),
      )
    : ok(policies);
}
