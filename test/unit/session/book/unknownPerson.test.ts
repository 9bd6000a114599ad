import { expect, it } from 'vitest';
import { differenceBetween, isSamePerson } from '../../../../src/session/book/samePerson.js';
import { liveSession } from '../../../support/samples.js';

const ANNA = 'arn:aws:iam::123456789012:user/anna';
const by = (principal: string | undefined) => liveSession({ principal });

it.each([
  [ANNA, ANNA, true],
  [ANNA, undefined, false],
  [undefined, ANNA, true],
  [undefined, undefined, true],
])('who was %s and is %s: the same is %s', (before, after, same) => {
  expect(isSamePerson(by(before), by(after))).toBe(same);
});

it('one who is unknown is named as that', () => {
  const { arn } = liveSession().identity;
  expect(differenceBetween(by(ANNA), by(undefined))).toEqual([
    `${arn} (${ANNA})`,
    `${arn} (it is unknown who signed in)`,
  ]);
});
