// What persists between starts: settings and the demo folder, one profile per checkout.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot, claim } from './cache.js';
import { ROOT } from './environment.js';

const DEMO_FILES = {
  'installing_terraform.sh': '#!/bin/sh\n# The file that the tutorial tries to upload.\napt-get install -y terraform\n',
  'README.md': '# A folder to try Role Sessions in\n\nUpload `installing_terraform.sh` from here.\n',
};

export interface Profile {
  /** 1 for the first that runs of this checkout, 2 for another beside it… */
  readonly number: number;
  readonly folder: string;
  readonly home: string;
  readonly workspace: string;
}

/** The first profile that no other process uses, and nobody else gets while this one lives. */
function claimProfile(): { readonly number: number; readonly name: string } {
  const checkout = `try-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? checkout : `${checkout}-${number}`;
    if (claim(name)) return { number, name };
  }
}

export function prepareProfile(): Profile {
  const { number, name } = claimProfile();
  const folder = join(cacheRoot(), name);
  const home = join(folder, 'home');
  const workspace = join(folder, 'demo');
  mkdirSync(home, { recursive: true });
  mkdirSync(workspace, { recursive: true });
  for (const [file, text] of Object.entries(DEMO_FILES)) {
    if (!existsSync(join(workspace, file))) writeFileSync(join(workspace, file), text);
  }
  return { number, folder, home, workspace };
}
