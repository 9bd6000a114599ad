// STS over the Query protocol: https://docs.aws.amazon.com/STS/latest/APIReference/
import { unknownAction } from '../front/exchange.js';
import type { Caller } from '../iam/principal.js';
import { AwsError } from '../types.js';
import { branch, leaf } from '../xml.js';
import { assumeRole } from './assumeRole.js';
import { assumeRoleWithSaml } from './assumeRoleWithSaml.js';
import { assumeRoleWithWebIdentity } from './assumeRoleWithWebIdentity.js';
import type { StsAction, StsCall } from './call.js';
import { decodeAuthorizationMessage } from './decodeAuthorizationMessage.js';
import { getCallerIdentity } from './getCallerIdentity.js';
import { getFederationToken } from './getFederationToken.js';
import { getScopedCredentials } from './getScopedCredentials.js';
import { getSessionToken } from './getSessionToken.js';

const VERSION = '2011-06-15';
export const STS_NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

/** Each action is one file; here they get their names. */
const ACTIONS: ReadonlyMap<string, StsAction> = new Map([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRole', assumeRole],
  ['AssumeRoleWithSAML', assumeRoleWithSaml],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
  ['GetSessionToken', getSessionToken],
  ['GetFederationToken', getFederationToken],
  ['GetScopedCredentials', getScopedCredentials],
  ['DecodeAuthorizationMessage', decodeAuthorizationMessage],
]);

function actionOf({ parameters, global }: StsCall): { name: string; action: StsAction } {
  const name = parameters.get('Action');
  if (name === undefined) throw new AwsError(400, 'MissingAction', 'Missing Action');
  const version = parameters.get('Version') ?? '';
  const action = ACTIONS.get(name);
  if (!action || version !== VERSION || (global && action.regional)) throw unknownAction(name, version);
  return { name, action };
}

/**
 * Answers with the response's XML. `authenticate` verifies the signature; actions that carry their own proof are not
 * signed. Throws AwsError.
 */
export async function answerSts(call: StsCall, authenticate: () => Caller, requestId: string): Promise<string> {
  const { name, action } = actionOf(call);
  const result = await (action.signed ? action.run({ ...call, caller: authenticate() }) : action.run(call));
  const body = branch(`${name}Result`, result) + branch('ResponseMetadata', leaf('RequestId', requestId));
  return `<${name}Response xmlns="${STS_NAMESPACE}">${body}</${name}Response>`;
}
