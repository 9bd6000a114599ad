import { expect, it } from 'vitest';
import { isOwnProgram, keptLineIn, keptParameters } from '../../../../src/config/rules/ownProgram.js';

const ID = '0123456789abcdef0123456789abcdef';
const LINE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', id: ID };

it.each([
  ['/home/me/.config/Code/storage/lending/role-sessions-credentials'],
  ["'/home/me/an other editor/role-sessions-credentials'"],
  ['role-sessions-credentials.cmd'],
])('%s is our program, of whichever editor, and its line names the keys', (program) => {
  expect(isOwnProgram(program)).toBe(true);
  expect(keptLineIn(`${program} ${keptParameters(LINE).join(' ')}`)).toEqual(LINE);
});

it.each([
  '/bin/role-sessions-credentials --active',
  '/bin/role-sessions-credentials --role profile:dev',
  `/bin/role-sessions-credentials --keys ${ID}`,
  `/bin/role-sessions-credentials --keys AKIA ${ID} more`,
  '/bin/role-sessions-credentials --keys AKIA ../secret',
  `/bin/sh -c "role-sessions-credentials --keys AKIA ${ID}"`,
  `/bin/vault --keys AKIA ${ID}`,
  `role-sessions-credentials --keys AKIA '${ID}`,
  '',
])('%s names no keys of the secret storage', (command) => {
  expect(keptLineIn(command)).toBeUndefined();
});
