import { expect, it } from 'vitest';
import { NOW, PROCESS, plan } from '../../../support/samples.js';
import { takenAway } from '../../../../src/session/book/takenAway.js';
import { ARN, Desk, giving, HOUR_MS, idOf, named, useDesk } from '../desk.js';

const desk = useDesk();
const changing = plan({ source: PROCESS });
type Taken = NonNullable<ReturnType<typeof takenAway>>;

/** Of each change from now on that takes the active session away. */
function listen(): readonly Taken[] {
  const told: Taken[] = [];
  desk().sessions.onDidChange((change) => {
    const taken = takenAway(change);
    if (taken !== undefined) told.push(taken);
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
  const message = `read-only was ${ARN} (ada) here, and another window has renewed or assumed it as ${ARN} (${word}): new terminals and S3 of this window no longer act as it.`;
  expect(told).toEqual([{ id: idOf(changing), isLive: true, message }]);
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
