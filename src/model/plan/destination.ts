import type { Plan } from './plan.js';
import { identityOf } from '../session/identity.js';

/** What a plan is known to lead to before any call; the account may only show afterwards. */
export interface Destination {
  readonly accountId: string | undefined;
  readonly name: string | undefined;
  readonly sessionName: string | undefined;
}

export function destinationOf({ source, hops }: Plan): Destination {
  const last = hops.at(-1);
  switch (last?.kind) {
    case 'assume-role':
      return { accountId: last.role.accountId, name: last.role.roleName, sessionName: last.sessionName };
    case 'federation-token':
      return { accountId: undefined, name: last.name, sessionName: undefined };
    case 'session-token':
      return { accountId: undefined, name: undefined, sessionName: undefined };
    case undefined:
      break;
  }
  switch (source.kind) {
    case 'web-identity':
      return { accountId: source.role.accountId, name: source.role.roleName, sessionName: source.sessionName };
    case 'saml':
      return { accountId: source.role?.accountId, name: source.role?.roleName, sessionName: undefined };
    case 'identity-center':
      return { accountId: source.accountId, name: source.roleName, sessionName: undefined };
    case 'login':
      return loginDestination(source.loginSession);
    default:
      return { accountId: undefined, name: undefined, sessionName: undefined };
  }
}

/** `aws login` names its sessions by the ARN that signed in. */
function loginDestination(arn: string): Destination {
  return arn.startsWith('arn:') ? identityOf(arn) : { accountId: undefined, name: undefined, sessionName: undefined };
}
