// What is really in a .vsix: a zip whose folder "extension" is what an editor installs.
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { ROOT } from '../environment.js';

/** Where `npm run package` puts it. */
export const VSIX = join(ROOT, 'role-sessions.vsix');

export interface Vsix {
  /** What the editor installs, by path below the extension's folder, sorted. */
  readonly files: readonly VsixFile[];
  readonly manifest: Manifest;
}

interface VsixFile {
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
}

export interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

const FOLDER = 'extension/';
/** What the format itself asks for beside the extension. */
const OF_THE_FORMAT = ['[Content_Types].xml', 'extension.vsixmanifest'];

/** @throws Error when the file is no .vsix, or holds something outside the extension's folder */
export async function readVsix(file: string): Promise<Vsix> {
  const zip = await openPromise(file, { lazyEntries: true });
  const files: VsixFile[] = [];
  let manifest: Manifest | undefined;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize: size } = entry;
    if (OF_THE_FORMAT.includes(fileName)) continue;
    if (!fileName.startsWith(FOLDER)) throw new Error(`${file} has ${fileName} beside the extension's folder.`);
    const path = fileName.slice(FOLDER.length);
    files.push({ path, size });
    if (path === 'package.json') manifest = (await json(await zip.openReadStreamPromise(entry))) as Manifest;
  }
  if (manifest === undefined) throw new Error(`${file} has no package.json.`);
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), manifest };
}

/** What is there too much and what is not there, a sentence each. */
export function compareContents(found: readonly string[], expected: readonly string[]): string[] {
  const unexpected = found.filter((file) => !expected.includes(file));
  const missing = expected.filter((file) => !found.includes(file));
  return [
    ...unexpected.map((file) => `Not expected in the package: ${file}`),
    ...missing.map((file) => `Missing from the package: ${file}`),
  ];
}
