import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePrivateFile } from '../../base/files/privateFile.js';
import { isPrivateFolder } from '../../base/files/privateFolder.js';
import { socketFolders } from '../../base/files/socketFolders.js';
import type { Disposable } from '../../base/listeners.js';
import { forget, meetingFile, meetingFolder, meetings } from './meeting.js';
import { isDead } from './knock.js';
import { parseRequest, REQUEST_BYTES, type Asked, type HelperAnswer } from './protocol.js';

const REQUEST_MS = 2_000;
const CONNECTIONS = 64;

interface HelperServerContext {
  /** A folder of the extension's. */
  readonly storage: string;
  /** At once for a session; `pid`: of what ran the helper. Never rejects. */
  readonly answer: (asked: Asked, pid: number | undefined) => HelperAnswer | Promise<HelperAnswer>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Where the helper program asks this window. In a folder of the user's alone; on Windows a pipe whose name nobody can
 * guess. Whoever connects is given a word that is good once, and gets an answer for that word alone.
 */
export class HelperServer implements Disposable {
  private readonly name = randomBytes(4).toString('hex');
  private readonly connections = new Set<Socket>();
  private server: Server | undefined;
  private hasEnded = false;

  constructor(private readonly context: HelperServerContext) {}

  /** @throws an error that says why this window cannot be asked */
  async listen(): Promise<void> {
    const { storage } = this.context;
    await mkdir(meetingFolder(storage), { recursive: true, mode: 0o700 });
    void forgetDead(storage);
    const socket = process.platform === 'win32' ? pipeName() : await this.socketPath();
    const server = createServer((connection) => this.serve(connection));
    server.maxConnections = CONNECTIONS;
    if (this.isOver()) {
      return; // the window was closed meanwhile
    }
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject).listen(socket, resolve);
    });
    server.unref();
    await writePrivateFile(meetingFile(storage, this.name), JSON.stringify({ host: hostname(), socket }));
    if (this.isOver()) {
      this.dispose();
    }
  }

  dispose(): void {
    this.hasEnded = true;
    rmSync(meetingFile(this.context.storage, this.name), { force: true });
    this.server?.close();
    this.connections.forEach((connection) => connection.destroy());
  }

  /** By now: while something is waited for, the window may close. */
  private isOver(): boolean {
    return this.hasEnded;
  }

  private async socketPath(): Promise<string> {
    const { storage, environment = process.env } = this.context;
    const folders = socketFolders(storage, { environment, temporary: tmpdir(), uid: process.getuid?.() });
    for (const folder of folders) {
      await mkdir(folder, { mode: 0o700 }).catch(() => undefined); // it may be there, or cannot be
      if (await isPrivateFolder(folder)) {
        return join(folder, `${this.name}.sock`);
      }
    }
    throw new Error(`There is no folder for a socket that keeps others out: ${folders.join(', ')}`);
  }

  /** What is not as it should be is hung up on without a word. */
  private serve(connection: Socket): void {
    const nonce = randomBytes(16).toString('hex');
    const limit = setTimeout(() => connection.destroy(), REQUEST_MS);
    let asked = Buffer.alloc(0);
    let isAsked = false;
    this.connections.add(connection);
    connection
      .on('error', () => connection.destroy())
      .on('close', () => {
        clearTimeout(limit);
        this.connections.delete(connection);
      })
      .on('data', (bytes: Buffer) => {
        asked = Buffer.concat([asked, bytes]);
        if (asked.length > REQUEST_BYTES || isAsked) {
          connection.destroy();
        } else if (asked.includes('\n')) {
          isAsked = true;
          void this.reply(connection, nonce, asked.toString('utf8'));
        }
      });
    connection.write(`${nonce}\n`);
  }

  private async reply(connection: Socket, nonce: string, line: string): Promise<void> {
    const request = line.indexOf('\n') === line.length - 1 ? parseRequest(line) : undefined;
    if (request?.nonce !== nonce) {
      connection.destroy();
      return;
    }
    const answer = await this.context.answer(request.asked, request.pid);
    connection.end(`${JSON.stringify(answer)}\n`);
  }
}

/** Nothing keeps others from a pipe but that they do not know its name. */
function pipeName(): string {
  return `\\\\.\\pipe\\role-sessions-${randomBytes(16).toString('hex')}`;
}

/** Windows that have not ended as they should have. */
async function forgetDead(storage: string): Promise<void> {
  for (const meeting of await meetings(storage)) {
    if (await isDead(meeting)) {
      await forget(storage, meeting);
    }
  }
}
