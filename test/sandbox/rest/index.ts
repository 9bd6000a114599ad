import type { Signable } from '../sigv4.js';
import { AwsError } from '../types.js';
import type { RestCall, RestOperation } from './call.js';
import { getRequestAuthorizationDetails } from './troubleshooter.js';
import { validatePolicy } from './validatePolicy.js';

const OPERATIONS: readonly RestOperation[] = [getRequestAuthorizationDetails, validatePolicy];

interface Found {
  readonly operation: RestOperation;
  readonly argument: string;
}

/** What a request that is signed for `service` asks for, by method and path. */
export function operationOf(service: string, { method, rawPath }: Signable): Found | undefined {
  for (const operation of OPERATIONS) {
    if (operation.service !== service || operation.method !== method) continue;
    const argument = operation.path.exec(rawPath);
    if (argument) return { operation, argument: decodeURIComponent(argument[1] ?? '') };
  }
  return undefined;
}

/** These services' word for it. */
const restError = ({ status, message }: AwsError): AwsError => new AwsError(status, 'AccessDeniedException', message);

/** Throws AwsError. */
export function answerRest(call: RestCall & Found): object {
  const { operation, principal, context, now, directory } = call;
  const demand = { principal, action: operation.action, resource: '*', context: [context], resourceText: '*', now };
  const decision = directory.authority.decide(demand);
  if (decision.outcome !== 'allowed') throw restError(directory.authority.denial(demand, decision));
  return operation.answer(call);
}
