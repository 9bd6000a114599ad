// Packages the extension and holds what is in the .vsix against the list of what should be.
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { ROOT, temporaryFolder } from '../environment.js';
import { linkBases } from './links.js';
import { withoutPictures } from './readme.js';
import { compareContents, readVsix, VSIX } from './vsix.js';

/** Exactly these, by the names that vsce gives them. */
const EXPECTED = [
  'LICENSE.txt',
  'changelog.md',
  'dist/ask.js',
  'dist/aws.js',
  'dist/extension.js',
  'dist/s3.js',
  'dist/signIn.js',
  'l10n/bundle.l10n.json',
  'media/icon.png',
  'media/s3.svg',
  'package.json',
  'package.nls.json',
  'readme.md',
];

/** There is no address that the README's pictures have on the web: a .vsix for somebody's own editor. */
async function packLocally(): Promise<void> {
  const folder = temporaryFolder();
  try {
    for (const file of await listFiles({ cwd: ROOT, packageManager: PackageManager.None })) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    writeFileSync(join(folder, 'README.md'), withoutPictures(readFileSync(join(ROOT, 'README.md'), 'utf8')));
    await pack(folder, { rewriteRelativeLinks: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack(cwd: string, links: Parameters<typeof createVSIX>[0]): Promise<void> {
  await createVSIX({ cwd, packagePath: VSIX, dependencies: false, allowMissingRepository: true, ...links });
}

const row = (bytes: number, name: string): string => `${(bytes / 1024).toFixed(1).padStart(9)} KB  ${name}`;

const bases = linkBases(process.env);
await (bases === undefined ? packLocally() : pack(ROOT, bases));
const { files } = await readVsix(VSIX);
for (const { path, size } of files) console.log(row(size, path));
console.log(row(statSync(VSIX).size, 'role-sessions.vsix'));

const complaints = compareContents(
  files.map(({ path }) => path),
  EXPECTED,
);
for (const complaint of complaints) console.log(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
