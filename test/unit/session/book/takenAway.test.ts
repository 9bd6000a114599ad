import { describe, expect, it } from 'vitest';
import { NOW, PROCESS, liveSession, plan } from '../../../support/samples.js';
import { reduce, type Book } from '../../../../src/session/book/book.js';
import { changeBetween } from '../../../../src/session/book/change.js';
import type { BookEvent } from '../../../../src/session/book/events.js';
import { takenAway } from '../../../../src/session/book/takenAway.js';
import { ARN, Desk, giving, HOUR_MS, idOf, named, useDesk } from '../desk.js';
import {
  adopted,
  after,
  begun,
  both,
  ended,
  expired,
  given,
  letGo,
  live,
  putBack,
  refused,
  TICK,
  used,
} from './samples.js';

const desk = useDesk();
const changing = plan({ source: PROCESS });
const NAMES = new Map([
  ['f', 'infra'],
  ['g', 'web'],
]);
type Taken = ReturnType<typeof takenAway>[number];

/** Of each change from now on that takes the active session away. */
function listen(): readonly Taken[] {
  const told: Taken[] = [];
  desk().sessions.onDidChange((change) => {
    told.push(...takenAway(change, NAMES));
  });
  return told;
}

async function elsewhere(principal: string | undefined): Promise<void> {
  const other = new Desk(desk().folder, desk());
  await other.keeper.lookAround();
  await other.assume(giving({ principal, expiration: NOW + 2 * HOUR_MS }), changing);
  other.close();
  await desk().keeper.lookAround();
}

it.each([
  ['somebody else', 'bob', 'bob'],
  ['nobody knows whom', undefined, 'it is unknown who signed in'],
])('what another window has made %s is said, where it was active', async (_, principal, word) => {
  await desk().assume(giving({ principal: 'ada' }), changing);
  const told = listen();
  await elsewhere(principal);
  const message = `read-only was ${ARN} (ada) here, and was assumed or renewed as ${ARN} (${word}) since, here or in another window: new terminals and S3 of this window no longer act as it.`;
  expect(told).toEqual([{ id: idOf(changing), isLive: true, from: 'window', message }]);
  expect(desk().sessions.active().kind).toBe('none');
});

it.each<[string, () => Promise<unknown>]>([
  ['the same person again', () => elsewhere('ada')],
  ['the end of it', () => desk().end(changing)],
  ['another role that is assumed', () => desk().assume(giving(), named('other'))],
])('nothing is said of %s', async (_, happens) => {
  await desk().assume(giving({ principal: 'ada' }), changing);
  const told = listen();
  await happens();
  expect(told).toEqual([]);
});

it('nothing is said of what was not active', async () => {
  await desk().assume(giving({ principal: 'ada' }), changing, { activates: false });
  const told = listen();
  await elsewhere('bob');
  expect([told, desk().sessions.list()]).toMatchObject([[], [{ state: { principal: 'bob' } }]]);
});

describe('in one change of the book', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/other/x';
  const identity = { ...liveSession().identity, arn };
  const another = (expiresAt = NOW + 2 * HOUR_MS) => adopted('a', given('a', 2, { identity, expiresAt }));
  const taken = (before: Book, event: BookEvent, now = NOW) => {
    const change = changeBetween(before, reduce(before, event, now));
    return change ? takenAway(change, NAMES) : [];
  };
  /** Another one is being opened, and is to be active. */
  const waiting = () => after([begun('b', 2)], NOW, live());

  it.each<[string, Book, boolean]>([
    ['what was live', live(), true],
    ['what had expired', expired(), true],
    ['what was refused before', after([refused('a')], NOW, live()), true],
    ['what was active while another one is being opened', waiting(), true],
    ['what was not active', both(), false],
    ['what was not active while another one is being opened', after([letGo('b'), begun('b', 2)], NOW, both()), false],
    ['what was not active, while nothing is', after([putBack('b')], NOW, both()), false],
  ])('%s and is somebody else now is told of where it was active', (_, before, isTold) => {
    expect(taken(before, another())).toEqual(
      isTold
        ? [
            {
              id: 'a',
              isLive: true,
              from: 'window',
              message: expect.stringContaining(`renewed as ${arn} since,`) as string,
            },
          ]
        : [],
    );
  });

  const WINDOWS = 'new terminals and S3 of this window no longer act as it.';
  const INFRA = 'Folder infra, which had it, acts as nobody now.';
  it.each<[string, readonly BookEvent[], Taken['from'][], readonly string[]]>([
    ['a folder alone', [used('a', 'f')], [['f']], [INFRA]],
    [
      'folders alone',
      [used('a', 'f'), used('a', 'g')],
      [['f', 'g']],
      ['Folders infra, web, which had it, act as nobody now.'],
    ],
    ['one that waits for another', [used('a', 'f'), begun('c', 3, false), used('c', 'f')], [['f']], [INFRA]],
    ['the window and a folder', [used('a', 'f'), used('a')], ['window', ['f']], [WINDOWS, INFRA]],
    ['one folder, and another by now', [used('a', 'f'), used('a', 'g'), used('b', 'g')], [['f']], [INFRA]],
    ['no folder by now', [used('a', 'f'), used('b', 'f')], [], []],
    ['a folder that is not in the workspace', [used('a', 'elsewhere')], [], []],
  ])('what %s had is told of as that', (_, events, from, ends) => {
    const said = taken(after(events, NOW, both()), another());
    expect(said.map((each) => each.from)).toEqual(from);
    expect(said.map(({ message }) => message)).toEqual(ends.map((end) => expect.stringContaining(end) as string));
  });

  it('one that has expired cannot be used', () => {
    expect(taken(live(), another(NOW - 1))).toMatchObject([{ id: 'a', isLive: false }]);
  });

  it.each<[string, Book, BookEvent]>([
    ['new', after([]), another()],
    ['being opened', live(), begun('b', 2)],
    ['ended', live(), ended('a')],
    ['ended while another one is being opened', waiting(), ended('a')],
    ['refused', live(), refused('a')],
    ['let go', waiting(), letGo('b')],
    ['put back', live(), putBack('a')],
    ['over', live(), TICK],
  ])('nothing is said of one that is %s', (_, before, event) => {
    expect(taken(before, event, NOW + 1)).toEqual([]);
  });

  it('of several that are different at once, the one that was somebody is told of', () => {
    const before = live();
    const now = reduce(before, another(), NOW);
    const later = reduce(now, begun('b', 2, false), NOW);
    const change = changeBetween(before, later)!;
    const [was, opens] = [before.entries.get('a'), after([adopted('d', given('d'))]).entries.get('d')];
    const entries = [
      { id: 'c', before: was, after: undefined },
      { id: 'd', before: undefined, after: opens },
      ...change.entries.toReversed(),
    ];
    expect(takenAway({ ...change, entries }, NAMES).map(({ id }) => id)).toEqual(['a']);
  });
});
