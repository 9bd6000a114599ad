import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { isPrivateFolder } from '../../base/files/privateFolder.js';
import type { SessionId } from '../../model/session/session.js';

const ANSWER_MS = 2_000;
const REQUEST_CHARS = 200;
/** Of a kept session: policies and tokens have limits far below. */
const ANSWER_CHARS = 512 * 1024;

/**
 * What one window has for another one of the same user on the same machine, where the secret store is not shared: a
 * browser's, or none at all. A socket in a folder of the user's alone; nothing of it is written to disk.
 */
export class Handover {
  private readonly name = `${randomUUID().slice(0, 8)}.sock`;
  private server: Server | undefined;
  private isOver = false;

  /**
   * @param folders where windows meet, the best first; they need not have the same environment
   * @param answer the text for a session's id; undefined where this window has none
   */
  constructor(
    private readonly folders: readonly string[],
    private readonly answer: (id: SessionId) => string | undefined,
  ) {}

  /** In the first folder where it can. @throws an error that says why there is none: nothing is handed over then */
  async listen(): Promise<void> {
    const failures: unknown[] = [];
    for (const folder of this.folders) {
      try {
        await this.listenIn(folder);
        return;
      } catch (error) {
        failures.push(error);
      }
    }
    throw new Error('There is no folder for a socket that keeps others out', { cause: failures[0] });
  }

  /** What another window has, the first that answers; undefined where none does. */
  async ask(id: SessionId): Promise<string | undefined> {
    for (const folder of this.folders) {
      const names = (await isPrivateFolder(folder)) ? await readdir(folder).catch(() => []) : [];
      for (const name of names.filter((each) => each.endsWith('.sock') && each !== this.name)) {
        const answer = await askAt(join(folder, name), id);
        if (answer !== undefined) {
          return answer;
        }
      }
    }
    return undefined;
  }

  dispose(): void {
    this.isOver = true;
    this.server?.close();
  }

  private async listenIn(folder: string): Promise<void> {
    await mkdir(folder, { mode: 0o700 }).catch(() => undefined); // it may be there, or cannot be
    if (!(await isPrivateFolder(folder))) {
      throw new Error(`${folder} is not a folder of this user alone`);
    }
    if (this.isOver) {
      return; // the window was closed meanwhile
    }
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject).listen(join(folder, this.name), resolve);
    });
    server.unref();
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
