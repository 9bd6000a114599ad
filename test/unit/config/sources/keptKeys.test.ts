import { expect, it, vi } from 'vitest';
import { forgetKept, keepKeys, readKeptKeys } from '../../../../src/config/sources/keptKeys.js';
import { KeptSecrets } from '../../../support/keptSecrets.js';

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'MARKED' };

it('what is kept is read by its id alone, and is gone once it is forgotten', async () => {
  const store = new KeptSecrets();
  const { accessKeyId, id } = await keepKeys(store, KEYS);
  expect(accessKeyId).toBe(KEYS.accessKeyId);
  expect(await readKeptKeys(store, id)).toEqual(KEYS);
  expect((await keepKeys(store, KEYS)).id).not.toBe(id);
  await forgetKept(store, id);
  expect(await readKeptKeys(store, id)).toBeUndefined();
});

it.each(['not JSON MARKED', 'null', '{"accessKeyId":1}'])('%s is no pair of keys', async (text) => {
  const store = new KeptSecrets();
  const { id } = await keepKeys(store, KEYS);
  store.all.set(`roleSessions.keys.${id}`, text);
  expect(await readKeptKeys(store, id)).toBeUndefined();
});

it('a storage that does not give back what it was given is refused, without the secret in the words', async () => {
  const store = new KeptSecrets();
  store.store = () => Promise.resolve();
  await expect(keepKeys(store, KEYS)).rejects.toThrow('does not give back');
  store.store = () => Promise.reject(new Error('MARKED'));
  await expect(keepKeys(store, KEYS)).rejects.toThrow('The secret storage of the editor does not answer.');
});

it('a storage that hangs is not waited for without an end', async () => {
  vi.useFakeTimers();
  const reading = readKeptKeys({ get: () => new Promise(() => undefined) }, '0'.repeat(32));
  const refused = expect(reading).rejects.toThrow('does not answer');
  await vi.advanceTimersByTimeAsync(15_000);
  await refused;
  vi.useRealTimers();
});
