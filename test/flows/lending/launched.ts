// The helper program as it is shipped, run by its launcher as another program runs it.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeLauncher } from '../../../src/lending/profile/managedFile.js';
import { launcherName } from '../../../src/lending/helper/launcher.js';
import { ROOT } from '../../tools/environment.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The launcher's path. What is in `folder` goes with that. */
export async function installHelper(folder: string): Promise<string> {
  const extension = join(folder, 'extension');
  const storage = storageIn(folder);
  await mkdir(storage, { recursive: true, mode: 0o700 });
  await build({
    entryPoints: [join(ROOT, 'src/lending/helper/program/main.ts')],
    outfile: join(extension, 'dist/credentialHelper.js'),
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs', minify: true, logLevel: 'silent' },
  });
  await writeLauncher({ storage, extension });
  return join(storage, launcherName());
}

export function storageIn(folder: string): string {
  return join(folder, 'storage');
}

/** A program and its parameters, in an environment of next to nothing. */
export function runProgram(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [program = '', ...parameters] = words;
  return new Promise((resolve) => {
    const child = execFile(program, parameters, { env: { PATH: process.env['PATH'], ...env } }, (_, out, error) =>
      resolve({ code: child.exitCode ?? -1, out, error }),
    );
  });
}
