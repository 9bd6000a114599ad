import * as l10n from '../../base/l10n.js';
import { settledOf, type Session, type SessionId } from '../../model/session/session.js';
import type { SessionChange } from '../../model/session/sessionReader.js';
import { whoIs } from './book.js';
import { differenceBetween } from './samePerson.js';

interface TakenAway {
  readonly id: SessionId;
  /** Whether new things can act as it all the same, if the user wants that. */
  readonly isLive: boolean;
  /** Folders that have it as their own are told of where the window has it not. */
  readonly from: 'window' | 'folders';
  /** For people. */
  readonly message: string;
}

/** What was active until another window made it somebody else, or nobody knows whom; undefined where that is not so. */
export function takenAway({ entries, active, folders }: SessionChange): TakenAway | undefined {
  const isFromWindow = isLost(active?.before, active?.after);
  if (!isFromWindow && !folders.some(({ before, after }) => isLost(before, after))) {
    return undefined;
  }
  for (const { id, before, after } of entries) {
    const [was, is] = [whoIs(before?.state), whoIs(after?.state)];
    if (after !== undefined && was !== undefined && is !== undefined) {
      const [acted, acts] = differenceBetween(was, is);
      const { name } = after.role;
      const message = isFromWindow
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
      return { id, isLive: after.state.kind === 'live', from: isFromWindow ? 'window' : 'folders', message };
    }
  }
  return undefined;
}

function isLost(before: Session | undefined, after: Session | undefined): boolean {
  return before !== undefined && after !== undefined && !isNobody(before) && isNobody(after);
}

function isNobody(session: Session): boolean {
  return settledOf(session).kind === 'none';
}
