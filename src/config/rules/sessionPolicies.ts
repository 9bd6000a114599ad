import { iamArn } from './arn.js';
import type { Field } from './fields.js';
import type { Place } from '../../base/place.js';
import type { RoleArn } from '../../model/roleArn.js';
import type { SessionPolicies } from '../../model/sessionPolicies.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** API_AssumeRole, Policy and PolicyArns: the plain text of all session policies together. */
export const MAX_POLICY_CHARACTERS = 2048;
export const MAX_POLICY_ARNS = 10;
export const POLICY_ARN = iamArn('aws|\\d{12}', 'policy/(?:[!-~]{1,512}/)?[\\w+=,.@-]{1,128}');
const POLICY_HINT = 'Give a policy document such as { "Version": "2012-10-17", "Statement": [ … ] }.';

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
    return fail(place, `${name} is not JSON.`, POLICY_HINT);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return fail(place, `${name} is not a JSON object.`, POLICY_HINT);
  }
  const statement: unknown = Reflect.get(document, 'Statement');
  if (typeof statement !== 'object' || statement === null || (Array.isArray(statement) && statement.length === 0)) {
    return fail(place, `${name} has no Statement.`, POLICY_HINT);
  }
  const text = compactJson(document);
  return text.length > MAX_POLICY_CHARACTERS
    ? fail(
        place,
        `${name} has ${text.length} characters without its spaces; AWS takes ${MAX_POLICY_CHARACTERS} at most.`,
        'Shorten it, or put it into a managed policy and name its ARN.',
      )
    : ok(text);
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
        `There are ${arns.length} managed session policies; AWS takes ${MAX_POLICY_ARNS} at most.`,
        'Take some away.',
      )
    : ok([...new Set(arns.map(({ value }) => value))]);
}

function arnProblem(arn: string, owner: PolicyOwner | undefined): { message: string; hint: string } | undefined {
  const [, partition, account] = POLICY_ARN.exec(arn) ?? [];
  const wanted = owner?.partition ?? 'aws';
  if (partition === undefined) {
    const hint = `Give one such as arn:${wanted}:iam::aws:policy/ReadOnlyAccess.`;
    return { message: `“${arn}” is not the ARN of a managed policy.`, hint };
  }
  if (owner !== undefined && partition !== owner.partition) {
    const message = `The policy ${arn} is in the partition ${partition}, the role in ${wanted}.`;
    return { message, hint: `Give a policy of ${wanted}: arn:${wanted}:iam::…` };
  }
  return account === 'aws' || owner?.accountId === undefined || account === owner.accountId
    ? undefined
    : {
        message: `The policy ${arn} is in another account than the role, which is in ${owner.accountId}.`,
        hint: 'Name a policy of the role’s own account, or one that AWS manages (arn:…:iam::aws:policy/…).',
      };
}

/** Both kinds together, by the limit that they share. */
export function checkPolicySize(policies: SessionPolicies, place: Place): Checked<SessionPolicies> {
  const characters = [policies.policy ?? '', ...policies.policyArns].join('').length;
  return characters > MAX_POLICY_CHARACTERS
    ? fail(
        place,
        `The session policy and the policy ARNs have ${characters} characters; AWS takes ${MAX_POLICY_CHARACTERS} together.`,
        'Shorten the policy, or name fewer ARNs.',
      )
    : ok(policies);
}
