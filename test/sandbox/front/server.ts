import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate, type Verified } from '../authenticate.js';
import { s3Dialect, stsDialect } from '../dialect.js';
import { authorizer } from '../iam/authorize.js';
import type { Directory } from '../iam/directory.js';
import type { Keyring } from '../iam/principal.js';
import { hostId, s3RequestId } from '../ids.js';
import { parseSignature, sha256, type Signable } from '../sigv4.js';
import { answerSts, unknownAction } from '../sts/index.js';
import { AwsError, type Clock, type RequestRecord, type S3Service } from '../types.js';
import { openBody, payloadHashOf, readForm } from './body.js';
import type { Faults } from './faults.js';
import { s3Operation } from './operation.js';
import { newDraft, recordable, toRecord, withheldNames, type Draft } from './records.js';
import { sendError, sendXml, type Service } from './render.js';
import { ShapedResponse } from './response.js';
import { readBody, recordableCall, sendReply, siteOf, type SiteOperation, type SiteRoutes } from './site.js';
import { addressOf, parsePairs, parseTarget } from './target.js';

export interface Front {
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly directory: Directory;
  readonly s3: S3Service;
  readonly sites: SiteRoutes;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
}

/** One request on its way through. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ShapedResponse;
  readonly draft: Draft;
  readonly service: Service;
  /** What the request is for where that is no signed API. */
  readonly site: SiteOperation | undefined;
  readonly requestId: string;
  /** Set by the fault that shortens sessions. */
  sessionSeconds?: number;
}

const isForm = (request: IncomingMessage): boolean =>
  request.method === 'POST' && (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** Signed requests name their service; unsigned ones are STS's when they bring a form or an Action. */
function serviceOf(request: IncomingMessage, signable: Signable): Service {
  const signature = parseSignature(signable);
  if (signature.kind === 'header' || signature.kind === 'query') return signature.service === 's3' ? 's3' : 'sts';
  return isForm(request) || signable.query.some(([name]) => name === 'Action') ? 'sts' : 's3';
}

function signedFor(signable: Signable): Draft['scope'] {
  const signature = parseSignature(signable);
  if (signature.kind !== 'header' && signature.kind !== 'query') return undefined;
  const { accessKeyId, region, service } = signature;
  return { accessKeyId, region, service };
}

/** sts.amazonaws.com, and here its name without a region too. */
const isGlobalSts = ({ headers }: IncomingMessage): boolean =>
  /^sts\.(amazonaws\.com|localhost)(:\d+)?$/i.test(headers.host ?? '');

const requestContext = (request: IncomingMessage, now: number): Readonly<Record<string, string>> => ({
  'aws:SourceIp': (request.socket.remoteAddress ?? '').replace('::ffff:', ''),
  'aws:UserAgent': request.headers['user-agent'] ?? '',
  'aws:SecureTransport': 'false',
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
});

const SIGNATURE_PARAMETERS =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/** Presigned URLs carry x-amz- headers in the query. */
const hoistedHeaders = (signable: Signable): Record<string, string> =>
  Object.fromEntries(
    signable.query
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => name.startsWith('x-amz-') && !SIGNATURE_PARAMETERS.test(name)),
  );

/** Applies the fault that hits this operation; false when the request gets no answer. Throws the error it asks for. */
async function meetFault(front: Front, exchange: Exchange): Promise<boolean> {
  const { draft, response } = exchange;
  const effect = front.faults.take(draft.operation);
  switch (effect?.kind) {
    case undefined:
      return true;
    case 'latency':
      await sleep(effect.ms);
      return true;
    case 'hang':
      return false;
    case 'error':
      throw new AwsError(effect.status, effect.code, effect.message);
    case 'reset':
    case 'slow':
      response.shape = effect;
      return true;
    case 'brief':
      exchange.sessionSeconds = effect.seconds;
      return true;
    case 'unknown-action':
      throw unknownAction(draft.operation, draft.parameters['Version'] ?? '');
  }
}

async function handleSts(front: Front, exchange: Exchange, signable: Signable): Promise<void> {
  const { request, response, draft, requestId } = exchange;
  const body = await readForm(request);
  const parameters = new Map(request.method === 'POST' ? parsePairs(body.toString('utf8')) : signable.query);
  draft.operation = parameters.get('Action') ?? 'Unknown';
  draft.parameters = recordable(parameters);
  draft.withheld = withheldNames(parameters);
  if (!(await meetFault(front, exchange))) return;
  const now = front.clock.now();
  const { keyring, directory } = front;
  const verify = (): Verified => {
    const caller = authenticate(signable, sha256(body), { dialect: stsDialect, keyring, now });
    draft.callerArn = caller.principal.arn;
    return caller;
  };
  const { sessionSeconds } = exchange;
  const context = requestContext(request, now);
  const call = { parameters, context, directory, keyring, now, sessionSeconds, global: isGlobalSts(request) };
  sendXml(response, 'sts', 200, await answerSts(call, verify, requestId));
}

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
      authorize: authorizer(caller.principal, requestContext(request, now)),
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

async function handle(front: Front, request: IncomingMessage, response: ShapedResponse): Promise<void> {
  const signable = readLine(request);
  const site = signable instanceof AwsError ? undefined : siteOf(front.sites, signable);
  const service = signable instanceof AwsError ? 's3' : site ? 'sts' : serviceOf(request, signable);
  const requestId = service === 'sts' ? randomUUID() : s3RequestId();
  const draft = newDraft();
  if (!(signable instanceof AwsError)) draft.scope = signedFor(signable);
  const exchange: Exchange = { request, response, draft, requestId, service, site };
  response.onHead = (status) => front.requests.push(toRecord(draft, status));
  response.sendDate = false;
  response.setHeader('Date', new Date(front.clock.now()).toUTCString());
  response.setHeader(service === 'sts' ? 'x-amzn-RequestId' : 'x-amz-request-id', requestId);
  if (service === 's3') response.setHeader('x-amz-id-2', hostId());
  try {
    if (signable instanceof AwsError) throw signable;
    if (site) await handleSite(front, exchange, signable, site);
    else await (service === 'sts' ? handleSts : handleS3)(front, exchange, signable);
  } catch (error) {
    fail(exchange, error);
  }
}

export const createFront = (front: Front): Server =>
  createServer({ ServerResponse: ShapedResponse, keepAliveTimeout: 60_000 }, (request, response) => {
    void handle(front, request, response);
  });
