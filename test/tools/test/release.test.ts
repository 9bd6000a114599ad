// Stories of a release: the galleries' own clients, against galleries of ours.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, ROOT, temporaryFolder } from '../environment.js';
import { startFakeGalleries, type FakeGalleries } from './fakeGalleries.js';
import type { Manifest } from '../release/vsix.js';

const TOKEN = 'a-token-that-nobody-may-read';
const TOKENS = { VSCE_PAT: TOKEN, OVSX_PAT: TOKEN };
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const TAG = `v${own.version}`;

/** A small extension with this one's name and the given version. */
async function smallVsix(folder: string, version: string): Promise<string> {
  const { createVSIX } = await import('@vscode/vsce');
  const source = join(folder, version);
  mkdirSync(source);
  const manifest = { publisher: own.publisher, name: own.name, version, engines: { vscode: '^1.99.0' } };
  writeFileSync(join(source, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(source, 'README.md'), 'An extension.\n');
  writeFileSync(join(source, 'LICENSE'), 'MIT\n');
  const packagePath = join(folder, `${version}.vsix`);
  await createVSIX({ cwd: source, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}

describe('a release', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  let vsix = '';
  /** As it is once the next version is made of what stands in it. */
  const changelog = join(folder, 'CHANGELOG.md');
  let files: readonly string[] = [];
  let galleries: FakeGalleries;
  let release: (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<void>;

  beforeAll(async () => {
    galleries = await startFakeGalleries(own);
    // vsce reads its gallery's address when it is loaded: nothing here may load it before.
    for (const [name, value] of Object.entries(galleries.env)) vi.stubEnv(name, value);
    ({ release } = await import('../release/release.js'));
    vsix = await smallVsix(folder, own.version);
    writeFileSync(changelog, `# Changelog\n\n## ${own.version}\n\n- A change.\n`);
    files = ['--vsix', vsix, '--changelog', changelog];
  }, 60_000);
  afterEach(() => galleries.reset());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await galleries.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes nothing unless it is told to', async () => {
    await release(files, TOKENS);
    await release([...files, '--tag', TAG], TOKENS);
    expect(galleries.uploads).toEqual([]);
  });

  it.each(['marketplace', 'open-vsx'] as const)('hands the file to %s once, with its token', async (gallery) => {
    await release([...files, '--publish', gallery, '--tag', TAG], TOKENS);
    // The run that was stopped half-way is run again.
    await release([...files, '--publish', gallery], { ...TOKENS, GITHUB_REF: `refs/tags/${TAG}` });
    expect(galleries.uploads).toEqual([{ gallery, token: TOKEN, bytes: readFileSync(vsix) }]);
  });

  it.each([
    ['a tag of another version', ['--publish', 'open-vsx', '--tag', 'v99.0.0'], TOKENS, 'The tag is v99.0.0'],
    ['the same in a run', ['--publish', 'open-vsx'], { ...TOKENS, GITHUB_REF: 'refs/tags/v99.0.0' }, 'v99.0.0'],
    ['no tag', ['--publish', 'open-vsx'], TOKENS, 'A release is published from a tag.'],
    ['a branch', ['--publish', 'open-vsx'], { ...TOKENS, GITHUB_REF: `refs/heads/${TAG}` }, 'published from a tag'],
    ['no token', ['--publish', 'marketplace', '--tag', TAG], { OVSX_PAT: TOKEN }, 'needs a token in VSCE_PAT'],
    ['an empty token', ['--publish', 'open-vsx', '--tag', TAG], { OVSX_PAT: '' }, 'needs a token in OVSX_PAT'],
    ['no such gallery', ['--publish', 'everywhere', '--tag', TAG], TOKENS, 'No such gallery: everywhere'],
  ])('publishes nothing with %s', async (_case, args, env, reason) => {
    await expect(release([...files, ...args], env)).rejects.toThrow(reason);
    expect(galleries.uploads).toEqual([]);
  });

  it('publishes nothing while there are changes of no version', async () => {
    const pending = join(folder, 'pending.md');
    writeFileSync(pending, readFileSync(changelog, 'utf8').replace('## ', '## Unreleased\n\n- The next.\n\n## '));
    const args = ['--vsix', vsix, '--changelog', pending];
    await release(args, TOKENS);
    await expect(release([...args, '--publish', 'open-vsx', '--tag', TAG], TOKENS)).rejects.toThrow('"Unreleased"');
    expect(galleries.uploads).toEqual([]);
  });

  it('publishes no file of another version, and none that is not there', async () => {
    const args = ['--changelog', changelog, '--publish', 'open-vsx', '--tag', TAG, '--vsix'];
    const other = await smallVsix(folder, '99.0.0');
    await expect(release([...args, other], TOKENS)).rejects.toThrow(`${own.publisher}.${own.name} 99.0.0`);
    await expect(release([...args, join(folder, 'none.vsix')], TOKENS)).rejects.toThrow('run npm run package');
    expect(galleries.uploads).toEqual([]);
  });

  it.each(['marketplace', 'open-vsx'])(
    'fails when %s refuses, and nothing it prints has the token',
    async (gallery) => {
      galleries.refusal = `Who is ${TOKEN}?`;
      const args = ['--import', 'tsx', 'test/tools/release/main.ts', ...files, '--publish', gallery, '--tag', TAG];
      const env = cleanEnvironment({ ...galleries.env, ...TOKENS });
      const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
        execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) => {
          resolve({ code: error?.code, output: `${stdout}${stderr}` });
        });
      });
      expect(output).toContain('Who is ***?');
      expect(output).not.toContain(TOKEN);
      expect(code).toBe(1);
    },
  );
});
