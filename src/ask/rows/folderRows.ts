import * as l10n from '../../base/l10n.js';
import type { FolderKey, SessionReader } from '../../model/session/sessionReader.js';
import { actingText } from '../../model/sessionText/actingText.js';

/** A folder to choose, with what it acts as now. */
export interface FolderRow {
  readonly folder: FolderKey;
  readonly label: string;
  readonly description: string;
}

/** @param names of the workspace's folders */
export function folderRows(
  sessions: Pick<SessionReader, 'active' | 'folders'>,
  names: ReadonlyMap<FolderKey, string>,
  now: number,
): readonly FolderRow[] {
  const own = sessions.folders();
  return [...names].map(([folder, label]) => {
    const acts = actingText(sessions.active(folder), now);
    const description = own.has(folder) ? acts : l10n.t('as the window: {0}', acts);
    return { folder, label, description };
  });
}

/** Those that have a session of their own, also where they are not in the workspace now. */
export function ownFolderRows(
  sessions: Pick<SessionReader, 'active' | 'folders'>,
  names: ReadonlyMap<FolderKey, string>,
  now: number,
): readonly FolderRow[] {
  const own = [...sessions.folders().keys()].map((folder) => [folder, names.get(folder) ?? folder] as const);
  return folderRows(sessions, new Map(own), now);
}
