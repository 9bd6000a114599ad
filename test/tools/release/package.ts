// Builds and packages the extension, and holds what is in the .vsix against the list of what should be.
import { statSync } from 'node:fs';
import { build } from '../build.js';
import { linkBases } from './links.js';
import { packForEditor, packForGallery } from './pack.js';
import { compareContents, readVsix, VSIX } from './vsix.js';

/** Exactly these, by the names that vsce gives them. */
const EXPECTED = [
  'LICENSE.txt',
  'changelog.md',
  'dist/ask.js',
  'dist/aws.js',
  'dist/credentialHelper.js',
  'dist/extension.js',
  'dist/iam.js',
  'dist/iamCatalog.br',
  'dist/lending.js',
  'dist/onDemand.js',
  'dist/policyDocuments.js',
  'dist/s3.js',
  'dist/signIn.js',
  'dist/wiring.js',
  'l10n/bundle.l10n.de.json',
  'media/icon.png',
  'media/s3.svg',
  'media/walkthrough/assume-dark.webp',
  'media/walkthrough/assume-light.webp',
  'media/walkthrough/denied-dark.webp',
  'media/walkthrough/denied-light.webp',
  'media/walkthrough/role-dark.webp',
  'media/walkthrough/role-light.webp',
  'media/walkthrough/s3-dark.webp',
  'media/walkthrough/s3-light.webp',
  'media/walkthrough/source-dark.webp',
  'media/walkthrough/source-light.webp',
  'media/walkthrough/terminal-dark.webp',
  'media/walkthrough/terminal-light.webp',
  'package.json',
  'package.nls.de.json',
  'package.nls.json',
  'readme.md',
];

const row = (bytes: number, name: string): string => `${(bytes / 1024).toFixed(1).padStart(9)} KB  ${name}`;

build();
const bases = linkBases(process.env);
await (bases === undefined ? packForEditor(VSIX) : packForGallery(VSIX, bases));
const { files } = await readVsix(VSIX);
for (const { path, size } of files) console.log(row(size, path));
console.log(row(statSync(VSIX).size, 'role-sessions.vsix'));

const complaints = compareContents(
  files.map(({ path }) => path),
  EXPECTED,
);
for (const complaint of complaints) console.log(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
