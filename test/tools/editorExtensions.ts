// An editor's own folders, and how extensions get into them.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeServer } from './codeServer.js';
import { cleanEnvironment } from './environment.js';
import { runCommand } from './processes.js';

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/** Puts links to the extensions' folders into an editor's folder of extensions. */
export function linkExtensions(folder: string, extensions: readonly string[]): void {
  rmSync(folder, { recursive: true, force: true }); // Its extensions.json would keep a stale link.
  mkdirSync(folder, { recursive: true });
  for (const extension of extensions) {
    const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as Manifest;
    symlinkSync(extension, join(folder, `${manifest.publisher}.${manifest.name}-${manifest.version}`));
  }
}

/** What tells code-server to keep everything below `dir`. */
export function folderArguments(dir: string): string[] {
  const config = ['--config', join(dir, 'config.yaml')];
  return [...config, '--user-data-dir', join(dir, 'data'), '--extensions-dir', join(dir, 'ext')];
}

/** The same as variables; there is no gallery. */
export function folderEnvironment(dir: string, home: string): Record<string, string> {
  return { HOME: home, XDG_DATA_HOME: join(dir, 'xdg'), EXTENSIONS_GALLERY: '{}' };
}

/** Installs a packaged extension by the editor's own command. @throws Error with the command's last lines */
export async function installVsix(vsix: string, { node, entry }: CodeServer, dir: string, home: string): Promise<void> {
  await runCommand(node, [entry, '--install-extension', vsix, ...folderArguments(dir)], {
    cwd: home,
    env: cleanEnvironment(folderEnvironment(dir, home)),
    log: join(dir, 'install.log'),
  });
}
