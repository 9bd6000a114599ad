// IAM over the Query protocol: https://docs.aws.amazon.com/IAM/latest/APIReference/
import { unknownAction } from '../front/exchange.js';
import type { Caller } from '../iam/principal.js';
import { partitionOf, type StsCall } from '../sts/call.js';
import { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import { ACCOUNT_ACTIONS } from './account.js';
import { type IamAction } from './call.js';
import { GROUP_ACTIONS } from './groups.js';
import { PERMISSION_ACTIONS } from './permissions.js';
import { POLICY_ACTIONS } from './policies.js';
import { ROLE_ACTIONS } from './roles.js';
import { SIMULATE_ACTIONS } from './simulate.js';
import { USER_ACTIONS } from './users.js';
import { fieldsXml } from './xml.js';

export const IAM_VERSION = '2010-05-08';
export const IAM_NAMESPACE = `https://iam.amazonaws.com/doc/${IAM_VERSION}/`;

const ACTIONS: ReadonlyMap<string, IamAction> = new Map(
  Object.entries({
    ...USER_ACTIONS,
    ...ROLE_ACTIONS,
    ...GROUP_ACTIONS,
    ...POLICY_ACTIONS,
    ...PERMISSION_ACTIONS,
    ...ACCOUNT_ACTIONS,
    ...SIMULATE_ACTIONS,
  }),
);

/**
 * Sessions of GetSessionToken may call IAM only with MFA, those of GetFederationToken never.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 * Throws AwsError InvalidClientTokenId.
 */
function checkSession({ credential, principal }: Caller): void {
  const kind = credential.lineage?.kind;
  const withMfa = principal.context['aws:MultiFactorAuthPresent'] === 'true';
  if (kind !== 'federationToken' && (kind !== 'sessionToken' || withMfa)) return;
  throw new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid');
}

/** Answers with the response's XML; `authenticate` verifies the signature. Throws AwsError. */
export function answerIam(call: StsCall, authenticate: () => Caller, requestId: string): string {
  const name = call.parameters.get('Action');
  if (name === undefined) throw new AwsError(400, 'MissingAction', 'Missing Action');
  const action = ACTIONS.get(name);
  if (!action) throw unknownAction(name, IAM_VERSION);
  const caller = authenticate();
  checkSession(caller);
  const { accountId, arn } = caller.principal;
  const result = action({ ...call, caller, action: `iam:${name}`, accountId, partition: partitionOf(arn) });
  const body = result === undefined ? '' : branch(`${name}Result`, fieldsXml(result));
  const metadata = branch('ResponseMetadata', leaf('RequestId', requestId));
  return `<${name}Response xmlns="${IAM_NAMESPACE}">${body}${metadata}</${name}Response>`;
}
