// One request on its way through, whatever it is for.
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Directory } from '../iam/directory.js';
import type { Keyring } from '../iam/principal.js';
import { AwsError, type Clock, type RequestRecord, type S3Service } from '../types.js';
import type { Faults } from './faults.js';
import type { Draft } from './records.js';
import type { Service } from './render.js';
import type { ShapedResponse } from './response.js';
import type { SiteOperation, SiteRoutes } from './site.js';

export interface Front {
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly directory: Directory;
  readonly s3: S3Service;
  readonly sites: SiteRoutes;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ShapedResponse;
  readonly draft: Draft;
  /** A form has to be read before it tells which of the query APIs it is for. */
  service: Service;
  /** What the request is for where that is no signed API. */
  readonly site: SiteOperation | undefined;
  readonly requestId: string;
  /** Set by the fault that shortens sessions. */
  sessionSeconds?: number;
}

/** Condition keys of every request. Plain HTTP passes for TLS, which policies often ask for. */
export const requestContext = (
  request: IncomingMessage,
  now: number,
  region: string,
): Readonly<Record<string, string>> => ({
  'aws:SourceIp': (request.socket.remoteAddress ?? '').replace('::ffff:', ''),
  'aws:UserAgent': request.headers['user-agent'] ?? '',
  'aws:SecureTransport': 'true',
  'aws:RequestedRegion': region,
  'aws:ViaAWSService': 'false',
  'aws:PrincipalIsAWSService': 'false',
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
});

export const unknownAction = (name: string, version: string): AwsError =>
  new AwsError(
    400,
    'InvalidAction',
    `Could not find operation ${name} for version ${version || 'NO_VERSION_SPECIFIED'}`,
  );

/** Applies the fault that hits this operation; false when the request gets no answer. Throws the error it asks for. */
export async function meetFault(front: Front, exchange: Exchange): Promise<boolean> {
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
