// What is shipped, in kilobytes of 1024 bytes.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/environment.js';
import { atMost, kilobytes, type Row, type Section } from './figures.js';

const AIMS_KB: Readonly<Record<string, number>> = { 'dist/extension.js': 60, 'role-sessions.vsix': 700 };

function rowOf(file: string): Row {
  const bytes = statSync(join(ROOT, file)).size;
  const most = AIMS_KB[file];
  const row = { what: file, value: kilobytes(bytes) };
  return most === undefined ? row : { ...row, aim: atMost(bytes / 1024, most, `${most} KB`) };
}

export function sizes(): Promise<Section> {
  // It fails when the list of files is not the expected one, which is not measured here.
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'test/tools/package.ts'], { cwd: ROOT, stdio: 'ignore' });
  } catch {
    console.error('The package is not complete: see `npm run package`.');
  }
  const bundles = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.js'));
  const files = [...bundles.sort().map((name) => `dist/${name}`), 'role-sessions.vsix'];
  return Promise.resolve({ title: 'Sizes, minified', rows: files.map(rowOf) });
}
