import { describe, expect, it } from 'vitest';
import type { SessionAct } from '../../../../src/model/sessionAct.js';
import { actOf } from '../../../../src/session/book/act.js';
import { reduce, type Book } from '../../../../src/session/book/book.js';
import type { BookEvent, Opened } from '../../../../src/session/book/events.js';
import { hop, NOW, plan, roleRef, scope, SECRET, TOKEN } from '../../../support/samples.js';
import {
  adopted,
  after,
  begun,
  cancelled,
  ended,
  expired,
  failed,
  given,
  live,
  opened,
  opening,
  OPENING,
  refused,
  TICK,
  used,
} from './samples.js';

type OpenedEvent = Extract<BookEvent, { kind: 'opened' }>;

const ours = (what: Opened = given('a'), more: Partial<OpenedEvent> = {}): BookEvent => ({
  ...(opened('a', 1, what) as OpenedEvent),
  isOurs: true,
  ...more,
});
const here = (event: BookEvent): BookEvent => ({ ...event, isHere: true }) as BookEvent;
const act = (book: Book, event: BookEvent): SessionAct | undefined => actOf(event, book, reduce(book, event, NOW));
const renewing = () => after([begun('a', 2)], NOW, live());

describe('what was done here', () => {
  it('a session that was assumed, with the source identity that its roles hand on', () => {
    const hops = [hop({ sourceIdentity: 'anna' }), hop()];
    expect(act(opening(), ours({ ...given('a'), plan: plan({ hops }) }))).toMatchObject({
      kind: 'assumed',
      session: { id: 'a', key: 'key-a' },
      sourceIdentity: 'anna',
      description: undefined,
    });
  });

  it('the last source identity that was named, where several were', () => {
    const hops = [hop({ sourceIdentity: 'anna' }), hop({ sourceIdentity: 'bob' })];
    expect(act(opening(), ours({ ...given('a'), plan: plan({ hops }) }))).toMatchObject({ sourceIdentity: 'bob' });
  });

  it('one that was narrowed, with what AWS was told of the last time', () => {
    const hops = [hop(), scope(), scope({ description: 'narrowed=read-only' })];
    expect(act(opening(), ours({ ...given('a'), plan: plan({ hops }) }))).toMatchObject({
      kind: 'narrowed',
      description: 'narrowed=read-only',
    });
  });

  it('one that was renewed, narrowed or not', () => {
    const again = { attempt: 2, isRenewal: true };
    expect(act(renewing(), ours(given('a', 2), again))?.kind).toBe('renewed');
    const narrowed = { ...given('a', 2), plan: plan({ hops: [hop(), scope()] }) };
    expect(act(renewing(), ours(narrowed, again))).toMatchObject({
      kind: 'renewed',
      description: 'narrowed=s3-only',
    });
  });

  it('a call in vain, with what there was before', () => {
    expect(act(opening(), failed('a', 1))).toEqual({
      kind: 'failed',
      role: roleRef('a'),
      session: undefined,
      message: 'No.',
    });
    expect(act(renewing(), failed('a', 2))).toMatchObject({ kind: 'failed', session: { key: 'key-a' } });
  });

  it('one that would have become somebody else', () => {
    expect(act(renewing(), here(refused('a')))).toMatchObject({
      kind: 'refused',
      session: { key: 'key-a' },
      message: 'Somebody else.',
    });
  });

  it.each([
    ['live', live],
    ['expired', expired],
  ])('the end of one that is %s', (_, book) => {
    expect(act(book(), here(ended('a')))).toMatchObject({ kind: 'ended', session: { key: 'key-a' } });
  });

  it('without credentials', () => {
    const acts = [
      act(opening(), ours()),
      act(renewing(), failed('a', 2)),
      act(renewing(), here(refused('a'))),
      act(live(), here(ended('a'))),
    ];
    expect(acts.every((each) => each !== undefined)).toBe(true);
    expect(JSON.stringify(acts)).not.toMatch(new RegExp(`${SECRET}|${TOKEN}|credentials`));
  });
});

describe('nothing was done here', () => {
  it.each<[string, () => Book, BookEvent]>([
    ['by a call that begins', () => after([]), begun('a', 1)],
    ['by one that was given up', opening, cancelled('a', 1)],
    ['where another window has called', opening, opened('a', 1)],
    ['by what comes too late', live, ours()],
    ['by what fails too late', live, failed('a', 1)],
    ['where another window had it already', live, adopted('a', given('a', 2))],
    ['where another window refused it', live, refused('a')],
    ['where there is nothing to refuse', () => after([]), here(refused('a'))],
    ['where another window ended it', live, ended('a')],
    ['where there is nothing to end', () => after([]), here(ended('a'))],
    ['by the end of what never was anybody', () => after(OPENING), here(ended('a'))],
    ['by an end of older credentials', () => reduce(live(), adopted('a', given('a', 2)), NOW), here(ended('a', 1))],
    ['by using it', live, used('a')],
    ['by the clock', live, TICK],
  ])('%s', (_, book, event) => {
    expect(act(book(), event)).toBeUndefined();
  });
});
