// What the user has said "always" to, as it is kept.
import { describe, expect, it } from 'vitest';
import { AllowedRoles, type AllowedRole } from '../../../../src/session/folderRoles/allowed.js';
import { Store } from '../store.js';

const DEV: AllowedRole = {
  owner: 'file:///infra',
  role: 'dev',
  roleId: 'profile:dev',
  arn: 'arn:aws:iam::123456789012:role/dev',
  source: '0123456789abcdef',
};
const others = Object.keys(DEV).map((field): AllowedRole => ({ ...DEV, [field]: 'another' }));

describe('roles that are always given', () => {
  it('are each kept once, and taken back alone', async () => {
    const store = new Store();
    const allowed = new AllowedRoles(store);
    for (const one of [DEV, ...others, DEV]) await allowed.add(one);
    expect(new AllowedRoles(store).list()).toEqual([...others, DEV]);
    await allowed.remove([DEV, others[0]!]);
    expect(allowed.list()).toEqual(others.slice(1));
  });

  it.each([undefined, null, 'all', { ...DEV }, [null, 'dev', { ...DEV, arn: undefined }, {}]])(
    'are none where %j was kept',
    (kept) => {
      const store = new Store();
      store.values.set('allowedFolderRoles', kept);
      expect(new AllowedRoles(store).list()).toEqual([]);
    },
  );
});
