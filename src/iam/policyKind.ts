/**
 * Where a policy document goes, which decides what may stand in it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const POLICY_KINDS = ['identity', 'trust', 'session', 'resource'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** Whose statements say who: of others, IAM knows whom they are attached to. */
export function namesPrincipals(kind: PolicyKind): boolean {
  return kind === 'trust' || kind === 'resource';
}

const BY_FILE_NAME: readonly (readonly [RegExp, PolicyKind])[] = [
  [/trust|assume-?role/i, 'trust'],
  [/session/i, 'session'],
  [/bucket|resource|queue|topic|key-?policy/i, 'resource'],
  [/identity|permission|inline|managed|boundary|user|group/i, 'identity'],
];

/** Of names such as `trust.json` and `session-policy.json`; undefined: the name does not say. */
export function kindByFileName(name: string): PolicyKind | undefined {
  return BY_FILE_NAME.find(([pattern]) => pattern.test(name))?.[1];
}
