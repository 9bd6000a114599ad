// What the window says of sessions by itself, and what its buttons do: the editor leaves messages open, so they may be
// pressed long after what they tell of.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { plan, NOW, PROCESS } from '../../support/samples.js';
import { SessionNotices } from '../../../src/session/notices.js';
import type { BookEntry } from '../../../src/session/book/book.js';
import { editor, press, said } from './messages.js';
import { ARN, Desk, giving, HOUR_MS, idOf, MINUTE_MS, named, useDesk } from './desk.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ...(await import('./messages.js')).messages,
}));

const desk = useDesk();
const changing = plan({ source: PROCESS });
const OTHER_ARN = 'arn:aws:sts::123456789012:assumed-role/other/x';
let notices: SessionNotices;

beforeEach(() => {
  editor.shown.length = 0;
  editor.invoked.length = 0;
  const { sessions } = desk();
  desk().policy = 'off';
  notices = new SessionNotices(sessions);
  sessions.onDidChange((change) => notices.tell(change, new Set([idOf(plan()), idOf(changing)]), new Set()));
});

const invoked = (command: string, of = plan()) => `roleSessions.${command} ${JSON.stringify({ sessionId: idOf(of) })}`;
const entry = (of = plan()): BookEntry => desk().sessions.get(idOf(of))!;

const lasting = (ms: number) => giving({ expiration: Date.now() + ms });
function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
  desk().sessions.tick();
}

const EXPIRED =
  'The session of read-only has expired. New terminals and S3 no longer have its credentials. [Assume Again]';
const LIVE = `The session of read-only is live already, acts as ${ARN}, and expires in 1h`;

describe('a session that is needed and has expired', () => {
  beforeEach(async () => {
    await desk().assume(giving());
    pass(HOUR_MS);
    expect(said()).toEqual([EXPIRED]);
  });

  it('is renewed by the button', async () => {
    await press();
    expect(editor.invoked).toEqual([invoked('renewSession')]);
  });

  it('is left as it is where the message is closed', async () => {
    await editor.shown[0]!.close();
    expect([editor.invoked, said(1)]).toEqual([[], []]);
  });

  it('is not once more where it has been renewed meanwhile: it is live, which is said', async () => {
    await desk().assume(lasting(2 * HOUR_MS), plan(), { fresh: true });
    pass(10 * MINUTE_MS);
    await press();
    expect([editor.invoked, said(1)]).toEqual([[], [`${LIVE} 50m. [OK]`]]);
    await press(1);
    expect(editor.invoked).toEqual([]);
  });

  it('is offered to be used where it was renewed meanwhile, and another one is active', async () => {
    await desk().assume(lasting(2 * HOUR_MS), plan(), { fresh: true });
    await desk().assume(lasting(2 * HOUR_MS), named('other'));
    pass(10 * MINUTE_MS);
    await press();
    expect([editor.invoked, said(1)]).toEqual([[], [`${LIVE} 50m. [Use Session]`]]);
    await press(1);
    expect(editor.invoked).toEqual([invoked('useSession')]);
  });

  it('is renewed where it was, and has expired again', async () => {
    await desk().assume(lasting(HOUR_MS), plan(), { fresh: true });
    pass(2 * HOUR_MS);
    expect(said()).toEqual([EXPIRED, EXPIRED]);
    await press();
    expect([editor.invoked, said(2)]).toEqual([[invoked('renewSession')], []]);
  });

  it('and was ended since is no other one: the command is told which it was', async () => {
    await desk().assume(lasting(HOUR_MS), named('other'));
    await desk().end();
    await press();
    expect([editor.invoked, said(1)]).toEqual([[invoked('renewSession')], []]);
  });

  it('and has no end once it was renewed is told of without one', async () => {
    await desk().assume(giving({ expiration: undefined }), plan(), { fresh: true });
    await press();
    expect(said(1)).toEqual([`The session of read-only is live already, and acts as ${ARN}. [OK]`]);
  });
});

describe('the end of one', () => {
  it('is not said of what nothing needs, and of what is about to be renewed', async () => {
    await desk().assume(giving(), named('not needed'));
    desk().policy = 'automatic';
    await desk().assume(giving());
    pass(HOUR_MS);
    expect(
      desk()
        .sessions.list()
        .map(({ state }) => state.kind),
    ).toEqual(['expired', 'expired']);
    expect(said()).toEqual([]);
    desk().sessions.setRenewal(idOf(plan()), { kind: 'backoff', at: NOW, tries: 1, message: 'No.' });
    expect(said()).toEqual([EXPIRED]);
  });
});

describe('what is said of a session that goes on', () => {
  const BACKOFF = { kind: 'backoff', at: NOW, tries: 1, message: 'AWS does not answer.' } as const;
  it.each<[string, () => void, string, string]>([
    [
      'it asks',
      () => notices.needsUser(entry()),
      'The session of read-only expires soon, and is not renewed without you. [Renew Session]',
      'renewSession',
    ],
    [
      'it ends',
      () => notices.expires(entry(), 10 * MINUTE_MS),
      'The session of read-only expires in 10 min or less. [Renew Session]',
      'renewSession',
    ],
    [
      'it ends, and was tried to be renewed',
      () => notices.expires({ ...entry(), renewal: BACKOFF }, 2 * MINUTE_MS),
      'The session of read-only expires in 2 min or less. Renewing it has failed: AWS does not answer. [Renew Session]',
      'renewSession',
    ],
    [
      'it has changed',
      () => notices.changed(entry(), 'There is no profile a.b.'),
      'The session of read-only is not renewed: There is no profile a.b. [Renew…]',
      'renewSession',
    ],
    [
      'it was refused',
      () => notices.refused(entry(), 'It would be another.'),
      'It would be another. [Assume Role]',
      'assumeRole',
    ],
  ])('where %s has a button for it, which does nothing twice', async (_, tell, text, command) => {
    await desk().assume(giving());
    tell();
    tell();
    expect(said()).toEqual([text, text]);
    await press(0);
    expect([editor.invoked, said(2)]).toEqual([[invoked(command)], []]);
    await desk().assume(lasting(2 * HOUR_MS), plan(), { fresh: true });
    await press(1);
    expect([editor.invoked, said(2)]).toEqual([
      [invoked(command)],
      [`The session of read-only is live already, acts as ${ARN}, and expires in 2h 0m. [OK]`],
    ]);
  });
});

describe('one that another window has made somebody else', () => {
  let other: Desk;
  const elsewhere = async (arn: string, expiration: number): Promise<void> => {
    await other.assume(giving({ arn, expiration }), changing);
    await desk().keeper.lookAround();
  };
  beforeEach(async () => {
    await desk().assume(giving(), changing);
    other = new Desk(desk().folder, desk());
    await other.keeper.lookAround();
    await elsewhere(OTHER_ARN, NOW + 2 * HOUR_MS);
    expect(editor.shown).toMatchObject([
      { text: expect.stringContaining(`as ${OTHER_ARN}`) as string, button: 'Use Session' },
    ]);
    return () => other.close();
  });

  it.each([
    ['', () => Promise.resolve()],
    [', also where they have renewed it since', () => elsewhere(OTHER_ARN, NOW + 3 * HOUR_MS)],
  ])('is used as whom the message names%s', async (_, happens) => {
    await happens();
    await press();
    expect([editor.invoked, said(1)]).toEqual([[invoked('useSession', changing)], []]);
  });

  it('is not used as anybody else whom it has become since, before that is said', async () => {
    const third = `${ARN}-third`;
    await elsewhere(third, NOW + 3 * HOUR_MS);
    await press();
    const told = `The session of read-only is live already, acts as ${third}, and expires in 3h 0m. [Use Session]`;
    expect([editor.invoked, said(1)]).toEqual([[], [told]]);
    await press(1);
    expect(editor.invoked).toEqual([invoked('useSession', changing)]);
  });
});
