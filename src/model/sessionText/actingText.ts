import * as l10n from '../../base/l10n.js';
import { isSameRole } from '../session/activeEntries.js';
import { sessionTitle, type Session, type SessionFacts } from '../session/session.js';
import { remainingText } from './remaining.js';

/** Whom something acts as, in a few words: "dev, 42m", "dev expired", "nobody". Plain text. */
export function actingText(session: Session, now: number): string {
  switch (session.kind) {
    case 'none':
      return l10n.t('nobody');
    case 'live':
      return joined(titleOf(session), remainingText(session, now));
    case 'expired':
      return l10n.t('{0} expired', titleOf(session));
    case 'failed':
      return l10n.t('{0} failed', session.role.name);
    case 'assuming': {
      const { role, previous } = session;
      const isRenewal = previous.kind !== 'none' && isSameRole(role, previous.role);
      return joined(actingText(previous, now), isRenewal ? l10n.t('being renewed') : l10n.t('{0} pending', role.name));
    }
  }
}

function titleOf({ role, narrowedTo }: SessionFacts): string {
  return sessionTitle({ name: role.name, narrowedTo });
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
