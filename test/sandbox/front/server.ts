import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { authenticate } from '../authenticate.js';
import { s3Dialect } from '../dialect.js';
import { authorizer } from '../iam/authorize.js';
import { hostId, s3RequestId } from '../ids.js';
import { parseSignature, type Signable } from '../sigv4.js';
import { AwsError } from '../types.js';
import { openBody, payloadHashOf, readForm } from './body.js';
import { meetFault, requestContext, type Exchange, type Front } from './exchange.js';
import { s3Operation } from './operation.js';
import { handleQuery } from './query.js';
import { newDraft, recordable, toRecord, type Draft } from './records.js';
import { sendError, type Service } from './render.js';
import { handleRest, isRest } from './rest.js';
import { ShapedResponse } from './response.js';
import { readBody, recordableCall, sendReply, siteOf, type SiteOperation } from './site.js';
import { addressOf, parseTarget } from './target.js';

const isForm = (request: IncomingMessage): boolean =>
  request.method === 'POST' && (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** Signed requests name their service; unsigned ones are STS's when they bring a form or an Action. */
function serviceOf(request: IncomingMessage, signable: Signable): Service {
  const signature = parseSignature(signable);
  if (signature.kind === 'header' || signature.kind === 'query') {
    if (signature.service === 's3') return 's3';
    return isRest(signature.service, signable) ? 'rest' : 'sts';
  }
  return isForm(request) || signable.query.some(([name]) => name === 'Action') ? 'sts' : 's3';
}

function signedFor(signable: Signable): Draft['scope'] {
  const signature = parseSignature(signable);
  if (signature.kind !== 'header' && signature.kind !== 'query') return undefined;
  const { accessKeyId, region, service } = signature;
  return { accessKeyId, region, service };
}

const SIGNATURE_PARAMETERS =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/** Presigned URLs carry x-amz- headers in the query. */
const hoistedHeaders = (signable: Signable): Record<string, string> =>
  Object.fromEntries(
    signable.query
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => name.startsWith('x-amz-') && !SIGNATURE_PARAMETERS.test(name)),
  );

async function handleS3(front: Front, exchange: Exchange, signable: Signable): Promise<void> {
  const { request, response, draft, requestId } = exchange;
  const method = signable.method;
  const address = addressOf(request.headers.host ?? '', signable.rawPath);
  const query = new Map(signable.query.filter(([name]) => !/^x-(amz-|id$)/i.test(name)));
  const headers = { ...hoistedHeaders(signable), ...request.headers };
  draft.bucket = address.bucket;
  draft.key = address.key === '' ? undefined : address.key;
  draft.operation = s3Operation({ method, ...address, query, headers });
  draft.parameters = recordable(query);
  if (!(await meetFault(front, exchange))) return;
  const now = front.clock.now();
  const signature = parseSignature(signable);
  if (signature.kind === 'none') throw s3Dialect.unsigned();
  if (signature.kind === 'unsupported') throw s3Dialect.unsupported();
  const payloadHash = payloadHashOf(request, signature.kind === 'query');
  const caller = authenticate(signable, payloadHash, { dialect: s3Dialect, keyring: front.keyring, now });
  draft.callerArn = caller.principal.arn;
  const body = openBody(request, payloadHash, caller);
  // Bytes that nobody read would block the connection's next request.
  response.once('finish', () => request.unpipe().resume());
  await front.s3.handle(
    {
      method,
      ...address,
      query,
      headers,
      body: body.stream,
      contentLength: body.contentLength,
      trailers: body.trailers,
      accountId: caller.principal.accountId,
      callerArn: caller.principal.arn,
      region: caller.signature.region,
      now,
      authorize: authorizer(front.directory.authority, {
        principal: caller.principal,
        requestContext: requestContext(request, now, caller.signature.region),
        guardOf: (bucket) => front.s3.guardOf(bucket),
        now,
      }),
      requestId,
    },
    response,
  );
}

async function handleSite(front: Front, exchange: Exchange, signable: Signable, site: SiteOperation): Promise<void> {
  const { request, response, draft } = exchange;
  const { headers } = request;
  const sent = readBody(headers, signable.query, (await readForm(request)).toString('utf8'));
  draft.operation = site.name;
  draft.parameters = recordableCall(sent);
  if (!(await meetFault(front, exchange))) return;
  const { sessionSeconds } = exchange;
  const origin = `http://${headers.host ?? ''}`;
  sendReply(response, await site.answer({ headers, ...sent, origin, now: front.clock.now(), sessionSeconds }));
}

function fail(exchange: Exchange, error: unknown): void {
  const { response, draft, request } = exchange;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (!(error instanceof AwsError)) console.error(error);
  const known =
    error instanceof AwsError
      ? error
      : new AwsError(500, 'InternalError', 'We encountered an internal error. Please try again.');
  draft.errorCode = known.code;
  if (exchange.site) sendReply(response, exchange.site.refuse(known));
  else sendError(response, known, { ...exchange, method: request.method ?? 'GET' });
}

function readLine(request: IncomingMessage): Signable | AwsError {
  const { headers, method = 'GET', url = '/' } = request;
  try {
    return { method, headers, ...parseTarget(url) };
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** A form tells by itself whether it is for STS or IAM. */
const HANDLERS = { s3: handleS3, sts: handleQuery, iam: handleQuery, rest: handleRest } as const;

async function handle(front: Front, request: IncomingMessage, response: ShapedResponse): Promise<void> {
  const signable = readLine(request);
  const site = signable instanceof AwsError ? undefined : siteOf(front.sites, signable);
  const service = signable instanceof AwsError ? 's3' : site ? 'sts' : serviceOf(request, signable);
  const requestId = service === 's3' ? s3RequestId() : randomUUID();
  const draft = newDraft();
  if (!(signable instanceof AwsError)) draft.scope = signedFor(signable);
  const exchange: Exchange = { request, response, draft, requestId, service, site };
  response.onHead = (status) => front.requests.push(toRecord(draft, status));
  response.sendDate = false;
  response.setHeader('Date', new Date(front.clock.now()).toUTCString());
  response.setHeader(service === 's3' ? 'x-amz-request-id' : 'x-amzn-RequestId', requestId);
  if (service === 's3') response.setHeader('x-amz-id-2', hostId());
  try {
    if (signable instanceof AwsError) throw signable;
    if (site) await handleSite(front, exchange, signable, site);
    else await HANDLERS[service](front, exchange, signable);
  } catch (error) {
    fail(exchange, error);
  }
}

export const createFront = (front: Front): Server =>
  createServer({ ServerResponse: ShapedResponse, keepAliveTimeout: 60_000 }, (request, response) => {
    void handle(front, request, response);
  });
