import * as l10n from '../../base/l10n.js';
import { inAccount } from '../../model/session/identity.js';
import { isProduction } from '../../model/session/production.js';
import { liveSession, sessionTitle, type SessionFacts } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';

/** Whose a tab is, beside who one is now. */
export type TabIdentity =
  /** Of a session that this window does not know. */
  { readonly kind: 'unknown' } | KnownTab;

interface KnownTab {
  readonly kind:
    /** Of the session that new things get. */
    | 'active'
    /** Of another one, which goes on. */
    | 'other'
    | 'ended';
  readonly session: SessionFacts;
  readonly production: boolean;
  /** The title of the active session, if any. */
  readonly active: string | undefined;
}

export function tabIdentity(
  sessionKey: string,
  sessions: Pick<SessionReader, 'active' | 'byKey' | 'facts'>,
  productionRoles: readonly string[],
): TabIdentity {
  const session = sessions.facts(sessionKey);
  if (session === undefined) {
    return { kind: 'unknown' };
  }
  const active = liveSession(sessions.active());
  const production = isProduction(productionRoles, session);
  return { kind: kindOf(sessionKey, sessions, active?.key), session, production, active: active && titleOf(active) };
}

function kindOf(
  sessionKey: string,
  sessions: Pick<SessionReader, 'byKey'>,
  activeKey: string | undefined,
): KnownTab['kind'] {
  if (sessions.byKey(sessionKey) === undefined) {
    return 'ended';
  }
  return sessionKey === activeKey ? 'active' : 'other';
}

/** "dev (read-only)" */
export function titleOf({ role, narrowedTo }: SessionFacts): string {
  return sessionTitle({ name: role.name, narrowedTo });
}

/** "dev (read-only) in account 123456789012": one name may stand for a role in each of many accounts. */
export function ownerOf(session: SessionFacts): string {
  return inAccount(titleOf(session), session.identity.accountId);
}

/** How a tab looks. Colours are by what the user has to mind most. */
export interface TabLooks {
  readonly badge: string | undefined;
  readonly tooltip: string;
  readonly color: 'none' | 'warning' | 'error';
}

export function tabLooks(tab: TabIdentity): TabLooks {
  if (tab.kind === 'unknown') {
    const tooltip = l10n.t('Opened with a role session that this window does not know');
    return { badge: '?', tooltip, color: 'warning' };
  }
  const { session, production } = tab;
  const traits = [
    production ? l10n.t('Opened as {0} (production)', ownerOf(session)) : l10n.t('Opened as {0}', ownerOf(session)),
    warningOf(tab),
  ].filter((trait) => trait !== undefined);
  return { badge: badgeOf(titleOf(session)), tooltip: traits.join(' · '), color: colorOf(tab) };
}

function colorOf({ kind, production }: KnownTab): TabLooks['color'] {
  if (production) {
    return 'error';
  }
  return kind === 'active' ? 'none' : 'warning';
}

/** What the user may not expect of it. */
export function warningOf(tab: TabIdentity): string | undefined {
  switch (tab.kind) {
    case 'active':
      return undefined;
    case 'other':
      return tab.active === undefined ? l10n.t('no role is active now') : l10n.t('{0} is active now', tab.active);
    case 'ended':
      return l10n.t('this session has ended');
    case 'unknown':
      return l10n.t('this window does not know its session');
  }
}

/** Of all that a tab shows, whom the user has to mind most; the first among equals. */
export function mindedMost<T extends { readonly tab: TabIdentity }>(shown: readonly T[]): T | undefined {
  const rank = ({ tab }: T): number => {
    if (warningOf(tab) === undefined) {
      return 0;
    }
    return tab.kind !== 'unknown' && tab.production ? 2 : 1;
  };
  return [...shown].sort((one, other) => rank(other) - rank(one))[0];
}

/** The initials of two words, or the beginning of one: all that fits on a tab. */
function badgeOf(title: string): string | undefined {
  const [first, second] = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (first === undefined) {
    return undefined;
  }
  const letters =
    second === undefined ? characters(first) : [first, second].flatMap((word) => characters(word)[0] ?? []);
  return characters(letters.slice(0, 2).join('').toUpperCase()).slice(0, 2).join('');
}

function characters(text: string): readonly string[] {
  return text.match(/./gsu) ?? [];
}
