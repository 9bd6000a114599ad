import { identityCall } from './identityCall.js';
import type { Plan } from './plan.js';
import { identityOf } from '../session/identity.js';

/** What a plan is known to lead to before any call; the account may only show afterwards. */
export interface Destination {
  readonly accountId: string | undefined;
  readonly name: string | undefined;
  readonly sessionName: string | undefined;
}

export function destinationOf(plan: Plan): Destination {
  const call = identityCall(plan);
  switch (call.kind) {
    case 'assume-role':
    case 'web-identity':
      return { accountId: call.role.accountId, name: call.role.roleName, sessionName: call.sessionName };
    case 'federation-token':
      return { accountId: undefined, name: call.name, sessionName: undefined };
    case 'saml':
      return { accountId: call.role?.accountId, name: call.role?.roleName, sessionName: undefined };
    case 'identity-center':
      return { accountId: call.accountId, name: call.roleName, sessionName: undefined };
    case 'login':
      return loginDestination(call.loginSession);
    default:
      return { accountId: undefined, name: undefined, sessionName: undefined };
  }
}

/** `aws login` names its sessions by the ARN that signed in. */
function loginDestination(arn: string): Destination {
  return arn.startsWith('arn:') ? identityOf(arn) : { accountId: undefined, name: undefined, sessionName: undefined };
}
