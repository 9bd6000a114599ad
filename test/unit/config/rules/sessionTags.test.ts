import { describe, expect, it } from 'vitest';
import { TYPED } from '../../../../src/base/place.js';
import type { Field } from '../../../../src/config/rules/fields.js';
import { checkTags, checkTransitiveKeys } from '../../../../src/config/rules/sessionTags.js';
import { outcome, refusalOf } from '../read.js';

const tag = (name: string, value: string): Field => ({ name, value, place: TYPED });
const tags = (pairs: readonly (readonly [string, string])[]) =>
  checkTags(pairs.map(([name, value]) => tag(name, value)));
const key = (value: string): Field => tag('transitiveTagKeys', value);

const many = (count: number) => Array.from({ length: count }, (_, index) => [`k${index}`, 'v'] as const);

describe('session tags', () => {
  it.each<[string, readonly (readonly [string, string])[], string]>([
    ['none', [], 'ok'],
    ['every character that AWS takes', [['Kosten stelle_.:/=+-@1', 'Größe 東京']], 'ok'],
    ['an empty value', [['a', '']], 'ok'],
    ['fifty', many(50), 'ok'],
    ['fifty-one', many(51), 'There are 51 session tags; AWS takes 50 at most.'],
    ['the longest', [['k'.repeat(128), 'v'.repeat(256)]], 'ok'],
    ['a key too long', [['k'.repeat(129), 'v']], 'has 129 characters; AWS takes 128'],
    ['a value too long', [['k', 'v'.repeat(257)]], '“k” has 257 characters; AWS takes 256'],
    ['an empty key', [['', 'v']], 'empty key'],
    ['AWS’s own prefix', [['AWS:x', 'v']], '“AWS:x” starts with “aws:”'],
    ['AWS’s own prefix further in', [['xaws:x', 'v']], 'ok'],
    [
      'a wrong character in the key',
      [['a,b', 'v']],
      '“a,b” has a character that AWS does not accept. Use only letters',
    ],
    ['a wrong character in the value', [['a', 'x\ny']], '“a” has a character that AWS does not accept'],
    [
      'the same key in another case',
      [
        ['Team', 'a'],
        ['team', 'b'],
      ],
      '“Team” and “team” have the same key',
    ],
  ])('%s', (_, pairs, expected) => {
    expect(outcome(tags(pairs))).toContain(expected);
  });

  it('are what is asked for, as it is written', () => {
    expect(
      tags([
        ['Team', 'a'],
        ['cost', ''],
      ]),
    ).toEqual({ ok: true, value: { Team: 'a', cost: '' } });
  });

  it('are told where one is too many or wrong', () => {
    const at = (line: number): Field => ({ name: `k${line}`, value: 'v', place: { kind: 'file', file: '/f', line } });
    const fields = Array.from({ length: 52 }, (_, index) => at(index + 1));
    expect(refusalOf(checkTags(fields)).place).toMatchObject({ line: 51 });
    expect(refusalOf(checkTags([at(1), { ...at(2), name: 'K1' }])).place).toMatchObject({ line: 2 });
    expect(refusalOf(checkTransitiveKeys([{ ...at(7), value: 'x' }], {})).place).toMatchObject({ line: 7 });
  });

  it('whose key is too long show its beginning', () => {
    expect(refusalOf(tags([[`${'k'.repeat(20)}${'x'.repeat(109)}`, 'v']])).hint).toBe(`Shorten “${'k'.repeat(20)}…”.`);
  });

  it.each<[readonly string[], string]>([
    [[], 'ok'],
    [['Team', 'cost'], 'ok'],
    [['nobody'], '“nobody” is not among the session tags. The tags are team, cost.'],
  ])('transitive keys %j: %s', (keys, expected) => {
    expect(outcome(checkTransitiveKeys(keys.map(key), { team: 'a', cost: 'b' }))).toContain(expected);
  });

  it('have nothing to choose from where there is no tag', () => {
    expect(refusalOf(checkTransitiveKeys([key('a')], {})).hint).toBe('Add it to the tags, or take it away.');
  });

  it('are spelled as the tags are, once', () => {
    expect(checkTransitiveKeys([key('TEAM'), key('team')], { Team: 'a' })).toEqual({ ok: true, value: ['Team'] });
  });
});
