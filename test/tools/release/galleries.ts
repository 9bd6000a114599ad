// The two galleries that editors install from, each with its own client.
import { publishVSIX } from '@vscode/vsce';
import { publish as publishToOpenVsx } from 'ovsx';

export interface Gallery {
  readonly title: string;
  /** The environment variable with the token; its client reads it under the same name. */
  readonly tokenVariable: string;
  /** A version that is there already is no mistake: a release that stopped half-way is run again. */
  publish(vsix: string, token: string): Promise<void>;
}

/** ovsx answers how each file went instead of failing. */
function throwRejected(results: readonly PromiseSettledResult<void>[]): void {
  if (results.length === 0) throw new Error('Nothing was published.');
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason;
  }
}

export const GALLERIES = {
  marketplace: {
    title: 'Visual Studio Marketplace',
    tokenVariable: 'VSCE_PAT',
    async publish(vsix, token) {
      await publishVSIX(vsix, { pat: token, skipDuplicate: true });
    },
  },
  'open-vsx': {
    title: 'Open VSX',
    tokenVariable: 'OVSX_PAT',
    async publish(vsix, token) {
      throwRejected(await publishToOpenVsx({ packagePath: [vsix], pat: token, skipDuplicate: true }));
    },
  },
} satisfies Record<string, Gallery>;

export type GalleryName = keyof typeof GALLERIES;

export const isGalleryName = (text: string): text is GalleryName => Object.hasOwn(GALLERIES, text);
