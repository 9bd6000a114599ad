// Makes the .vsix.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { ROOT, temporaryFolder } from '../environment.js';
import { withoutPictures, withoutProjectLinks } from './readme.js';
import type { LinkBases } from './links.js';

interface Links extends Partial<LinkBases> {
  readonly rewriteRelativeLinks: boolean;
}

async function pack(cwd: string, packagePath: string, links: Links): Promise<void> {
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, ...links });
}

/** A .vsix for a gallery, where the README's links and pictures lead to these addresses. The build must be there. */
export const packForGallery = (vsix: string, bases: LinkBases): Promise<void> =>
  pack(ROOT, vsix, { ...bases, rewriteRelativeLinks: true });

/** A .vsix for somebody's own editor: the README's pictures and pages have no address on the web. The build must be there. */
export async function packForEditor(vsix: string): Promise<void> {
  const folder = temporaryFolder();
  try {
    for (const file of await listFiles({ cwd: ROOT, packageManager: PackageManager.None })) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    for (const page of ['README.md', 'CHANGELOG.md']) {
      writeFileSync(join(folder, page), withoutProjectLinks(withoutPictures(readFileSync(join(ROOT, page), 'utf8'))));
    }
    await pack(folder, vsix, { rewriteRelativeLinks: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
