import type { FolderKey } from '../../model/session/sessionReader.js';
import { type Holding } from '../../identity/holding.js';
import { commonHolding, holdingKey, type Given } from './holding.js';

/** What new shells were given from a moment on, in milliseconds since the epoch. */
export interface Giving {
  readonly since: number;
  readonly window: Holding;
  /** Those of them that do not act as the window. */
  readonly folders: ReadonlyMap<FolderKey, Holding>;
  /** What shells have in common wherever they begin. */
  readonly anywhere: Holding;
}

/** @param all the folders of the workspace */
export function givingOf(
  since: number,
  window: Holding,
  folders: ReadonlyMap<FolderKey, Holding>,
  all: readonly FolderKey[],
): Giving {
  const [first, ...others] = all.map((folder) => folders.get(folder) ?? window);
  return { since, window, folders, anywhere: others.reduce(commonHolding, first ?? window) };
}

/** The same wherever a shell begins. */
export function givingAll(since: number, holding: Holding): Giving {
  return givingOf(since, holding, new Map(), []);
}

export function isSameGiving(one: Giving, other: Giving): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ window, folders, anywhere }: Giving): string {
  const ofFolders = [...folders].map(([folder, holding]) => [folder, holdingKey(holding)]);
  return JSON.stringify([holdingKey(window), holdingKey(anywhere), ...ofFolders.sort()]);
}

/** What shells were given that began in a folder; undefined: in one that nobody knows. */
export function givenIn(history: readonly Giving[], folder: FolderKey | undefined): readonly Given[] {
  return history.map((giving) => ({ since: giving.since, holding: holdingIn(giving, folder) }));
}

export function holdingIn({ window, folders, anywhere }: Giving, folder: FolderKey | undefined): Holding {
  return folder === undefined ? anywhere : (folders.get(folder) ?? window);
}

/** Whatever a shell may be given by it. */
export function givenHoldings({ window, folders }: Giving): readonly Holding[] {
  return [window, ...folders.values()];
}
