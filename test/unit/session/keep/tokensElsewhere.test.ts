import { expect, it, vi } from 'vitest';
import { TokenVault } from '../../../../src/session/keep/tokenVault.js';
import { SECRET, TOKEN } from '../../../support/samples.js';
import { useFolder } from '../folder.js';
import { Store } from '../store.js';

const folder = useFolder();

it('session tokens of another machine, which shares the secret store, are not used or listed: nothing here could forget them', async () => {
  const secrets = new Store();
  const openVault = () => new TokenVault(secrets, folder(), () => undefined);
  const credentials = {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: SECRET,
    sessionToken: TOKEN,
    expiration: Date.now() + 3_600_000,
    clockOffsetMs: 0,
  };
  const vault = openVault();
  let heard = 0;
  vault.onDidChange(() => (heard += 1));
  await new TokenVault(secrets, `${folder()}-remote`, () => undefined).write('a', credentials);
  await vi.waitFor(() => expect(heard).toBe(1));
  expect([vault.list(), await vault.read('a'), vault.secrets()]).toEqual([[], undefined, []]);
  await vault.write('a', credentials);
  expect(await openVault().read('a')).toEqual(credentials);
  expect(await vault.forget(Date.now())).toBe(1);
  expect(await openVault().read('a')).toBeUndefined();
});
