import { expect, it } from 'vitest';
import { isBusy, unlessBusy } from '../../../../src/base/files/busy.js';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

it.each<[string, unknown, boolean]>([
  ['EPERM', coded('EPERM'), true],
  ['EBUSY', coded('EBUSY'), true],
  ['EACCES', coded('EACCES'), true],
  ['what lies behind it', new Error('No.', { cause: coded('EPERM') }), true],
  ['ENOENT', coded('ENOENT'), false],
  ['no reason', new Error('No.'), false],
  ['no error', 'EPERM', false],
])('busy by %s: %s, %s', (_, error, expected) => {
  expect(isBusy(error)).toBe(expected);
});

it.each([
  [0, 'EBUSY', 'had', 1],
  [5, 'EBUSY', 'had', 6],
  [6, 'EBUSY', 'EBUSY', 6],
  [1, 'ENOENT', 'ENOENT', 1],
])('what fails %i times with %s: %s after %i', async (failures, code, outcome, expected) => {
  let tries = 0;
  const use = () => ((tries += 1) <= failures ? Promise.reject(coded(code)) : Promise.resolve('had'));
  expect(await unlessBusy(use).catch((error: unknown) => String(Reflect.get(error as Error, 'code')))).toBe(outcome);
  expect(tries).toBe(expected);
});
