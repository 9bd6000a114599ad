// Packages the extension and holds the list of what is in the .vsix against the list of what should be.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { ROOT } from './environment.js';

const VSIX = join(ROOT, 'role-sessions.vsix');
/** Exactly these. */
const EXPECTED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/aws.js',
  'dist/config.js',
  'dist/extension.js',
  'dist/ask.js',
  'dist/s3.js',
  'dist/signIn.js',
  'media/icon.png',
  'media/s3.svg',
  'package.json',
  'package.nls.json',
];

function size(file: string): string {
  return `${(statSync(join(ROOT, file)).size / 1024).toFixed(1).padStart(9)} KB  ${file}`;
}

const files = (await listFiles({ cwd: ROOT, packageManager: PackageManager.None })).sort();
// Links of the README stay as written: there is no repository address to make them absolute with.
await createVSIX({ cwd: ROOT, packagePath: VSIX, dependencies: false, rewriteRelativeLinks: false });
console.log(files.map(size).join('\n'));
console.log(size('role-sessions.vsix'));

const unexpected = files.filter((file) => !EXPECTED.includes(file));
const missing = EXPECTED.filter((file) => !files.includes(file));
for (const file of unexpected) console.log(`Not expected in the package: ${file}`);
for (const file of missing) console.log(`Missing from the package: ${file}`);
process.exitCode = unexpected.length + missing.length > 0 ? 1 : 0;
