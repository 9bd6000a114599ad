import type { Plan } from '../../model/plan/plan.js';

/** A role assumed with temporary credentials is chained: AWS gives it one hour at most. */
type Signer = 'long-term' | 'temporary' | 'unknown';

/**
 * What signs the call `hops[index]`, as far as the plan knows: a credential process and environment variables may hold
 * either. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export function signerOf({ source }: Pick<Plan, 'source'>, index: number): Signer {
  if (index > 0) {
    return 'temporary';
  }
  switch (source.kind) {
    case 'static-keys':
      return source.temporary ? 'temporary' : 'long-term';
    case 'environment':
    case 'process':
      return 'unknown';
    default:
      return 'temporary';
  }
}

/** Whether a user, who alone has MFA devices, may be behind the credentials that sign `hops[index]`. */
export function mayHaveMfa({ source, hops }: Pick<Plan, 'source' | 'hops'>, index: number): boolean {
  const before = hops.slice(0, index);
  return (
    before.every(({ kind }) => kind === 'session-token') &&
    ['static-keys', 'environment', 'process', 'login'].includes(source.kind)
  );
}
