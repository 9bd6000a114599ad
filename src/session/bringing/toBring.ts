import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { remainingMs, type LiveSession } from '../../model/session/session.js';
import { nameOf } from '../book/wider.js';
import { LONGEST_MS } from './entry.js';

const MINUTE_MS = 60_000;
/** STS counts from when it answered. */
const SLACK_MS = MINUTE_MS;

/** For how long a session may be brought, in seconds: whole minutes. @throws UserError where it may not be at all */
export function secondsToBring(session: LiveSession, now: number): number {
  if (session.credentials.sessionToken === '') {
    throw new UserError(
      l10n.t('{0} has long-term keys, which are never brought to another machine.', nameOf(session)),
      { actions: [{ title: l10n.t('Get Session Token…'), command: 'roleSessions.getSessionToken' }] },
    );
  }
  const minutes = Math.floor(Math.min(remainingMs(session, now), LONGEST_MS) / MINUTE_MS);
  if (minutes < 1) {
    throw new UserError(l10n.t('{0} ends within a minute: renew it, and bring it then.', nameOf(session)), {
      actions: [
        { title: l10n.t('Renew Session'), command: 'roleSessions.renewSession', args: [{ sessionId: session.id }] },
      ],
    });
  }
  return minutes * 60;
}

/** What narrowing gave is looked at once more: not every server keeps to what it was asked. @throws UserError */
export function checkNarrowed(session: LiveSession, now: number): void {
  if (session.credentials.sessionToken === '' || remainingMs(session, now) > LONGEST_MS + SLACK_MS) {
    throw new UserError(
      l10n.t('{0} lasts longer than it was asked to, so it is not brought to another machine.', nameOf(session)),
    );
  }
}
