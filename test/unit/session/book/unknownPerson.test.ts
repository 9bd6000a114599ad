import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { reduce } from '../../../../src/session/book/book.js';
import { compareWho, differenceBetween } from '../../../../src/session/book/samePerson.js';
import { liveSession, NOW, plan, PROCESS } from '../../../support/samples.js';
import { adopted, after, begun, given, live, opened, refused, told } from './samples.js';

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

describe('what another window has', () => {
  it('is nobody known to be the same, where anybody may sign in, and nobody knows who did before', () => {
    const unknown = { principal: undefined };
    const before = (by: Plan) => after([begun('a', 1), opened('a', 1, { ...given('a', 1, unknown), plan: by })]);
    const next = (by: Plan) => adopted('a', { ...given('a', 2, { principal: 'ada' }), plan: by });
    const changing = plan({ source: PROCESS });
    expect(told(reduce(before(changing), next(changing), NOW))).toBe('a: live');
    expect(told(reduce(before(plan()), next(plan()), NOW))).toBe('a: live | active a');
  });

  it('is compared with who it was before it was refused', () => {
    const failing = after([begun('a', 2, false), refused('a')], NOW, live());
    expect(failing.entries.get('a')?.state).toMatchObject({ expected: { principal: 'AKIAEXAMPLE' } });
    expect(told(reduce(failing, adopted('a', given('a', 2, { principal: 'bob' })), NOW))).toBe('a: live');
    expect(told(reduce(failing, adopted('a', given('a', 2)), NOW))).toBe('a: live | active a');
  });
});
