// What is shipped, in kilobytes of 1024 bytes.
import { execFile } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listFiles, PackageManager } from '@vscode/vsce';
import { ROOT } from '../tools/environment.js';
import { atMost, kilobytes, type Row, type Section } from './figures.js';

const VSIX = 'role-sessions.vsix';
const AIMS_KB: Readonly<Record<string, number>> = { 'dist/extension.js': 60, [VSIX]: 700 };

function rowOf(file: string): Row {
  const bytes = statSync(join(ROOT, file)).size;
  const most = AIMS_KB[file];
  const row = { what: file, value: kilobytes(bytes) };
  return most === undefined ? row : { ...row, aim: atMost(bytes / 1024, most, `${most} KB`) };
}

async function packageExtension(): Promise<void> {
  rmSync(join(ROOT, VSIX), { force: true });
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'test/tools/release/package.ts'], { cwd: ROOT });
  } catch {
    // It also fails when the list of files is not the expected one, which is not measured here.
    console.error('The package is not complete: see `npm run package`.');
  }
}

export async function sizes(): Promise<Section> {
  await packageExtension();
  const shipped = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  const bundles = shipped.filter((file) => file.startsWith('dist/')).sort();
  return { title: 'Sizes, minified', rows: [...bundles, VSIX].map(rowOf) };
}
