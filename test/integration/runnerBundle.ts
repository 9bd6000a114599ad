// Bundles the suite for the extension host, which loads CommonJS and knows no TypeScript.
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Writes index.cjs and one *.test.cjs per test file to an emptied folder.
 * @param from where the tests are, seen from here
 * @returns the path of index.cjs
 */
export async function bundleSuite(folder: string, from: string): Promise<string> {
  const here = import.meta.dirname;
  const tests = readdirSync(join(here, from)).filter((name) => name.endsWith('.test.ts'));
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: ['index.ts', ...tests.map((name) => join(from, name))].map((name) => ({
      in: join(here, name),
      out: basename(name, '.ts'),
    })),
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
