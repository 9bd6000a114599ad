// Bundles the suite for the extension host, which loads CommonJS and knows no TypeScript.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Writes index.cjs and one *.test.cjs per test file to an emptied folder; answers the path of index.cjs. */
export async function bundleSuite(folder: string): Promise<string> {
  const here = import.meta.dirname;
  const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts'));
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: ['index.ts', ...tests].map((name) => join(here, name)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'mocha'],
    define: { 'import.meta.url': 'bundledUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: 'const bundledUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  return join(folder, 'index.cjs');
}
