import { spawn, type ChildProcess } from 'node:child_process';
import { systemProgram } from './findProgram.js';

/** Between the request to end and the end. */
const GRACE_MS = 500;

/** Ends a process with everything that it has started: the group that it leads, or on Windows the tree below it. */
export function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    const taskkill = systemProgram('taskkill.exe', process.env);
    spawn(taskkill, ['/pid', String(pid), '/T', '/F'], { windowsHide: true }).on('error', () => child.kill());
    return;
  }
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // it is gone
  }
}
