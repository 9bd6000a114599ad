import * as l10n from '../../base/l10n.js';
import type { Session, SessionId } from '../../model/session/session.js';
import type { SessionChange } from '../../model/session/sessionReader.js';
import { whoIs } from './book.js';
import { differenceBetween } from './samePerson.js';

interface TakenAway {
  readonly id: SessionId;
  /** Whether new things can act as it all the same, if the user wants that. */
  readonly isLive: boolean;
  /** For people. */
  readonly message: string;
}

/** What was active until another window made it somebody else, or nobody knows whom; undefined where that is not so. */
export function takenAway({ entries, active }: SessionChange): TakenAway | undefined {
  if (active === undefined || isNobody(active.before) || !isNobody(active.after)) {
    return undefined;
  }
  for (const { id, before, after } of entries) {
    const [was, is] = [whoIs(before?.state), whoIs(after?.state)];
    if (after !== undefined && was !== undefined && is !== undefined) {
      const [acted, acts] = differenceBetween(was, is);
      const message = l10n.t(
        '{0} was {1} here, and another window has renewed or assumed it as {2}: new terminals and S3 of this window no longer act as it.',
        after.role.name,
        acted,
        acts,
      );
      return { id, isLive: after.state.kind === 'live', message };
    }
  }
  return undefined;
}

function isNobody(session: Session): boolean {
  return (session.kind === 'assuming' ? session.previous : session).kind === 'none';
}
