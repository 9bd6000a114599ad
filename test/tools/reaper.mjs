// Ends the process groups its parent started once the parent is gone, however it went (SIGKILL included):
// standard input names them, "+PID" and "-PID", and closes with the parent.
import { createInterface } from 'node:readline';

/** @type {Set<number>} */
const groups = new Set();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
});
lines.on('close', () => {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => undefined);
