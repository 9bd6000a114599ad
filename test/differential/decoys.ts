// A folder as somebody hostile would leave it for an editor to be started in: whatever a relative path of a case could
// name is there, in mallory's hand.
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keys } from './case.js';
import { watchFolder } from './trespass.js';

export const TRESPASSER = 'mallory';
const MARK = 'ran-';
const NAMES = ['dev', 'mid', 'low', 'base', 'default'];
const PROFILES = NAMES.map((name) => `[profile ${name}]\n${keys(TRESPASSER)}[${name}]\n${keys(TRESPASSER)}`).join('');
const TEXTS: Readonly<Record<string, string>> = {
  config: PROFILES,
  credentials: PROFILES,
  keys: PROFILES,
  token: 'eyJhbGciOiJub25lIn0.e30.',
  secret: 'not-the-token',
  'ca.pem': 'no certificate',
};
const PROGRAMS = ['keys-of-carl', 'keys-of-anna'];
/** Relative paths start with these as they stand where nobody expands them. */
const FOLDERS = ['', '.aws', 'aws', 'bin', 'moved', '~', '~/bin', '~/moved', '~nobody', '$NOWHERE', '$PLACE', '$HOME'];

export interface Decoys {
  readonly folder: string;
  /** The programs that were run. */
  ran(): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** Makes the folder and goes there: the working directory of this process. */
export async function enterDecoys(): Promise<Decoys> {
  const folder = await mkdtemp(join(tmpdir(), 'rs-decoys-'));
  const before = process.cwd();
  for (const each of FOLDERS) {
    for (const [name, content] of Object.entries(TEXTS)) await put(folder, join(each, name), content);
    for (const name of PROGRAMS) {
      await put(folder, join(each, name), program(join(folder, MARK + name)));
      await chmod(join(folder, each, name), 0o755);
    }
  }
  process.chdir(folder);
  watchFolder(folder);
  return {
    folder,
    ran: async () => (await readdir(folder)).filter((name) => name.startsWith(MARK)),
    leave: async () => {
      watchFolder(undefined);
      process.chdir(before);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function put(folder: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

function program(mark: string): string {
  const [, AccessKeyId, SecretAccessKey] = /= (\S+)\n.*= (\S+)/.exec(keys(TRESPASSER)) ?? [];
  const reply = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey });
  return `#!/bin/sh\ntouch '${mark}'\ncat <<'END'\n${reply}\nEND\n`;
}
