// Long-term identities as policies see them.
import type { User } from './entities.js';
import type { PolicyDocument } from './policy.js';
import type { Principal } from './principal.js';

/** aws:PrincipalTag/… of an identity. */
export const principalTags = (tags: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));

export function userPrincipal(
  user: User,
  identityPolicies: readonly PolicyDocument[],
  boundary: PolicyDocument | undefined,
): Principal {
  return {
    kind: 'user',
    arn: user.arn,
    userId: user.id,
    accountId: user.accountId,
    names: [['AWS', user.arn]],
    identityPolicies,
    boundary,
    sessionPolicies: undefined,
    context: {
      'aws:username': user.name,
      'aws:userid': user.id,
      'aws:PrincipalArn': user.arn,
      'aws:PrincipalAccount': user.accountId,
      'aws:PrincipalType': 'User',
      ...principalTags(user.tags),
    },
  };
}

export function rootPrincipal(arn: string, accountId: string, identityPolicies: readonly PolicyDocument[]): Principal {
  return {
    kind: 'root',
    arn,
    userId: accountId,
    accountId,
    names: [['AWS', arn]],
    identityPolicies,
    sessionPolicies: undefined,
    context: {
      'aws:userid': accountId,
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalType': 'Account',
    },
  };
}
