import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { settledOf, type Session, type SessionId } from '../../model/session/session.js';
import type { FolderKey, SessionChange } from '../../model/session/sessionReader.js';
import { whoIs } from './book.js';
import { differenceBetween } from './samePerson.js';

interface TakenAway {
  readonly id: SessionId;
  /** Whether new things can act as it all the same, if the user wants that. */
  readonly isLive: boolean;
  readonly from: 'window' | readonly FolderKey[];
  /** For people. */
  readonly message: string;
}

/**
 * What the window or folders acted as until another window made it somebody else, or nobody knows whom: for each of the two.
 * @param names of the workspace's folders; others have nobody to be told
 */
export function takenAway(
  { entries, active, folders }: SessionChange,
  names: ReadonlyMap<FolderKey, string>,
): readonly TakenAway[] {
  const lost = folders.filter(({ folder, before, after }) => names.has(folder) && isLost(before, after));
  const fromFolders = lost.map(({ folder }) => folder);
  const losers: readonly TakenAway['from'][] = [
    ...(isLost(active?.before, active?.after) ? (['window'] as const) : []),
    ...(fromFolders.length > 0 ? [fromFolders] : []),
  ];
  if (losers.length === 0) {
    return [];
  }
  for (const { id, before, after } of entries) {
    const [was, is] = [whoIs(before?.state), whoIs(after?.state)];
    if (after !== undefined && was !== undefined && is !== undefined) {
      const [acted, acts] = differenceBetween(was, is);
      const { name } = after.role;
      const message = (from: TakenAway['from']) =>
        from === 'window'
          ? l10n.t(
              '{0} was {1} here, and was assumed or renewed as {2} since, here or in another window: new terminals and S3 of this window no longer act as it.',
              name,
              acted,
              acts,
            )
          : sentences(
              l10n.t(
                '{0} was {1} here, and was assumed or renewed as {2} since, here or in another window.',
                name,
                acted,
                acts,
              ),
              nobodyText(from.map((folder) => names.get(folder) ?? folder)),
            );
      const isLive = after.state.kind === 'live';
      return losers.map((from) => ({ id, isLive, from, message: message(from) }));
    }
  }
  return [];
}

function nobodyText(folders: readonly string[]): string {
  return folders.length === 1
    ? l10n.t('Folder {0}, which had it, acts as nobody now.', folders.join())
    : l10n.t('Folders {0}, which had it, act as nobody now.', folders.join(', '));
}

function isLost(before: Session | undefined, after: Session | undefined): boolean {
  return before !== undefined && after !== undefined && !isNobody(before) && isNobody(after);
}

function isNobody(session: Session): boolean {
  return settledOf(session).kind === 'none';
}
