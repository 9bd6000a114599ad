import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Borrower } from '../../model/sessionAct.js';

/** TCP_ESTABLISHED and TCP_CLOSE_WAIT, as proc(5) writes them. */
const CONNECTED = ['01', '08'];

/**
 * The process at the other end of a connection of this machine, by its port there. Linux tells of this user's own
 * (proc(5): /proc/net/tcp, /proc/PID/fd); of others, and elsewhere, nothing is known.
 */
export async function programAt(port: number | undefined): Promise<Pick<Borrower, 'pid' | 'program'>> {
  if (port === undefined || process.platform !== 'linux') {
    return {};
  }
  try {
    const inode = await inodeOf(port);
    const pid = inode === undefined ? undefined : await holderOf(inode);
    return pid === undefined ? {} : { pid, program: (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() };
  } catch {
    return {}; // it has ended meanwhile
  }
}

/** Of the socket that has this port as its own. */
async function inodeOf(port: number): Promise<string | undefined> {
  const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1);
    for (const line of lines) {
      const [, local = '', , state = '', , , , , , inode] = line.trim().split(/\s+/);
      if (local.endsWith(own) && CONNECTED.includes(state) && inode !== '0') {
        return inode;
      }
    }
  }
  return undefined;
}

async function holderOf(inode: string): Promise<number | undefined> {
  const wanted = `socket:[${inode}]`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids.reverse()) {
    const held = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const fd of held) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === wanted) {
        return Number(pid);
      }
    }
  }
  return undefined;
}
