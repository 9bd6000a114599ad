// What is parsed in every window is what every window needs: all else is in bundles that are loaded at first use.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../environment.js';

const { bundles } = createRequire(import.meta.url)(join(ROOT, 'esbuild.js')) as {
  readonly bundles: readonly BuildOptions[];
};
const nameOf = ({ outfile }: BuildOptions) => /(\w+)\.js$/.exec(outfile ?? '')?.[1] ?? '';

/** The files of ours that have a part in a bundle. */
async function filesOf(name: string): Promise<string[]> {
  const options = bundles.find((each) => nameOf(each) === name);
  const built = await build({ ...options, absWorkingDir: ROOT, write: false, metafile: true, logLevel: 'silent' });
  const [output] = Object.values(built.metafile.outputs);
  const parts = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return parts.map(([file]) => file).filter((file) => file.startsWith('src/'));
}

/** By the bundle: what is loaded later than it is. */
const LATER: Readonly<Record<string, readonly RegExp[]>> = {
  extension: [/^src\/(wiring|session|lending|terminals|config|ask|aws)\//],
  wiring: [
    /^src\/(config|aws|iam|signIn|process|onDemand)\//,
    /^src\/policyDocuments\/(?!(register|mayBePolicy)\.ts$)/,
    /^src\/(api|console|denials|exporting|logins|notebooks|revoking|snippets)\//,
    /^src\/ask\/(kit|interaction)\//,
    /^src\/lending\/(profile|helper)\//,
    /^src\/s3\/(index\.ts|names\/local|edit|listing|store|transfer)/,
    /^src\/identity\/(?!holding\.ts$)/,
    /^src\/session\/bringing\/(?!(register|broughtWatch|entry)\.ts$)/,
    /^src\/terminals\/identity\/(index|identityText|terminalReader)\.ts$/,
  ],
};

describe('what is loaded later', () => {
  it.each(Object.entries(LATER))('is not in dist/%s.js', async (name, later) => {
    const files = await filesOf(name);
    expect(files).toContain(name === 'extension' ? 'src/extension.ts' : `src/${name}/index.ts`);
    expect(files.filter((file) => later.some((pattern) => pattern.test(file)))).toEqual([]);
  });
});

it('each bundle is built, shipped, and loaded in one place', () => {
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const built = bundles.map(nameOf).sort();
  const shipped = [...read('.vscodeignore').matchAll(/^!dist\/(\w+)\.js$/gm)].map(([, name]) => name).sort();
  const loaded = [...read('src/bundles.ts').matchAll(/import\('\.\/(?:\w+\/)*(\w+)\/index\.js'\)/g)].map(
    ([, name]) => name,
  );
  expect(shipped).toEqual(built);
  expect([...loaded, 'extension', 'credentialHelper'].sort()).toEqual(built);
});
