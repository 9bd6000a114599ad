import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SessionId } from '../../model/session/session.js';

const ANSWER_MS = 2_000;
const REQUEST_CHARS = 200;
/** Of a kept session: policies and tokens have limits far below. */
const ANSWER_CHARS = 512 * 1024;
/** sockaddr_un has 104 bytes on macOS, 108 on Linux, with the zero at the end. */
const PATH_BYTES = 103;

/**
 * What one window has for another one of the same user on the same machine, where the secret store is not shared: a
 * browser's, or none at all. A socket in a folder of the user's alone; nothing of it is written to disk.
 */
export class Handover {
  private readonly path: string;
  private server: Server | undefined;
  private isOver = false;

  /** `answer`: the text for a session's id; undefined where this window has none. */
  constructor(
    private readonly folder: string,
    private readonly answer: (id: SessionId) => string | undefined,
  ) {
    this.path = join(folder, `${randomUUID().slice(0, 8)}.sock`);
  }

  /** @throws an error of the file system or the socket; where there can be no such socket, nothing is handed over */
  async listen(): Promise<void> {
    if (process.platform === 'win32' || Buffer.byteLength(this.path) > PATH_BYTES) {
      return; // a pipe of Windows has no folder that keeps others out
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
    if (this.isOver) {
      return; // the window was closed meanwhile
    }
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.path, resolve);
    });
    server.unref();
  }

  /** What another window has, the first that answers; undefined where none does. */
  async ask(id: SessionId): Promise<string | undefined> {
    if (!(await this.isOurs())) {
      return undefined;
    }
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((each) => each.endsWith('.sock'))) {
      const path = join(this.folder, name);
      const answer = path === this.path ? undefined : await askAt(path, id);
      if (answer !== undefined) {
        return answer;
      }
    }
    return undefined;
  }

  dispose(): void {
    this.isOver = true;
    this.server?.close();
  }

  /** Nobody else may have put a socket there. */
  private async isOurs(): Promise<boolean> {
    try {
      const { uid, mode } = await lstat(this.folder);
      return uid === process.getuid?.() && (mode & 0o077) === 0;
    } catch {
      return false;
    }
  }

  private serve(socket: Socket): void {
    let asked = '';
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      asked += text;
      const end = asked.indexOf('\n');
      if (end >= 0) {
        socket.end(this.answer(asked.slice(0, end)) ?? '');
      } else if (asked.length > REQUEST_CHARS) {
        socket.destroy();
      }
    });
  }
}

/** A socket that nobody listens at any more was left by a window that is gone. */
function askAt(path: string, id: SessionId): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = createConnection(path, () => socket.write(`${id}\n`));
    const give = (text: string | undefined): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(ANSWER_MS, () => give(undefined));
    socket.on('error', (error) => {
      if (Reflect.get(error, 'code') === 'ECONNREFUSED') {
        rm(path, { force: true }).catch(() => undefined);
      }
      give(undefined);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.length > ANSWER_CHARS) {
        give(undefined);
      }
    });
    socket.on('end', () => give(answer === '' ? undefined : answer));
  });
}
