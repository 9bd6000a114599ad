import { chmod, chown, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Handover } from '../../../../src/session/windows/handover.js';
import { modeOf, useFolder } from '../folder.js';

const isRoot = process.getuid?.() === 0;

const folder = useFolder();
const opened: Handover[] = [];
const servers: Server[] = [];
afterEach(() => {
  opened.splice(0).forEach((handover) => handover.dispose());
  servers.splice(0).forEach((server) => server.close());
});

async function windowWith(sessions: Readonly<Record<string, string>> = {}): Promise<Handover> {
  const handover = new Handover([folder()], (id) => sessions[id]);
  opened.push(handover);
  await handover.listen();
  return handover;
}

/** Something at a socket that is no window of ours. */
async function stranger(name: string, serve: (socket: Socket) => unknown): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const server = createServer(serve);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(join(folder(), name), resolve));
}

const sockets = async () => (await readdir(folder())).filter((name) => name.endsWith('.sock'));

/** What a window answers to bytes; nothing where it hangs up without a word. */
async function say(...texts: readonly (string | Buffer)[]): Promise<string> {
  return listen(await connect((socket) => texts.forEach((text) => socket.write(text))));
}

/** Piece by piece: each has been read before the next one comes. */
async function sayInPieces(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = await connect(() => undefined);
  const answer = listen(socket);
  for (const piece of pieces) {
    socket.write(piece);
    await say('\n');
    await say('\n');
  }
  return answer;
}

async function connect(begin: (socket: Socket) => void): Promise<Socket> {
  const [name = ''] = await sockets();
  const socket = createConnection(join(folder(), name), () => begin(socket));
  return socket;
}

function listen(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    socket
      .setEncoding('utf8')
      .on('data', (text) => (answer += String(text)))
      .on('error', () => resolve(answer))
      .on('close', () => resolve(answer));
  });
}

describe('a window', () => {
  it('has from another one what that has', async () => {
    await windowWith({ a: 'session a', ä: 'ünïcode' });
    const asking = await windowWith();
    expect(await asking.ask('a')).toBe('session a');
    expect(await asking.ask('ä')).toBe('ünïcode');
    expect(await asking.ask('b')).toBeUndefined();
    expect(await modeOf(folder())).toBe('700');
  });

  it('asks all others, but not itself', async () => {
    await windowWith({ a: 'session a' });
    await windowWith({ b: 'session b' });
    const asking = await windowWith({ c: 'session c' });
    expect(await Promise.all(['a', 'b', 'c'].map((id) => asking.ask(id)))).toEqual([
      'session a',
      'session b',
      undefined,
    ]);
  });

  it('has it whole, however many pieces it comes in', async () => {
    const letters = `x${'ä'.repeat(200_000)}`;
    await windowWith({ letters });
    expect((await (await windowWith()).ask('letters')) === letters).toBe(true);
  });

  it('has nothing where it is alone, or never listened', async () => {
    expect(await new Handover([folder()], () => undefined).ask('a')).toBeUndefined();
    expect(await (await windowWith()).ask('a')).toBeUndefined();
  });

  it('takes a long answer whole, and one that is too long not at all', async () => {
    const long = 'x'.repeat(512 * 1024);
    await windowWith({ long, longer: `${long}x` });
    const asking = await windowWith();
    expect((await asking.ask('long')) === long).toBe(true);
    expect(await asking.ask('longer')).toBeUndefined();
  });

  it('that closes leaves no socket, also where it has not begun', async () => {
    const handover = await windowWith({ a: 'x' });
    expect((await sockets()).length).toBe(1);
    handover.dispose();
    await vi.waitFor(async () => expect(await sockets()).toEqual([]));
    const closed = new Handover([folder()], () => 'x');
    const listening = closed.listen();
    closed.dispose();
    await listening;
    expect(await sockets()).toEqual([]);
  });

  it('is asked for in all folders, and answers in the first that it can have', async () => {
    const file = join(folder(), 'file');
    await mkdir(folder(), { mode: 0o700 });
    await writeFile(file, '');
    const [gone, first, second] = [join(file, 'x'), join(folder(), '1'), join(folder(), '2')];
    const one = new Handover([gone, second], () => 'one');
    const two = new Handover([gone, first, second], (id) => (id === 'b' ? 'two' : undefined));
    const asking = new Handover([gone, first, second], () => undefined);
    opened.push(one, two);
    await Promise.all([one.listen(), two.listen()]);
    expect([(await readdir(first)).length, (await readdir(second)).length]).toEqual([1, 1]);
    expect([await asking.ask('a'), await asking.ask('b')]).toEqual(['one', 'two']);
    expect(await one.ask('a')).toBeUndefined();
  });

  it.each([0o770, 0o701, 0o710, 0o704, 0o702])('does without a folder that others may use: %i', async (mode) => {
    await mkdir(folder());
    await chmod(folder(), mode);
    await expect(windowWith()).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/sessions is not a folder of this user alone$/) as string },
    });
    expect([await modeOf(folder()), await readdir(folder())]).toEqual([mode.toString(8), []]);
  });

  it('does without a link to a folder', async () => {
    const elsewhere = `${folder()}.elsewhere`;
    await mkdir(elsewhere, { mode: 0o700 });
    await symlink(elsewhere, folder());
    await expect(windowWith()).rejects.toThrow('There is no folder for a socket that keeps others out');
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it.runIf(isRoot)('does without a folder of somebody else', async () => {
    await mkdir(folder(), { mode: 0o700 });
    await chown(folder(), 12_345, 12_345);
    await expect(windowWith()).rejects.toThrow('There is no folder');
    expect(await readdir(folder())).toEqual([]);
  });

  it('does without where there are none', async () => {
    await expect(new Handover([], () => 'x').listen()).rejects.toThrow('There is no folder');
  });

  it('says where there can be no socket', async () => {
    await writeFile(folder(), 'no folder');
    await expect(windowWith()).rejects.toThrow('There is no folder');
  });
});

describe('whoever asks a window', () => {
  it.each<[string, readonly string[], string]>([
    ['in one piece', ['a\n'], 'session a'],
    ['in two', ['a', '\n'], 'session a'],
    ['and goes on', ['a\nb\n'], 'session a'],
    ['for nothing', ['\n'], 'no name'],
    ['for something else', ['__proto__x\n'], ''],
    ['without an end', ['x'.repeat(201)], ''],
    ['and never stops', ['x'.repeat(100), 'x'.repeat(101)], ''],
  ])('%s is answered: %j', async (_, texts, expected) => {
    await windowWith({ a: 'session a', '': 'no name' });
    expect(await say(...texts)).toBe(expected);
  });

  it.each<[string, readonly (string | Buffer)[]]>([
    ['a name', ['a', 'b', '\n']],
    ['a letter', [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1), '\n']],
    ['as much as there may be', ['x'.repeat(199), 'x', '\n']],
  ])('is waited for in the middle of %s', async (_, pieces) => {
    await windowWith({ ab: 'found', ä: 'found', ['x'.repeat(200)]: 'found' });
    expect(await sayInPieces(...pieces)).toBe('found');
  });

  it('and goes on for ever is hung up on', async () => {
    await windowWith();
    const socket = await connect(() => undefined);
    const answer = listen(socket);
    const goOn = setInterval(() => socket.write('x'), 1);
    expect(await answer).toBe('');
    clearInterval(goOn);
    expect(socket.bytesWritten).toBeLessThan(100_000);
  });

  it('and does not wait for the answer harms nobody', async () => {
    await windowWith({ long: 'x'.repeat(500_000), a: 'session a' });
    for (const left of [1, 2, 3]) {
      const socket = await connect((connected) => connected.write('long\n'));
      socket.once('data', () => socket.destroy());
      await new Promise((resolve) => socket.once('close', resolve));
      expect(await say('a\n'), `after ${left}`).toBe('session a');
    }
  });

  it('with a long name is answered', async () => {
    const name = 'x'.repeat(200);
    await windowWith({ [name]: 'long' });
    expect(await say(name, '\n')).toBe('long');
  });

  it('and says nothing is hung up on', async () => {
    await windowWith({ a: 'session a' });
    expect(await say('a')).toBe('');
  });
});

describe('a folder', () => {
  it.each([0o770, 0o701, 0o710, 0o704, 0o702])('that others may use is not asked in: %i', async (mode) => {
    await windowWith({ a: 'session a' });
    const asking = await windowWith();
    await chmod(folder(), mode);
    expect(await asking.ask('a')).toBeUndefined();
    await chmod(folder(), 0o700);
    expect(await asking.ask('a')).toBe('session a');
  });

  it('that is none is not asked in', async () => {
    const asking = new Handover([folder()], () => undefined);
    await writeFile(folder(), '', { mode: 0o600 });
    expect(await asking.ask('a')).toBeUndefined();
  });

  it('that is a link is not asked in', async () => {
    await windowWith({ a: 'session a' });
    const link = `${folder()}.link`;
    await symlink(folder(), link);
    expect(await new Handover([link], () => undefined).ask('a')).toBeUndefined();
  });

  it.runIf(isRoot)('of somebody else is not asked in', async () => {
    await windowWith({ a: 'session a' });
    const asking = await windowWith();
    await chown(folder(), 12_345, 12_345);
    expect(await asking.ask('a')).toBeUndefined();
  });
});

describe('a socket', () => {
  it('that was left behind is passed over, and deleted', async () => {
    await mkdir(folder(), { recursive: true, mode: 0o700 });
    const left = join(folder(), '0.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(left, resolve));
    const kept = join(folder(), 'kept');
    await rename(left, kept); // node deletes what it listened at
    await new Promise((resolve) => server.close(resolve));
    await rename(kept, left);
    await windowWith({ a: 'session a' });
    const asking = await windowWith();
    expect(await asking.ask('a')).toBe('session a');
    await vi.waitFor(async () => expect(await readdir(folder())).not.toContain('0.sock'));
  });

  it('that is none is passed over, and left', async () => {
    await windowWith({ a: 'session a' });
    const asking = await windowWith();
    await mkdir(join(folder(), '0.sock'));
    await writeFile(join(folder(), 'note.txt'), '');
    expect(await asking.ask('a')).toBe('session a');
    expect(await readdir(folder())).toEqual(expect.arrayContaining(['0.sock', 'note.txt']));
  });

  it('that is none, or that nobody can get at, is left where nobody answers', async () => {
    const asking = await windowWith();
    await writeFile(join(folder(), 'note.txt'), '');
    await symlink('0.sock', join(folder(), '0.sock'));
    for (let times = 0; times < 5; times += 1) expect(await asking.ask('a')).toBeUndefined();
    expect(await readdir(folder())).toEqual(expect.arrayContaining(['0.sock', 'note.txt']));
  });

  it.each<[string, (socket: Socket) => unknown]>([
    ['hangs up', (socket) => socket.destroy()],
    ['never answers', () => undefined],
    ['answers nothing', (socket) => socket.end()],
    ['answers too much', (socket) => socket.on('error', () => undefined).end('x'.repeat(600 * 1024))],
  ])('whose window %s is passed over', async (_, serve) => {
    await stranger('0.sock', serve);
    await windowWith({ a: 'session a' });
    const asking = await windowWith();
    expect(await asking.ask('a')).toBe('session a');
  });
});
