import { spawnSync } from 'node:child_process';
import { ROOT } from './environment.js';

/** Writes the bundles of dist/, as they ship. @throws when they cannot be built */
export function build(): void {
  if (spawnSync(process.execPath, ['esbuild.js'], { cwd: ROOT, stdio: 'inherit' }).status !== 0) {
    throw new Error('The build failed.');
  }
}
