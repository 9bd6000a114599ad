// A program of the user's that waits, as one does that has opened a browser, together with one that it has started.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProgram } from './sourceProfiles.js';

export class WaitingProgram {
  readonly file: string;
  private readonly pidsFile: string;

  constructor(folder: string, name: string) {
    this.pidsFile = join(folder, `${name}.pids`);
    this.file = writeProgram(folder, name, `sleep 600 & echo "$$,$!" > '${this.pidsFile}'; wait`);
  }

  /** How many of the two run. */
  running(): number {
    const pids = existsSync(this.pidsFile) ? readFileSync(this.pidsFile, 'utf8') : '';
    return pids.endsWith('\n') ? statesOf(pids.trim()).filter((state) => !state.startsWith('Z')).length : 0;
  }
}

/** One that has ended stays as a zombie (Z) until somebody asks for its exit code. */
function statesOf(pids: string): string[] {
  return spawnSync('ps', ['-o', 'stat=', '-p', pids], { encoding: 'utf8' }).stdout.match(/\S+/g) ?? [];
}
