import { expect, it } from 'vitest';
import { compareWho, differenceBetween } from '../../../../src/session/book/samePerson.js';
import { liveSession } from '../../../support/samples.js';

const ANNA = 'arn:aws:iam::123456789012:user/anna';
const by = (principal: string | undefined) => liveSession({ principal });

it.each([
  [ANNA, ANNA, 'same', 'same'],
  [ANNA, 'bob', 'another', 'another'],
  [ANNA, undefined, 'unknown', 'unknown'],
  [undefined, ANNA, 'same', 'unknown'],
  [undefined, undefined, 'same', 'unknown'],
])('who was %s and is %s: %s with keys of a file, %s where anybody may sign in', (before, after, keys, anybody) => {
  expect(compareWho(by(before), by(after), false)).toBe(keys);
  expect(compareWho(by(before), by(after), true)).toBe(anybody);
});

it('one who is unknown is named as that', () => {
  const { arn } = liveSession().identity;
  expect(differenceBetween(by(ANNA), by(undefined))).toEqual([
    `${arn} (${ANNA})`,
    `${arn} (it is unknown who signed in)`,
  ]);
});
