// What is said of sessions that folders of the workspace have as their own: no button of it makes the window another.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { plan, NOW, PROCESS } from '../../support/samples.js';
import { SessionNotices } from '../../../src/session/notices.js';
import type { BookEntry } from '../../../src/session/book/book.js';
import { editor, press, said } from './messages.js';
import { Desk, giving, HOUR_MS, idOf, MINUTE_MS, named, useDesk } from './desk.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ...(await import('./messages.js')).messages,
}));

const desk = useDesk();
const changing = plan({ source: PROCESS });
const OTHER_ARN = 'arn:aws:sts::123456789012:assumed-role/other/x';
let notices: SessionNotices;
let inS3: ReadonlySet<string>;

beforeEach(() => {
  editor.shown.length = 0;
  editor.invoked.length = 0;
  inS3 = new Set();
  const { sessions } = desk();
  desk().policy = 'off';
  notices = new SessionNotices(sessions);
  sessions.onDidChange((change) => notices.tell(change, new Set([idOf(changing)]), inS3));
});

const invoked = (command: string, of: typeof changing, ...where: readonly unknown[]) =>
  [`roleSessions.${command}`, ...[{ sessionId: idOf(of) }, ...where].map((arg) => JSON.stringify(arg))].join(' ');
const entry = (of: typeof changing): BookEntry => desk().sessions.get(idOf(of))!;
const lasting = (ms: number) => giving({ expiration: Date.now() + ms });
function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
  desk().sessions.tick();
}

describe('what is said of a session that folders alone have as their own', () => {
  const [FOLDER, WEB] = ['file:///api', 'file:///web'];
  beforeEach(async () => {
    await desk().assume(giving(), changing, { folder: FOLDER });
    await desk().assume(giving(), named('windows'));
  });

  it('has buttons for them', async () => {
    const other = new Desk(desk().folder, desk());
    await other.assume(giving({ arn: OTHER_ARN }), changing);
    await desk().keeper.lookAround();
    other.close();
    expect(said()).toEqual([expect.stringContaining('Folder api, which had it, acts as nobody now. [Use Session]')]);
    await press();
    expect(editor.invoked).toEqual([invoked('useSessionForFolder', changing, FOLDER)]);
  });

  it('is said beside what is said of the window, where that acts as it too', async () => {
    await desk().opener.use(idOf(changing));
    const other = new Desk(desk().folder, desk());
    await other.assume(giving({ arn: OTHER_ARN }), changing);
    await desk().keeper.lookAround();
    other.close();
    expect(said()).toEqual([
      expect.stringContaining('of this window no longer act as it. [Use Session]'),
      expect.stringContaining('Folder api, which had it, acts as nobody now. [Use Session]'),
    ]);
    await press(0);
    await press(1);
    expect(editor.invoked).toEqual([invoked('useSession', changing), invoked('useSessionForFolder', changing, FOLDER)]);
  });

  it('is not that it can be used, where it is live already', async () => {
    notices.expires(entry(changing), 10 * MINUTE_MS);
    await desk().assume(lasting(2 * HOUR_MS), changing, { fresh: true, activates: false });
    await press();
    expect([editor.invoked, said(1)]).toEqual([[], [expect.stringMatching(/is live already.*\[OK\]$/)]]);
  });

  it.each([
    ['for it, where the window is another', () => Promise.resolve(), 'useSessionForFolder', [FOLDER]],
    ['for one of them', () => desk().opener.use(idOf(changing), WEB), 'useSessionForFolder', [undefined]],
    ['for the window, where it acts as it too', () => desk().opener.use(idOf(changing)), 'assumeRole', []],
  ])('and is refused is that it can be assumed %s', async (_, before, command, where) => {
    await before();
    notices.refused(entry(changing), 'No.');
    await press();
    expect([said(), editor.invoked]).toEqual([['No. [Assume Role]'], [invoked(command, changing, ...where)]]);
  });

  it('and another window has made somebody else, who has expired, can be assumed again for them', async () => {
    const was = await desk().assume(giving(), changing, { activates: false });
    const session = { ...was, identity: { ...was.identity, arn: OTHER_ARN }, expiresAt: NOW - 1 };
    const opened = { session, plan: changing, generation: 9, renewal: { kind: 'off' } } as const;
    desk().sessions.commit({ kind: 'adopted', id: was.id, opened });
    expect(said()).toEqual([
      expect.stringMatching(/Folder api, which had it, acts as nobody now[.] \[Assume Again\]$/),
    ]);
    await press();
    expect(editor.invoked).toEqual([invoked('useSessionForFolder', changing, FOLDER)]);
  });

  const ONE = 'Folder api acts as nobody: its session of read-only has expired. It does not follow the window.';
  it.each<[string, () => Promise<unknown>, string]>([
    ['', () => Promise.resolve(), ONE],
    [
      ', of several',
      () => desk().opener.use(idOf(changing), WEB),
      'Folders api, web act as nobody: their session of read-only has expired. They do not follow the window.',
    ],
    [
      ', which S3 shows',
      () => Promise.resolve((inS3 = new Set([idOf(changing)]))),
      `${ONE} S3 no longer has its credentials.`,
    ],
    [
      ', and which the window has, too',
      () => desk().opener.use(idOf(changing)),
      'The session of read-only has expired. New terminals and S3 no longer have its credentials.',
    ],
    [', where nobody has it', () => desk().opener.follow(FOLDER), 'The session of read-only has expired.'],
    [
      ', where nobody has it but S3 shows it',
      () => ((inS3 = new Set([idOf(changing)])), desk().opener.follow(FOLDER)),
      'The session of read-only has expired. S3 no longer has its credentials.',
    ],
  ])('and has expired is whose new terminals no longer have it%s', async (_, before, text) => {
    await before();
    pass(HOUR_MS);
    expect(said()).toEqual([`${text} [Assume Again]`]);
  });

  it.each<[string, () => void]>([
    ['expired', () => pass(HOUR_MS)],
    ['asks', () => notices.needsUser(entry(changing))],
    ['ends', () => notices.expires(entry(changing), MINUTE_MS)],
    ['has changed', () => notices.changed(entry(changing), 'No.')],
  ])(
    'is renewed for the folder that it was of when it was said that it %s, whatever has become of it',
    async (_, tell) => {
      tell();
      await desk().end(changing);
      await press();
      expect(editor.invoked).toEqual([invoked('renewSession', changing, { folder: FOLDER })]);
    },
  );

  it('is renewed for one that is to be chosen, where there were several', async () => {
    await desk().opener.use(idOf(changing), WEB);
    notices.needsUser(entry(changing));
    await desk().opener.follow(FOLDER);
    await press();
    expect(editor.invoked).toEqual([invoked('renewSession', changing, {})]);
  });

  it('is offered for the folder, and not for the window, where it is live already and the folder has another', async () => {
    notices.expires(entry(changing), 10 * MINUTE_MS);
    await desk().assume(lasting(2 * HOUR_MS), changing, { fresh: true, activates: false });
    await desk().opener.use(idOf(named('windows')), FOLDER);
    await press();
    expect(said(1)).toEqual([expect.stringMatching(/is live already.*\[Use Session\]$/)]);
    await press(1);
    expect(editor.invoked).toEqual([invoked('useSessionForFolder', changing, FOLDER)]);
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
