// What somebody has waited for goes on only with the credentials that there were as they began to.
import { expect, it } from 'vitest';
import { isSameCredentials, reduce } from '../../../../src/session/book/book.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { NOW } from '../../../support/samples.js';
import { adopted, after, begun, ended, failed, given, HOUR_MS, live, opened, refused, TICK } from './samples.js';

it.each<[string, readonly BookEvent[], boolean]>([
  ['as it was', [], true],
  ['under renewal', [begun('a', 2, false)], true],
  ['renewed in vain', [begun('a', 2, false), failed('a', 2)], true],
  ['renewed', [begun('a', 2, false), opened('a', 2, given('a', 2))], false],
  ['renewed by another window', [adopted('a', given('a', 2))], false],
  ['refused', [refused('a')], false],
  ['ended', [ended('a')], false],
  ['ended, and opened again', [ended('a'), begun('a', 2), opened('a', 2, given('a', 2))], false],
])('a session that is %s has the same credentials: %s', (_, events, is) => {
  const before = live();
  expect(isSameCredentials(before.entries.get('a')!, after(events, NOW, before).entries.get('a'))).toBe(is);
});

it('one that has expired has those that it had', () => {
  const before = live();
  expect(isSameCredentials(before.entries.get('a')!, reduce(before, TICK, NOW + HOUR_MS).entries.get('a'))).toBe(true);
});
