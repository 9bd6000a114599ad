import { expect, it } from 'vitest';
import { variable } from '../../../src/model/environment.js';

it.each([
  [['A'], 'a'],
  [['EMPTY', 'A'], 'a'],
  [['MISSING', 'B', 'A'], 'b'],
  [['EMPTY'], undefined],
  [['MISSING'], undefined],
])('of %j the first that is set to something', (names, value) => {
  const variables = { A: 'a', B: 'b', EMPTY: '', MISSING: undefined };
  expect(variable({ variables, userName: '', hostName: '', homeDirectory: '' }, ...names)).toBe(value);
});
