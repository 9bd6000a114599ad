// Who connects to a window, and is not the helper program.
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HelperServer } from '../../../src/lending/helper/server.js';
import { SECRET } from '../../support/samples.js';
import { dev, HelperWindows } from './windows.js';

const windows = new HelperWindows();

describe('a window hangs up without a word', () => {
  const REQUEST = { asked: { kind: 'active' }, pid: 1 };

  /** What comes after the nonce, until the window hangs up. */
  async function say(speak: (socket: Socket, nonce: string) => unknown): Promise<string> {
    const socket = createConnection(await windows.socket());
    return new Promise((resolve) => {
      let heard = '';
      socket
        .setEncoding('utf8')
        .on('error', () => undefined)
        .on('close', () => resolve(heard.slice(33)))
        .on('data', (text: string) => {
          const isFirst = heard === '';
          heard += text;
          if (isFirst) speak(socket, heard.trim());
        });
    });
  }
  const line = (nonce: string) => `${JSON.stringify({ nonce, ...REQUEST })}\n`;

  beforeEach(async () => {
    await windows.open(dev());
  });

  it('but on who says its word', async () => {
    expect(await say((socket, nonce) => socket.write(line(nonce)))).toContain(SECRET);
  });

  it.each<[string, (socket: Socket, nonce: string) => unknown]>([
    ['a wrong word', (socket) => socket.write(line('0'.repeat(32)))],
    ['no word', (socket) => socket.write(`${JSON.stringify(REQUEST)}\n`)],
    ['a request that is none', (socket) => socket.write('GET / HTTP/1.1\r\n\r\n')],
    ['another question', (socket, nonce) => socket.write(`${JSON.stringify({ nonce, asked: { kind: 'all' } })}\n`)],
    ['two questions at once', (socket, nonce) => socket.write(line(nonce) + line(nonce))],
    ['too much', (socket, nonce) => socket.write(`${JSON.stringify({ nonce, ...REQUEST, more: 'x'.repeat(1024) })}\n`)],
    ['too much without an end', (socket) => socket.write('x'.repeat(2_000))],
    ['nothing', () => undefined],
    ['half a question', (socket, nonce) => socket.write(line(nonce).slice(0, -1))],
  ])('on %s', async (_, speak) => {
    expect(await say(speak)).toBe('');
    expect([windows.acts, windows.fetched]).toEqual([[], []]);
  });

  it('on the word of another connection, used or not', async () => {
    let word = '';
    await say((socket, nonce) => {
      word = nonce;
      socket.write(line(nonce));
    });
    expect(await say((socket) => socket.write(line(word)))).toBe('');
    const words: string[] = [];
    const answers = await Promise.all(
      [0, 1].map(() =>
        say(async (socket, nonce) => {
          words.push(nonce);
          await vi.waitFor(() => expect(words).toHaveLength(2));
          socket.write(line(words.find((each) => each !== nonce) ?? ''));
        }),
      ),
    );
    expect(answers).toEqual(['', '']);
  });

  it('on a second question', async () => {
    const answer = await say((socket, nonce) => {
      socket.write(line(nonce));
      setImmediate(() => socket.write(line(nonce)));
    });
    expect(answer.split('\n').filter((each) => each !== '').length).toBeLessThanOrEqual(1);
    expect(windows.fetched.length).toBeLessThanOrEqual(1);
  });

  it('on more than it can hear, and hears who comes after them', async () => {
    const path = await windows.socket();
    const sockets = Array.from({ length: 1_000 }, () => createConnection(path).on('error', () => undefined));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())));
    expect(await say((socket, nonce) => socket.write(line(nonce)))).toContain(SECRET);
  });
});

it('a window whose first place is too long for a socket takes the next', async () => {
  const environment = { XDG_RUNTIME_DIR: join(windows.folder, 'x'.repeat(120)) };
  const server = new HelperServer({ storage: windows.storage, answer: () => ({ kind: 'none' }), environment });
  windows.opened.push(server);
  await server.listen();
  expect(await windows.socket()).not.toContain('xxx');
});
