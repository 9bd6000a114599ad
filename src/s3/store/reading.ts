import { setTimeout as delay } from 'node:timers/promises';
import { Cancelled } from '../../base/errors.js';
import type { Address } from '../../model/s3Address.js';
import type { ObjectFacts } from '../../model/s3Api.js';
import type { S3Failure } from './failures.js';
import { bodyError, S3Error, type S3Store } from './store.js';

/** How often a body that broke off is taken up again before the download fails. */
const MAX_RESUMES = 4;
const FIRST_PAUSE_MS = 200;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onFacts?: (facts: ObjectFacts) => void;
}

/**
 * The bytes of an object. A connection that breaks off is resumed where it stopped, and only on the same version
 * (Range and If-Match), so that two versions never mix.
 * @throws S3Error; Cancelled when the signal aborts.
 */
export async function* readObject(
  store: S3Store,
  { bucket, key }: Address,
  options: ReadOptions = {},
): AsyncGenerator<Buffer> {
  const { signal, onFacts } = options;
  let facts: ObjectFacts | undefined;
  let received = 0;
  for (let resumes = 0; ; resumes++) {
    try {
      const reply = await store.get({ bucket, key, from: received, ifMatch: facts?.etag, signal });
      if (facts === undefined) {
        facts = reply.facts;
        onFacts?.(facts);
      }
      for await (const chunk of abortable(reply.body, signal)) {
        received += chunk.length;
        yield chunk;
      }
      if (received !== facts.size) {
        throw Object.assign(new Error(`${received} of ${facts.size} bytes`), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
      }
      return;
    } catch (error) {
      const failure = bodyError(error, { action: 's3:GetObject', bucket, key }, store.session, signal);
      if (!isTransient(failure) || resumes >= MAX_RESUMES) {
        throw failure;
      }
      if (received === facts?.size) {
        return;
      }
      await pause(resumes, signal);
    }
  }
}

/** Once the reply has begun, the request no longer listens to the signal: the body has to. */
async function* abortable(body: ReadableBody, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const stop = () => body.destroy(new Cancelled());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted === true) {
      throw new Cancelled();
    }
    yield* body;
  } finally {
    signal?.removeEventListener('abort', stop);
    body.destroy();
  }
}

type ReadableBody = AsyncIterable<Buffer> & { destroy(error?: Error): unknown };

const RESUMABLE: ReadonlySet<S3Failure['kind']> = new Set(['interrupted', 'timeout', 'throttled'] as const);

export function isTransient(error: Error): boolean {
  return error instanceof S3Error && RESUMABLE.has(error.failure.kind);
}

/** Doubles each time, with jitter: between half and one and a half of it. */
export function pauseMs(attempt: number, random: number): number {
  return FIRST_PAUSE_MS * 2 ** attempt * (0.5 + random);
}

export async function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(pauseMs(attempt, Math.random()), undefined, signal === undefined ? {} : { signal }).catch(() => {
    throw new Cancelled();
  });
}
