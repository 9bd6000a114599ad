import { describe, expect, it } from 'vitest';
import { givenIn, givingAll, givingOf, holdingIn, isSameGiving } from '../../../../src/terminals/environment/giving.js';
import { heldOf, NONE, UNKNOWN } from '../../../../src/identity/holding.js';
import { liveSession, roleRef } from '../../../support/samples.js';

const dev = heldOf(liveSession({ id: 'dev', role: roleRef('dev') }));
const prod = heldOf(liveSession({ id: 'prod', role: roleRef('prod') }));
const none = new Map<string, never>();

describe('what new shells are given', () => {
  it('is the folder’s where it has its own, and the window’s elsewhere', () => {
    const giving = givingOf(1, dev, new Map([['two', prod]]), ['one', 'two']);
    expect(['one', 'two', 'gone'].map((folder) => holdingIn(giving, folder))).toEqual([dev, prod, dev]);
  });

  it.each([
    ['they differ', ['one', 'two'], UNKNOWN],
    ['all have it', ['two', 'three'], prod],
    ['one is there alone', ['two'], prod],
    ['there is none', [], dev],
  ])('is in a folder that nobody knows what all have in common: %s', (_, all, common) => {
    const giving = givingOf(1, dev, new Map([['two', prod], ['three', prod]]), all); // prettier-ignore
    expect(holdingIn(giving, undefined)).toBe(common);
  });

  it('is told with the moments since when it is', () => {
    const history = [givingAll(-Infinity, NONE), givingOf(5, dev, new Map([['two', prod]]), ['one', 'two'])];
    expect(givenIn(history, 'two')).toEqual([
      { since: -Infinity, holding: NONE },
      { since: 5, holding: prod },
    ]);
    expect(givenIn(history, undefined).at(-1)).toEqual({ since: 5, holding: UNKNOWN });
  });

  it('is the same whenever it is given, and in whatever order', () => {
    const both = new Map([['one', dev], ['two', prod]]); // prettier-ignore
    const turned = new Map([...both].reverse());
    expect(isSameGiving(givingOf(1, dev, both, ['one']), givingOf(2, dev, turned, ['one']))).toBe(true);
    expect(isSameGiving(givingOf(1, dev, none, []), givingOf(1, prod, none, []))).toBe(false);
    expect(isSameGiving(givingOf(1, dev, both, []), givingOf(1, dev, none, []))).toBe(false);
    expect(isSameGiving(givingOf(1, dev, both, ['one']), givingOf(1, dev, both, ['two']))).toBe(false);
    expect(
      isSameGiving(givingOf(1, dev, new Map([['a', prod]]), []), givingOf(1, dev, new Map([['b', prod]]), [])),
    ).toBe(false);
  });
});
