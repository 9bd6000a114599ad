// Signed APIs that speak JSON: IAM's troubleshooter and Access Analyzer.
import { authenticate } from '../authenticate.js';
import { stsDialect } from '../dialect.js';
import { answerRest, operationOf } from '../rest/index.js';
import { sha256, type Signable } from '../sigv4.js';
import { AwsError } from '../types.js';
import { readForm } from './body.js';
import { meetFault, requestContext, type Exchange, type Front } from './exchange.js';
import { sendJson } from './render.js';

/** Whether a request that is signed for `service` is for one of these. */
export const isRest = (service: string, signable: Signable): boolean => operationOf(service, signable) !== undefined;

export async function handleRest(front: Front, exchange: Exchange, signable: Signable): Promise<void> {
  const { request, response, draft } = exchange;
  const body = await readForm(request);
  const service = draft.scope?.service ?? '';
  const found = operationOf(service, signable);
  if (!found) throw new AwsError(404, 'UnknownOperationException', '');
  draft.operation = found.operation.name;
  if (!(await meetFault(front, exchange))) return;
  const now = front.clock.now();
  const { keyring, directory } = front;
  const scope = { service, takes: () => true };
  const caller = authenticate(signable, sha256(body), { dialect: stsDialect, keyring, now, scope });
  draft.callerArn = caller.principal.arn;
  const context = requestContext(request, now, caller.signature.region);
  const call = { ...found, body: body.toString('utf8'), principal: caller.principal, directory, context, now };
  sendJson(response, 200, answerRest(call));
}
