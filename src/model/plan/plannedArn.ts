import type { Plan } from './plan.js';

/** Whom a plan leads to, as far as that is known before any call: a role's ARN, or what `aws login` signed in as. */
export function plannedArn({ source, hops }: Plan): string | undefined {
  const last = hops.at(-1);
  if (last !== undefined) {
    return last.kind === 'assume-role' ? last.role.arn : undefined;
  }
  switch (source.kind) {
    case 'web-identity':
    case 'saml':
      return source.role?.arn;
    case 'identity-center':
      return `arn:aws:iam::${source.accountId}:role/${source.roleName}`;
    case 'login':
      return source.loginSession;
    default:
      return undefined;
  }
}
