import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { acquireLease } from '../../base/files/lease.js';
import { unlessQuick } from '../../base/waiting/unlessQuick.js';

const KEY = 'roleSessions.endpointKey';
const KEY_BYTES = 32;
/** A secret store may hang: then what was granted before is lost, and nothing else. */
const KEY_MS = 15_000;

/** Of the editor, for all windows of this machine. */
export interface KeyStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

interface Context {
  readonly secrets: KeyStore;
  readonly storage: string;
  readonly log: { warn(message: string, error: unknown): void };
}

/** By which all windows of this machine make their tokens; one of its own where it cannot be kept. */
export async function endpointKey({ secrets, storage, log }: Context): Promise<Buffer> {
  try {
    return (await kept(secrets)) ?? (await made(secrets, storage));
  } catch (error) {
    log.warn(
      'The key of the endpoint could not be kept: terminals lose their credentials by a reload of the window',
      error,
    );
    return randomBytes(KEY_BYTES);
  }
}

async function kept(secrets: KeyStore): Promise<Buffer | undefined> {
  const late = () => Promise.reject<string | undefined>(new Error('The secret store does not answer'));
  const text = await unlessQuick(Promise.resolve(secrets.get(KEY)), KEY_MS, late);
  const key = Buffer.from(text ?? '', 'base64url');
  return key.length === KEY_BYTES ? key : undefined;
}

/** Two windows may find none at once: the second takes what the first has made. */
async function made(secrets: KeyStore, storage: string): Promise<Buffer> {
  const lease = await acquireLease(join(storage, 'lending'), 'endpoint-key', AbortSignal.timeout(KEY_MS));
  try {
    const before = await kept(secrets);
    if (before !== undefined) {
      return before;
    }
    const key = randomBytes(KEY_BYTES);
    await unlessQuick(Promise.resolve(secrets.store(KEY, key.toString('base64url'))), KEY_MS, () => Promise.resolve());
    return key;
  } finally {
    await lease.release();
  }
}
