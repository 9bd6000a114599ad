import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a workspace of folders below one. @returns the path of the .code-workspace file */
export function writeWorkspace(below: string, names: readonly string[]): string {
  for (const name of names) mkdirSync(join(below, name), { recursive: true });
  const file = join(below, 'folders.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: names.map((path) => ({ path })) }));
  return file;
}
