import { readdir, rm } from 'node:fs/promises';
import { lstatSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isPrivateFolder } from '../../base/files/privateFolder.js';

/** Where a window can be asked. Each has a file in the storage folder that says it. */
export interface Meeting {
  /** Of the file, without its ending. */
  readonly name: string;
  /** A home folder may be that of several machines. */
  readonly host: string;
  /** The path of a socket, or the name of a pipe. */
  readonly socket: string;
}

const ENDING = '.window';
const isWindows = process.platform === 'win32';

/** Within the folder that is given to the helper program. */
export function meetingFolder(storage: string): string {
  return join(storage, 'windows');
}

/** What is in it: `host` and `socket` of a meeting, as JSON. */
export function meetingFile(storage: string, name: string): string {
  return join(meetingFolder(storage), `${name}${ENDING}`);
}

/** Of this machine. What anybody else could have written is passed over. */
export async function meetings(storage: string): Promise<readonly Meeting[]> {
  const folder = meetingFolder(storage);
  if (!isWindows && !((await isPrivateFolder(storage)) && (await isPrivateFolder(folder)))) {
    return [];
  }
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ENDING));
  const found = files.map((file) => meetingIn(storage, file.slice(0, -ENDING.length)));
  return found.flatMap((meeting) => (meeting?.host === hostname() ? [meeting] : []));
}

/** What a window has left behind that is gone: nobody listens there any more. */
export async function forget(storage: string, { name, socket }: Meeting): Promise<void> {
  const isSocket = !isWindows && lstatSync(socket, { throwIfNoEntry: false })?.isSocket() === true;
  await Promise.allSettled([rm(meetingFile(storage, name), { force: true }), isSocket && rm(socket, { force: true })]);
}

function meetingIn(storage: string, name: string): Meeting | undefined {
  try {
    const file = meetingFile(storage, name);
    const found = lstatSync(file);
    const isOurs = isWindows || (found.uid === process.getuid?.() && (found.mode & 0o077) === 0);
    if (!found.isFile() || !isOurs) {
      return undefined;
    }
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { host, socket } = typeof read === 'object' && read !== null ? (read as Partial<Meeting>) : {};
    return typeof host === 'string' && typeof socket === 'string' ? { name, host, socket } : undefined;
  } catch {
    return undefined;
  }
}
