import * as l10n from '../../base/l10n.js';
import type { SessionRequest } from '../../model/request.js';
import { isLive, type SessionEntry } from '../../model/session/entry.js';
import { identityOf } from '../../model/session/identity.js';
import { isProduction } from '../../model/session/production.js';
import { recentRole, type RecentRole } from '../../model/session/recentRoles.js';
import { sessionTitle, type LiveSession, type SessionId } from '../../model/session/session.js';

/** What a terminal is to act as: a session that is live, or a role, `undefined` where that is still to be chosen. */
export type TerminalChoice =
  | { readonly kind: 'session'; readonly id: SessionId }
  | { readonly kind: 'role'; readonly request: SessionRequest | undefined };

export interface TerminalRow {
  readonly label: string;
  readonly description: string;
  readonly choice: TerminalChoice;
}

interface Known {
  readonly entries: readonly SessionEntry[];
  readonly activeId: SessionId | undefined;
  readonly recent: readonly RecentRole[];
  /** What the user calls production, as patterns. */
  readonly production: readonly string[];
}

/** The active session first, then the others that are live, then the roles that were used lately, and any other. */
export function terminalRows({ entries, activeId, recent, production }: Known): readonly TerminalRow[] {
  const live = entries.filter(isLive).map(({ state }) => state);
  const isActive = ({ id }: LiveSession): boolean => id === activeId;
  const open = new Set(live.map(({ role }) => role.id));
  return [
    ...[...live.filter(isActive), ...live.filter((session) => !isActive(session))].map((session) =>
      sessionRow(session, isActive(session), production),
    ),
    ...recent.filter(({ id }) => !open.has(id)).map((role) => recentRow(role, production)),
    { label: l10n.t('Assume Role…'), description: '', choice: { kind: 'role', request: undefined } },
  ];
}

export function sessionRow(session: LiveSession, isActive: boolean, production: readonly string[]): TerminalRow {
  const { id, role, narrowedTo, identity, source } = session;
  return {
    label: sessionTitle({ name: role.name, narrowedTo }),
    description: wordsOf(
      isProduction(production, session) && l10n.t('production'),
      isActive && l10n.t('active'),
      identity.accountId,
      source,
    ),
    choice: { kind: 'session', id },
  };
}

function recentRow({ id, arn }: RecentRole, production: readonly string[]): TerminalRow {
  const role = recentRole(id);
  const identity = arn === undefined ? undefined : identityOf(arn);
  const isMarked = isProduction(production, identity === undefined ? role : { role, identity });
  return {
    label: role.name,
    description: wordsOf(isMarked && l10n.t('production'), identity?.accountId, l10n.t('used lately')),
    choice: { kind: 'role', request: role.request },
  };
}

function wordsOf(...words: readonly (string | false | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== false && word !== '').join(' · ');
}
