import { expect, it } from 'vitest';
import { choosesByFolder } from '../../../../src/terminals/environment/byFolder.js';

it.each([
  ['1.99.3', false, true],
  ['1.99.3', true, false],
  ['1.109.0-insider', true, false],
  ['1.110.0', true, true],
  ['1.139.1', true, true],
  ['2.0.0', true, true],
])('the editor %s (remote: %s) chooses variables by a terminal’s folder: %s', (version, isRemote, chooses) => {
  expect(choosesByFolder(version, isRemote)).toBe(chooses);
});
