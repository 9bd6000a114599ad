import * as l10n from '../../base/l10n.js';
import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { UserError } from '../../base/errors.js';
import type { Address } from '../../model/s3Address.js';
import type { WriteCondition } from '../../model/s3Api.js';
import { localError } from './download.js';
import { sizeText } from '../names/labels.js';
import { isTransient, pause } from '../store/reading.js';
import type { S3Store } from '../store/store.js';

/** PutObject's limit; larger objects need a multipart upload. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;
const MAX_ATTEMPTS = 3;

export interface UploadOptions {
  readonly contentType: string;
  readonly condition: WriteCondition;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of this attempt handed to the connection so far. */
  readonly onSent?: (sent: number) => void;
}

/**
 * Bytes of a file that can be uploaded.
 * @throws UserError for what is no file, cannot be read, or is over 5 GiB.
 */
export async function uploadSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw localError(error, path);
  });
  if (!found.isFile()) {
    throw new UserError(l10n.t('{0} is not a file.', path));
  }
  if (found.size > MAX_PUT_BYTES) {
    throw new UserError(
      l10n.t(
        '{0} is {1}. Files over {2} cannot be uploaded here yet; use "aws s3 cp" in a terminal of this role.',
        path,
        sizeText(found.size),
        sizeText(MAX_PUT_BYTES),
      ),
    );
  }
  return found.size;
}

/**
 * Streams a file to an object with one PutObject, again from the start when the connection broke off.
 * @throws S3Error, of kind "changed" where the condition does not hold; Cancelled when the signal aborts.
 */
export async function uploadFile(path: string, store: S3Store, object: Address, options: UploadOptions): Promise<void> {
  // A body that has been streamed cannot follow a redirect.
  await store.bucketRegion(object.bucket, options.signal).catch(() => undefined);
  for (let attempt = 1; ; attempt++) {
    try {
      await putOnce(path, store, object, options);
      return;
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !(error instanceof Error) || !isTransient(error)) {
        throw error;
      }
      await pause(attempt, options.signal);
    }
  }
}

async function putOnce(path: string, store: S3Store, object: Address, options: UploadOptions): Promise<void> {
  const { contentType, condition, signal } = options;
  const length = await uploadSize(path);
  if (length === 0) {
    await store.put({ ...object, body: new Uint8Array(), length, contentType, condition, signal });
    return;
  }
  const unreadable = new AbortController();
  const file = createReadStream(path, { end: length - 1 });
  // The request would wait for the rest for ever: reading errors do not travel along a pipe.
  file.once('error', (error) => unreadable.abort(error));
  const either = signal === undefined ? unreadable.signal : AbortSignal.any([signal, unreadable.signal]);
  const body = counting(file, options.onSent);
  try {
    await store.put({ ...object, body, length, contentType, condition, signal: either });
  } catch (error) {
    throw unreadable.signal.aborted ? localError(unreadable.signal.reason, path) : error;
  } finally {
    file.destroy();
    body.destroy();
  }
}

function counting(file: ReadStream, onSent?: (sent: number) => void): Transform {
  let sent = 0;
  return file.pipe(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sent += chunk.length;
        onSent?.(sent);
        done(null, chunk);
      },
    }),
  );
}
