// A role that is chosen on the way: only the call can tell which session it is.
import { describe, expect, it } from 'vitest';
import { reduce } from '../../../../src/session/book/book.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { NOW } from '../../../support/samples.js';
import { adopted, after, begun, ended, given, live, opened, told } from './samples.js';

describe('a session that only the call can name', () => {
  it.each<[string, readonly BookEvent[], string]>([
    ['and becomes active', [begun('b', 2)], 'a: live, c: live | active c'],
    ['in the background', [begun('b', 2, false)], 'a: live, c: live | active a'],
    [
      'while another one is to become active',
      [begun('b', 2), begun('d', 3)],
      'a: live, d: opening…, c: live | active a | pending d',
    ],
    ['as one that is open', [adopted('c'), begun('b', 2)], 'a: live, c: live | active c'],
  ])('is under the name that it has, %s', (_, before, expected) => {
    const calling = after(before, NOW, live());
    const book = reduce(calling, opened('b', 2, given('c')), NOW);
    expect(told(book)).toBe(expected);
    expect(reduce(book, opened('b', 2, given('c', 2)), NOW)).toBe(book);
  });

  it('leaves what there was under the first name', () => {
    const again = after([begun('a', 2), opened('a', 2, given('c', 1))], NOW, live());
    expect(told(again)).toBe('a: live, c: live | active c');
    expect(again.entries.get('a')).toEqual(live().entries.get('a'));
  });

  it('is not taken where another window has newer ones', () => {
    const calling = after([adopted('c', given('c', 3)), begun('b', 2)], NOW, live());
    const book = reduce(calling, opened('b', 2, given('c', 2)), NOW);
    expect([told(book), book.entries.get('c')?.generation]).toEqual(['a: live, c: live | active a', 3]);
    const over = reduce(after([ended('c', 4), begun('b', 2)]), opened('b', 2, given('c', 4)), NOW);
    expect(told(over)).toBe('');
  });
});
