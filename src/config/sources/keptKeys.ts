import { randomBytes } from 'node:crypto';
import { UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { unlessQuick } from '../../base/waiting/unlessQuick.js';
import { isKeptId, keptLineIn, type KeptLine } from '../rules/ownProgram.js';
import { lookUp, type Profile } from '../files/profiles.js';
import { leafKind } from './leaf.js';

/** The editor's SecretStorage, as far as long-term keys need it. */
export interface KeptKeysStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface KeptKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A keyring that wants to be unlocked first may take its time; one that hangs must not hang whoever asks. */
const PATIENCE_MS = 15_000;

/** @throws UserError where the secret storage fails or hangs */
export async function readKeptKeys(store: Pick<KeptKeysStore, 'get'>, id: string): Promise<KeptKeys | undefined> {
  return isKeptId(id) ? parsed(await inTime(store.get(nameOf(id)))) : undefined;
}

/**
 * Keeps the keys, and reads them back: only then may they be taken away elsewhere.
 * @throws UserError where they are not there afterwards
 */
export async function keepKeys(store: KeptKeysStore, keys: KeptKeys): Promise<KeptLine> {
  const id = randomBytes(16).toString('hex');
  const { accessKeyId, secretAccessKey } = keys;
  await inTime(store.store(nameOf(id), JSON.stringify({ accessKeyId, secretAccessKey })));
  const read = await readKeptKeys(store, id);
  if (read?.accessKeyId !== accessKeyId || read.secretAccessKey !== secretAccessKey) {
    throw new UserError(l10n.t('The secret storage of the editor does not give back what is put into it.'));
  }
  return { accessKeyId, id };
}

/** @throws UserError where the secret storage fails or hangs */
export async function forgetKept(store: Pick<KeptKeysStore, 'delete'>, id: string): Promise<void> {
  await inTime(store.delete(nameOf(id)));
}

/** The line of a profile that has its credentials by it, and not by another that comes before. */
export function keptLineOf(profile: Profile): KeptLine | undefined {
  return leafKind(profile) === 'kept-keys' ? keptLineIn(lookUp(profile, 'credential_process')?.value ?? '') : undefined;
}

function nameOf(id: string): string {
  return `roleSessions.keys.${id}`;
}

function parsed(text: string | undefined): KeptKeys | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const { accessKeyId, secretAccessKey } = { ...(JSON.parse(text) as Partial<KeptKeys> | null) };
    return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string'
      ? { accessKeyId, secretAccessKey }
      : undefined;
  } catch {
    return undefined; // an error of JSON would quote it
  }
}

async function inTime<T>(answer: PromiseLike<T>): Promise<T> {
  const late = () => Promise.reject<T>(new Error('The secret store does not answer'));
  try {
    return await unlessQuick(Promise.resolve(answer), PATIENCE_MS, late);
  } catch (error) {
    throw new UserError(l10n.t('The secret storage of the editor does not answer.'), { cause: error });
  }
}
