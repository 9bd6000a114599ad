import * as l10n from '../../base/l10n.js';
import { settledOf, type Session, type SessionId } from '../../model/session/session.js';
import type { SessionChange } from '../../model/session/sessionReader.js';
import { whoIs } from './book.js';
import { differenceBetween } from './samePerson.js';

interface TakenAway {
  readonly id: SessionId;
  /** Whether new things can act as it all the same, if the user wants that. */
  readonly isLive: boolean;
  readonly from: 'window' | 'folders';
  /** For people. */
  readonly message: string;
}

/** What the window or folders acted as until another window made it somebody else, or nobody knows whom: for each of the two. */
export function takenAway({ entries, active, folders }: SessionChange): readonly TakenAway[] {
  const fromWindow = isLost(active?.before, active?.after) ? (['window'] as const) : [];
  const fromFolders = folders.some(({ before, after }) => isLost(before, after)) ? (['folders'] as const) : [];
  const losers = [...fromWindow, ...fromFolders];
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
          : l10n.t(
              '{0} was {1} here, and was assumed or renewed as {2} since, here or in another window: the folders that had it act as nobody now.',
              name,
              acted,
              acts,
            );
      const isLive = after.state.kind === 'live';
      return losers.map((from) => ({ id, isLive, from, message: message(from) }));
    }
  }
  return [];
}

function isLost(before: Session | undefined, after: Session | undefined): boolean {
  return before !== undefined && after !== undefined && !isNobody(before) && isNobody(after);
}

function isNobody(session: Session): boolean {
  return settledOf(session).kind === 'none';
}
