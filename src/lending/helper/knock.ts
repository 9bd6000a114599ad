import { lstat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import { isPrivateFolder } from '../../base/files/privateFolder.js';
import type { Meeting } from './meeting.js';
import { ANSWER_BYTES, parseAnswer, requestLine, type Asked, type HelperAnswer } from './protocol.js';

/** What comes of asking a window. `silent`: it is there, and does not answer as a window does. */
export type Knocked = HelperAnswer | { readonly kind: 'gone' } | { readonly kind: 'silent' };

interface Wanted {
  readonly asked: Asked;
  readonly pid: number;
  /** For all of it. */
  readonly ms: number;
}

/** Never rejects. */
export async function knock({ socket }: Meeting, { asked, pid, ms }: Wanted): Promise<Knocked> {
  const obstacle = await obstacleTo(socket);
  if (obstacle !== undefined) {
    return { kind: obstacle };
  }
  return new Promise((resolve) => {
    let [heard, isAsked] = ['', false];
    const connection = createConnection(socket);
    const limit = setTimeout(() => give({ kind: 'silent' }), ms);
    const give = (knocked: Knocked): void => {
      clearTimeout(limit);
      connection.destroy();
      resolve(knocked);
    };
    connection
      .setEncoding('utf8')
      .on('error', (error) => give({ kind: isRefusal(error) ? 'gone' : 'silent' }))
      .on('close', () => give({ kind: 'silent' }))
      .on('data', (text: string) => {
        heard += text;
        const end = heard.indexOf('\n');
        if (heard.length > ANSWER_BYTES) {
          give({ kind: 'silent' });
        } else if (end >= 0 && isAsked) {
          give(parseAnswer(heard.slice(0, end)) ?? { kind: 'silent' });
        } else if (end >= 0) {
          connection.write(requestLine({ nonce: heard.slice(0, end), asked, pid }));
          [heard, isAsked] = ['', true];
        }
      });
  });
}

/** Nobody listens there any more. */
export async function isDead({ socket }: Meeting): Promise<boolean> {
  const obstacle = await obstacleTo(socket);
  if (obstacle !== undefined) {
    return obstacle === 'gone';
  }
  return new Promise((resolve) => {
    const connection = createConnection(socket, () => give(false));
    const give = (isGone: boolean): void => {
      connection.destroy();
      resolve(isGone);
    };
    connection.on('error', (error) => give(isRefusal(error))).setTimeout(1_000, () => give(false));
  });
}

/** Nothing is said to what somebody else may have put there. */
async function obstacleTo(socket: string): Promise<'gone' | 'silent' | undefined> {
  if (process.platform === 'win32') {
    return undefined;
  }
  try {
    const found = await lstat(socket);
    const isOurs = found.isSocket() && found.uid === process.getuid?.() && (await isPrivateFolder(dirname(socket)));
    return isOurs ? undefined : 'silent';
  } catch (error) {
    return isRefusal(error) ? 'gone' : 'silent';
  }
}

function isRefusal(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}
