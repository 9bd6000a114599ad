// Programs that ask windows for credentials: the program that is shipped, its launcher, and real sockets.
import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keptParameters, type KeptLine } from '../../../src/config/rules/ownProgram.js';
import { keepKeys } from '../../../src/config/sources/keptKeys.js';
import { meetingFile, meetingFolder } from '../../../src/lending/helper/meeting.js';
import { roleRef, SECRET, TOKEN } from '../../support/samples.js';
import { runProgram } from './launched.js';
import { dev, HelperWindows, somebody } from './windows.js';

const isRoot = process.getuid?.() === 0;
const windows = new HelperWindows();
const servers: Server[] = [];
afterEach(() => void vi.restoreAllMocks());
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const refusal = (message: string) => ({ code: 1, out: '', error: `Role Sessions for AWS: ${message}\n` });
const NO_WINDOW = 'No window of the editor is open that could give credentials. Open one, and assume the role there.';
const SILENT = 'A window of the editor does not answer, and could be another role. Reload or close it.';

/** Something that a window might be, and is not. */
async function stranger(serve: (socket: Socket) => unknown): Promise<string> {
  const place = join(process.env['XDG_RUNTIME_DIR'] ?? '', 'role-sessions-stranger');
  await mkdir(place, { recursive: true, mode: 0o700 });
  const socket = join(place, `${servers.length}.sock`);
  const server = createServer(serve);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  await writeFile(meetingFile(windows.storage, `s${servers.length}`), JSON.stringify({ host: hostname(), socket }), {
    mode: 0o600,
  });
  return socket;
}

describe('a program that asks for keys of the secret storage', () => {
  const PAIR = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET };
  const words = ({ accessKeyId, id }: KeptLine) => keptParameters({ accessKeyId, id });

  it('has them of any window, without a token and an end, and nothing is on record of them', async () => {
    const line = await keepKeys(windows.secrets, PAIR);
    await windows.open(undefined);
    await windows.open(dev());
    const { code, out, error } = await windows.ask(...words(line));
    expect([code, error]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({ Version: 1, AccessKeyId: PAIR.accessKeyId, SecretAccessKey: SECRET });
    expect([windows.acts, windows.fetched]).toEqual([[], []]);
  });

  it('has none by another id, and is told where no window is', async () => {
    const line = await keepKeys(windows.secrets, PAIR);
    expect(await windows.ask(...words(line))).toEqual(
      refusal(
        'The keys are in the secret storage of the editor, and no window of it is open that could give them. Open one.',
      ),
    );
    await windows.open(dev());
    for (const id of ['0'.repeat(32), '', '../x', 'roleSessions.endpointKey']) {
      expect(await windows.ask(...words({ ...line, id }))).toEqual(
        refusal(
          'The keys are not in the secret storage of the editor. Make a new access key in IAM, and enter it there by "Edit Profile…".',
        ),
      );
    }
  });

  it('is told that the secret storage fails, and not what it says', async () => {
    const line = await keepKeys(windows.secrets, PAIR);
    await windows.open(dev());
    vi.spyOn(windows.secrets, 'get').mockRejectedValue(new Error(`cannot decrypt ${SECRET}`));
    expect(await windows.ask(...words(line))).toEqual(refusal('The secret storage of the editor does not answer.'));
  });
});

describe('a program that asks', () => {
  it('has the credentials of the active role, and that is on record with who asked', async () => {
    const session = dev();
    await windows.open(session);
    const { code, out, error } = await windows.ask('--active');
    expect([code, error]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      Version: 1,
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: SECRET,
      SessionToken: TOKEN,
      Expiration: new Date(session.expiresAt).toISOString(),
      AccountId: '123456789012',
    });
    const by = { kind: 'helper', name: 'roleSessions', pid: process.pid };
    expect(windows.acts).toMatchObject([
      { kind: 'fetched', session: { role: { name: 'dev' } }, by, message: undefined },
    ]);
    expect(windows.acts[0]).toMatchObject({ by: { program: expect.stringMatching(/./) as string } });
    expect(JSON.stringify(windows.acts)).not.toMatch(/MARKED/);
    expect(windows.fetched).toEqual([session.id]);
  });

  it('that asks again and again is on record with how often, as whoever asks the endpoint', async () => {
    await windows.open(dev());
    for (let count = 0; count < 3; count += 1) expect((await windows.ask('--active')).code).toBe(0);
    windows.close();
    expect(windows.acts).toMatchObject([
      { kind: 'fetched', by: { kind: 'helper', name: 'roleSessions', pid: process.pid } },
      { kind: 'fetched', by: { kind: 'helper', name: 'roleSessions' }, times: 2 },
    ]);
  });

  it('has those of a role, whichever is active, but not narrowed and not with options', async () => {
    const narrowed = somebody('narrowed', { narrowedTo: 'read-only' });
    const base = somebody('options');
    const request = { ...base.role.request, overrides: { durationSeconds: 900 } };
    await windows.open(dev(), somebody('test'), narrowed, { ...base, role: { ...base.role, request } });
    expect((await windows.ask('--role', 'profile:test')).code).toBe(0);
    expect(windows.acts).toMatchObject([{ kind: 'fetched', by: { name: 'roleSessions-test' } }]);
    for (const name of ['narrowed', 'options', 'gone']) {
      expect(await windows.ask('--role', `profile:${name}`)).toEqual(
        refusal(`There is no session of ${name} in the editor. Assume that role there.`),
      );
    }
  });

  it('is told where there is no window, or none that has what it wants', async () => {
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
    await windows.open(undefined);
    expect(await windows.ask('--active')).toEqual(
      refusal('No AWS role is active in any window of the editor. Assume one there.'),
    );
  });

  it('is told what the window says of a session that ends soon, or has ended', async () => {
    const sessions = await windows.open(dev({ startedAt: Date.now() - 3_000_000, expiresAt: Date.now() + 60_000 }));
    expect((await windows.ask('--active')).error).toBe(
      'Role Sessions for AWS: The session of dev ends soon, and is not renewed yet. Renew it in the editor, or try again.\n',
    );
    expect(windows.acts).toMatchObject([{ kind: 'withheld', message: expect.stringContaining('ends soon') as string }]);
    const { credentials, ...facts } = dev();
    sessions.live.clear();
    sessions.activate({ ...facts, kind: 'expired' });
    expect((await windows.ask('--active')).error).toContain('The session of dev has ended. Assume the role again');
    sessions.activate({ kind: 'failed', role: roleRef('dev'), message: `no ${credentials.accessKeyId}` });
    expect((await windows.ask('--active')).error).toContain('dev could not be assumed or renewed. Assume it again');
    expect(windows.fetched).toEqual([]);
  });

  it.each([[], ['--active', 'x'], ['--role'], ['active']])('says what it wants: %j', async (...parameters) => {
    await windows.open(dev());
    expect((await windows.ask(...parameters)).error).toContain('Say --active, or --role and a role.');
  });

  it('is not moved by what its environment says of Node.js', async () => {
    await windows.open(dev());
    const options = { NODE_OPTIONS: '--require /nowhere', NODE_PATH: '/nowhere', LANG: 'C' };
    expect((await runProgram(windows.command('--active'), options)).code).toBe(0);
  });
});

describe('several windows', () => {
  it('that are the same give what lasts longest', async () => {
    const later = Date.now() + 7_200_000;
    await windows.open(dev());
    await windows.open(dev({ expiresAt: later }));
    await windows.open(undefined);
    const { out } = await windows.ask('--active');
    expect(JSON.parse(out)).toMatchObject({ Expiration: new Date(later).toISOString() });
  });

  it('that are several are named', async () => {
    await windows.open(somebody('prod'));
    await windows.open(somebody('test'));
    const { code, out, error } = await windows.ask('--active');
    expect([code, out]).toEqual([1, '']);
    expect(error).toMatch(/^Role Sessions for AWS: Windows of the editor act as several: /);
    expect(error).toContain('prod (arn:aws:sts::123456789012:assumed-role/prod/me, by AKIAEXAMPLE)');
    expect(error).toContain('test (arn:aws:sts::123456789012:assumed-role/test/me, by AKIAEXAMPLE)');
    expect((await windows.ask('--role', 'profile:test')).code).toBe(0);
  });

  it('of which one acted as somebody else until it ended are several too', async () => {
    await windows.open(somebody('test'));
    const { credentials: _, ...facts } = somebody('prod');
    const sessions = await windows.open(undefined);
    sessions.activate({ ...facts, kind: 'expired' });
    expect((await windows.ask('--active')).error).toContain('act as several');
    sessions.activate({ kind: 'failed', role: roleRef('prod'), message: 'no' });
    expect((await windows.ask('--active')).error).toContain('act as several');
  });

  it('with one name and two people behind it are several', async () => {
    await windows.open(dev({ principal: 'anna' }));
    await windows.open(dev({ principal: 'bert' }));
    for (const parameters of [['--active'], ['--role', 'profile:dev']]) {
      const { code, error } = await windows.ask(...parameters);
      expect([code, error]).toEqual([1, expect.stringMatching(/by anna.*by bert|by bert.*by anna/)]);
    }
  });

  it('of which one hangs give a role, and nothing of which they act as', async () => {
    await stranger(() => undefined);
    await windows.open(dev());
    expect((await windows.ask('--role', 'profile:dev')).code).toBe(0);
    expect(await windows.ask('--active')).toEqual(refusal(SILENT));
  });

  it('of which one has gone do without it, and what it left goes', async () => {
    const socket = await stranger(() => undefined);
    const kept = `${socket}.kept`;
    await rename(socket, kept); // node deletes what it listened at
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    await rename(kept, socket);
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
    expect([await windows.announced(), await readdir(join(socket, '..'))]).toEqual([[], []]);
  });

  it('that end leave nothing', async () => {
    await windows.open(dev());
    const place = join(await windows.socket(), '..');
    windows.close();
    await vi.waitFor(async () => expect([await windows.announced(), await readdir(place)]).toEqual([[], []]));
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
  });

  it('of other machines with the same home folder are left alone', async () => {
    const file = meetingFile(windows.storage, 'elsewhere');
    await writeFile(file, JSON.stringify({ host: 'elsewhere', socket: '/nowhere/x.sock' }), { mode: 0o600 });
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
    expect(await windows.announced()).toEqual(['elsewhere.window']);
  });
});

describe('what somebody else may have put there is not asked', () => {
  it.each([0o770, 0o701, 0o750])('a folder that others may use: %i', async (bits) => {
    await windows.open(dev());
    await chmod(meetingFolder(windows.storage), bits);
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
  });

  it('a folder of sockets that others may use', async () => {
    await windows.open(dev());
    await chmod(join(await windows.socket(), '..'), 0o777);
    expect(await windows.ask('--active')).toEqual(refusal(SILENT));
  });

  it('a link', async () => {
    await windows.open(dev());
    await rename(meetingFolder(windows.storage), `${windows.storage}/elsewhere`);
    await symlink(`${windows.storage}/elsewhere`, meetingFolder(windows.storage));
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
    await rm(meetingFolder(windows.storage));
    await rename(`${windows.storage}/elsewhere`, meetingFolder(windows.storage));
    expect((await windows.ask('--active')).code).toBe(0);
  });

  it('a note that others may write', async () => {
    await windows.open(dev());
    await chmod(join(meetingFolder(windows.storage), (await windows.announced())[0] ?? ''), 0o622);
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
  });

  it.runIf(isRoot)('a folder or a socket of another user', async () => {
    await windows.open(dev());
    const socket = await windows.socket();
    await chown(socket, 65_534, 65_534);
    expect(await windows.ask('--active')).toEqual(refusal(SILENT));
    await chown(socket, 0, 0);
    await chown(meetingFolder(windows.storage), 65_534, 65_534);
    expect(await windows.ask('--active')).toEqual(refusal(NO_WINDOW));
    await chown(meetingFolder(windows.storage), 0, 0);
    expect((await windows.ask('--active')).code).toBe(0);
  });

  it.runIf(isRoot)('nor does another user get an answer', async () => {
    await windows.open(dev());
    const socket = await windows.socket();
    const program = `require('node:net').createConnection(${JSON.stringify(socket)}).on('error', (e) => console.log(e.code)).on('connect', () => console.log('in'))`;
    const other = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    expect(execFileSync('setpriv', [...other, process.execPath, '-e', program], { cwd: '/' }).toString()).toBe(
      'EACCES\n',
    );
    const { code, out } = await runProgram(['setpriv', ...other, ...windows.command('--active')]);
    expect([code === 0, out]).toEqual([false, '']);
  });
});
