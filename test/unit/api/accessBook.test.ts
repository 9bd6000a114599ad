import { beforeEach, describe, expect, it } from 'vitest';
import type { ExtensionAccess } from '../../../src/api/access.js';
import { AccessBook } from '../../../src/api/accessBook.js';
import { FakeMemento } from './memento.js';

const TOOL = { id: 'acme.tool', name: 'Tool' };
const ANSWER = { id: 'session', arn: 'arn', title: 'prod', allowance: 'all', since: 5 } as const;

describe('what was said to extensions', () => {
  let memento: FakeMemento;
  let book: AccessBook;

  beforeEach(() => {
    memento = new FakeMemento();
    book = new AccessBook(memento);
  });

  it('is kept for each, and for all windows', async () => {
    await book.answer(TOOL, 'all', 1);
    await book.answer({ id: 'acme.other', name: 'Other' }, 'refused', 2);
    const inOther = new AccessBook(memento);
    expect(inOther.list().map(({ extension, allowance }) => [extension, allowance])).toEqual([
      ['acme.tool', 'all'],
      ['acme.other', 'refused'],
    ]);
    expect(inOther.of('acme.tool')).toEqual({
      extension: 'acme.tool',
      name: 'Tool',
      allowance: 'all',
      since: 1,
      production: [],
    });
    expect(inOther.of('acme.none')).toBeUndefined();
  });

  it('can be changed, and what was said of production stays', async () => {
    await book.answer(TOOL, 'all', 1);
    await book.answerProduction('acme.tool', ANSWER);
    await book.answer(TOOL, 'read-only', 7);
    expect(book.list()).toEqual([
      { extension: 'acme.tool', name: 'Tool', allowance: 'read-only', since: 7, production: [ANSWER] },
    ]);
  });

  it('of production is one answer for each session and identity', async () => {
    await book.answer(TOOL, 'all', 1);
    await book.answerProduction('acme.tool', ANSWER);
    await book.answerProduction('acme.tool', { ...ANSWER, arn: 'another' });
    await book.answerProduction('acme.tool', { ...ANSWER, allowance: 'refused' });
    const allowances = () => book.of('acme.tool')?.production.map(({ arn, allowance }) => [arn, allowance]);
    expect(allowances()).toEqual([
      ['another', 'all'],
      ['arn', 'refused'],
    ]);
    await book.withdrawProduction('acme.tool', ANSWER);
    expect(allowances()).toEqual([['another', 'all']]);
  });

  it('is taken back with all that was said of production, and of the other extensions it stays', async () => {
    await book.answer(TOOL, 'all', 1);
    await book.answerProduction('acme.tool', ANSWER);
    await book.answer({ id: 'acme.other', name: 'Other' }, 'all', 1);
    await book.withdraw('acme.tool');
    expect(book.of('acme.tool')).toBeUndefined();
    expect(book.list()).toHaveLength(1);
    await book.answerProduction('acme.tool', ANSWER);
    await book.withdrawProduction('acme.tool', ANSWER);
    expect(book.of('acme.tool')).toBeUndefined();
  });

  const whole: ExtensionAccess = {
    extension: 'acme.tool',
    name: 'Tool',
    allowance: 'all',
    since: 1,
    production: [ANSWER],
  };

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['no list', { ...whole }],
    ['a text', 'all'],
    ['nulls', [null, undefined]],
    ['no extension', [{ ...whole, extension: undefined }]],
    ['no name', [{ ...whole, name: 1 }]],
    ['an unknown allowance', [{ ...whole, allowance: 'everything' }]],
    ['no moment', [{ ...whole, since: 'today' }]],
    ['no answers', [{ ...whole, production: {} }]],
    ['half an answer', [{ ...whole, production: [{ ...ANSWER, arn: undefined }] }]],
    ['an answer without a title', [{ ...whole, production: [{ ...ANSWER, title: undefined }] }]],
    ['an answer without a session', [{ ...whole, production: [{ ...ANSWER, id: undefined }] }]],
    ['an answer of an unknown allowance', [{ ...whole, production: [{ ...ANSWER, allowance: true }] }]],
  ])('allows nothing where %s can be read', (_, kept) => {
    memento.kept.set('extensionAccess', kept);
    expect(book.list()).toEqual([]);
  });

  it('is read as it was kept', () => {
    memento.kept.set('extensionAccess', [whole]);
    expect(book.list()).toEqual([whole]);
  });
});
