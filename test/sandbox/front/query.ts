// STS and IAM, which share a protocol: a form with an Action and a Version.
import type { IncomingMessage } from 'node:http';
import { authenticate, type Scope, type Verified } from '../authenticate.js';
import { stsDialect } from '../dialect.js';
import { answerIam, IAM_VERSION } from '../iamApi/index.js';
import { parseSignature, sha256, type Signable } from '../sigv4.js';
import { answerSts } from '../sts/index.js';
import { readForm } from './body.js';
import { meetFault, requestContext, type Exchange, type Front } from './exchange.js';
import { recordable, withheldNames } from './records.js';
import { sendXml } from './render.js';
import { parsePairs } from './target.js';

/** sts.amazonaws.com, and here its name without a region too. */
const isGlobalSts = ({ headers }: IncomingMessage): boolean =>
  /^sts\.(amazonaws\.com|localhost)(:\d+)?$/i.test(headers.host ?? '');

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
/** IAM has one region in each partition. */
const IAM_REGION = /^(us-east-1|cn-north-1|us-gov-west-1)$/;

/** The region that a host is of, where it names one. */
const hostRegion = ({ headers }: IncomingMessage): string | undefined =>
  /^sts[.-]([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|localhost)(?::\d+)?$/i.exec(headers.host ?? '')?.[1];

function scopeOf(request: IncomingMessage, service: 'sts' | 'iam'): Scope {
  if (service === 'iam') return { service, takes: (region) => IAM_REGION.test(region) };
  const region = isGlobalSts(request) ? 'us-east-1' : hostRegion(request);
  return { service, takes: (signed) => (region === undefined ? REGION.test(signed) : signed === region) };
}

const signedRegion = (signable: Signable): string => {
  const signature = parseSignature(signable);
  return signature.kind === 'header' || signature.kind === 'query' ? signature.region : 'us-east-1';
};

export async function handleQuery(front: Front, exchange: Exchange, signable: Signable): Promise<void> {
  const { request, response, draft, requestId } = exchange;
  const body = await readForm(request);
  const parameters = new Map(request.method === 'POST' ? parsePairs(body.toString('utf8')) : signable.query);
  const service = parameters.get('Version') === IAM_VERSION ? 'iam' : 'sts';
  exchange.service = service;
  draft.operation = parameters.get('Action') ?? 'Unknown';
  draft.parameters = recordable(parameters);
  draft.withheld = withheldNames(parameters);
  if (!(await meetFault(front, exchange))) return;
  const now = front.clock.now();
  const { keyring, directory } = front;
  const scope = scopeOf(request, service);
  const verify = (): Verified => {
    const caller = authenticate(signable, sha256(body), { dialect: stsDialect, keyring, now, scope });
    draft.callerArn = caller.principal.arn;
    return caller;
  };
  const { sessionSeconds } = exchange;
  const context = requestContext(request, now, signedRegion(signable));
  const call = { parameters, context, directory, keyring, now, sessionSeconds, global: isGlobalSts(request) };
  const answer = service === 'iam' ? answerIam(call, verify, requestId) : await answerSts(call, verify, requestId);
  sendXml(response, service, 200, answer);
}
