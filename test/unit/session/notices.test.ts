// What the window says of sessions by itself, and what its buttons do: the editor leaves messages open, so they may be
// pressed long after what they tell of.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { plan, NOW, PROCESS } from '../../support/samples.js';
import { SessionNotices } from '../../../src/session/notices.js';
import type { BookEntry } from '../../../src/session/book/book.js';
import { ARN, Desk, giving, HOUR_MS, idOf, MINUTE_MS, named, useDesk } from './desk.js';

/** A message that nobody has closed. */
interface Shown {
  readonly text: string;
  readonly button: string;
  /** And what came of that is done. */
  readonly press: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const editor = vi.hoisted(() => ({ shown: [] as Shown[], invoked: [] as string[] }));

vi.mock('vscode', async (original) => {
  const show = (text: string, button: string) =>
    new Promise<string | undefined>((resolve) => {
      const answer = async (pressed: string | undefined): Promise<void> => {
        resolve(pressed);
        await new Promise((done) => setImmediate(done));
      };
      editor.shown.push({ text, button, press: () => answer(button), close: () => answer(undefined) });
    });
  const executeCommand = (command: string, ...args: readonly unknown[]) =>
    Promise.resolve(void editor.invoked.push([command, ...args.map((arg) => JSON.stringify(arg))].join(' ')));
  const window = { showWarningMessage: show, showInformationMessage: show };
  const workspace = { workspaceFolders: ['api', 'web'].map((name) => ({ name, uri: `file:///${name}` })) };
  return { ...(await original<object>()), commands: { executeCommand }, window, workspace };
});

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
  sessions.onDidChange((change) => notices.tell(change, new Set([idOf(plan()), idOf(changing)])));
});

/** "The session of …: [Button]", of all messages, and those after the first ones. */
const said = (after = 0): readonly string[] =>
  editor.shown.slice(after).map(({ text, button }) => `${text} [${button}]`);
const invoked = (command: string, of = plan()) => `roleSessions.${command} ${JSON.stringify({ sessionId: idOf(of) })}`;
const entry = (of = plan()): BookEntry => desk().sessions.get(idOf(of))!;
const press = (which = 0): Promise<void> => editor.shown[which]!.press();

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

describe('what is said of a session that folders alone have as their own', () => {
  const FOLDER = 'file:///api';
  beforeEach(async () => {
    await desk().assume(giving(), changing, { folder: FOLDER });
    await desk().assume(giving(), named('windows'));
  });

  it('has buttons for them', async () => {
    const other = new Desk(desk().folder, desk());
    await other.assume(giving({ arn: OTHER_ARN }), changing);
    await desk().keeper.lookAround();
    other.close();
    expect(said()).toEqual([expect.stringContaining('the folders that had it act as nobody now. [Use Session]')]);
    await press();
    expect(editor.invoked).toEqual([invoked('useSessionForFolder', changing)]);
  });

  it('is said beside what is said of the window, where that acts as it too', async () => {
    await desk().opener.use(idOf(changing));
    const other = new Desk(desk().folder, desk());
    await other.assume(giving({ arn: OTHER_ARN }), changing);
    await desk().keeper.lookAround();
    other.close();
    expect(said()).toEqual([
      expect.stringContaining('of this window no longer act as it. [Use Session]'),
      expect.stringContaining('the folders that had it act as nobody now. [Use Session]'),
    ]);
    await press(0);
    await press(1);
    expect(editor.invoked).toEqual([invoked('useSession', changing), invoked('useSessionForFolder', changing)]);
  });

  it('is not that it can be used, where it is live already', async () => {
    notices.expires(entry(changing), 10 * MINUTE_MS);
    await desk().assume(lasting(2 * HOUR_MS), changing, { fresh: true, activates: false });
    await press();
    expect([editor.invoked, said(1)]).toEqual([[], [expect.stringMatching(/is live already.*\[OK\]$/)]]);
  });

  it.each([
    ['for them, where the window is another', () => Promise.resolve(), 'useSessionForFolder'],
    ['for the window, where it acts as it too', () => desk().opener.use(idOf(changing)), 'assumeRole'],
  ])('and is refused is that it can be assumed %s', async (_, before, command) => {
    await before();
    notices.refused(entry(changing), 'No.');
    await press();
    expect([said(), editor.invoked]).toEqual([['No. [Assume Role]'], [invoked(command, changing)]]);
  });
});

describe('a folder that acts as nobody from now on', () => {
  const [API, WEB, GONE] = ['file:///api', 'file:///web', 'file:///gone'];
  const NOT_WINDOW = 'It does not follow the window. [Use Session]';
  const ENDED = `Folder api acts as nobody: its session of dev has ended. ${NOT_WINDOW}`;
  const UNRESTORED = `Folder api acts as nobody: its session could not be restored, and may have ended. ${NOT_WINDOW}`;
  const listen = () => desk().keeper.onDidLoseFolders((lost) => notices.lost(lost));
  let other: Desk;
  beforeEach(async () => {
    other = new Desk(desk().folder, desk());
    await desk().assume(giving(), named('dev'), { folder: API });
    await desk().opener.use(idOf(named('dev')), GONE);
    await desk().assume(giving(), named('web'), { folder: WEB });
    await other.keeper.lookAround();
    listen();
    return () => other.close();
  });

  it('is told of once where another window has ended its session, as long as it is in the workspace', async () => {
    await other.end(named('dev'));
    await desk().keeper.lookAround();
    await desk().keeper.lookAround();
    expect(said()).toEqual([ENDED]);
    await press();
    expect(editor.invoked).toEqual(['roleSessions.useSessionForFolder  "file:///api"']);
  });

  it('is not where the user has ended it here, or it had expired before', async () => {
    await desk().end(named('web'));
    pass(HOUR_MS);
    await other.end(named('dev'));
    await desk().keeper.lookAround();
    expect(said()).toEqual([]);
  });

  it('is where its session is not there after a reload, once', async () => {
    desk().close();
    await other.end(named('dev'));
    desk().reload();
    listen();
    await desk().keeper.restore();
    expect(said()).toEqual([UNRESTORED]);
    desk().reload();
    listen();
    await desk().keeper.restore();
    expect(said(1)).toEqual([]);
  });

  it('is not after a reload where it was let follow the window, or given another session, meanwhile', async () => {
    desk().close();
    await Promise.all([other.end(named('dev')), other.end(named('web'))]);
    desk().reload();
    listen();
    const restored = desk().keeper.restore();
    await desk().opener.follow(API);
    const given = desk().assume(giving(), named('another'), { folder: WEB });
    await Promise.all([restored, given]);
    expect(said()).toEqual([]);
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
