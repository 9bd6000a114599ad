import * as l10n from '../base/l10n.js';
import { factTable, paragraphs } from '../base/markdown.js';
import { activeEntries, entryBehind } from '../model/session/activeEntries.js';
import type { SessionEntry } from '../model/session/entry.js';
import { accountText, identityOf } from '../model/session/identity.js';
import { isProduction } from '../model/session/production.js';
import { mfaAccount, mfaTitle, type MfaArgument, type MfaSession } from '../model/session/mfaSessions.js';
import { recentRole, type RecentRole } from '../model/session/recentRoles.js';
import { NEVER, sessionTitle, settledOf, type SessionFacts } from '../model/session/session.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import type { FolderSession, SessionReader } from '../model/session/sessionReader.js';
import { remainingText } from '../model/sessionText/remaining.js';
import { entryTooltip, type Moment } from '../model/sessionText/sessionTooltip.js';
import { standingOf, type Standing } from '../model/sessionText/standing.js';

/** What a row stands for, and what commands are called with: an entry of the sessions, what one MFA code gave, or a role that was used lately and has none. */
export type RowKey =
  | ({ readonly kind: 'session' } & SessionArgument)
  | ({ readonly kind: 'mfa' } & MfaArgument)
  | { readonly kind: 'recent'; readonly roleId: string };

/** How a row looks. Pure text: what it is drawn with is told by name. */
export interface Row {
  readonly key: RowKey;
  readonly label: string;
  readonly description: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly colour: 'good' | 'warning' | 'error' | undefined;
  /** Markdown without links. */
  readonly tooltip: string;
  /** For package.json's menus: "session:live:active:configured". */
  readonly context: string;
  /** For screen readers. */
  readonly spoken: string;
}

export interface RowContext extends Moment {
  readonly warnBefore: readonly number[];
  /** What the user calls production, as patterns. */
  readonly production: readonly string[];
  /** Roles that were used lately, the latest first. */
  readonly recent: readonly RecentRole[];
  /** What MFA codes gave for many roles. */
  readonly mfa: readonly MfaSession[];
  /** Folders that have a session of their own. */
  readonly folders: readonly FolderSession[];
}

/**
 * The active one first, then what is good, what is on its way, what is not good any more, what MFA codes gave, and what
 * was used lately.
 */
export function viewRows(sessions: Pick<SessionReader, 'active' | 'list'>, context: RowContext): readonly Row[] {
  const { current } = activeEntries(sessions);
  const list = sessions.list();
  const entries = list.map((entry) => ({ entry, isActive: entry.id === current?.id }));
  const owned = context.folders
    .map(({ name, session }) => ({
      name,
      id: entryBehind(settledOf(session), list)?.id,
      waits: session.kind === 'assuming',
    }))
    .filter(({ id, waits }) => !waits || id !== current?.id); // as the window, which it may just follow until then
  const foldersOf = ({ id }: SessionEntry) => owned.filter((one) => one.id === id).map(({ name }) => name);
  const rank = ({ entry, isActive }: (typeof entries)[number]): number => (isActive ? 0 : RANKS[entry.state.kind]);
  const open = new Set(entries.map(({ entry }) => entry.role.id));
  return [
    ...[...entries]
      .sort((a, b) => rank(a) - rank(b))
      .map(({ entry, isActive }) => sessionRow(entry, { isActive, folders: foldersOf(entry) }, context)),
    ...context.mfa.map((session) => mfaRow(session, context)),
    ...context.recent.filter(({ id }) => !open.has(id)).map((role) => recentRow(role, context)),
  ];
}

const RANKS: Readonly<Record<SessionEntry['state']['kind'], number>> = { live: 1, opening: 2, failed: 3, expired: 4 };

interface UsedBy {
  /** By the window. */
  readonly isActive: boolean;
  /** By folders that have it as their own: their names. */
  readonly folders: readonly string[];
}

function sessionRow(entry: SessionEntry, { isActive, folders }: UsedBy, context: RowContext): Row {
  const { id, role, state } = entry;
  const { now, warnBefore } = context;
  const standing = standingOf(entry, now, warnBefore);
  const facts = 'identity' in state ? state : undefined;
  const production = isProduction(context.production, facts ?? role);
  const label = sessionTitle({ name: role.name, narrowedTo: facts?.narrowedTo });
  const said = [
    ...(production ? [l10n.t('production')] : []),
    ...(isActive && state.kind === 'live' ? [l10n.t('active')] : []),
    ...(folders.length === 0 ? [] : [l10n.t('for {0}', folders.join(', '))]),
    ...standingWords(standing),
    ...(state.kind === 'failed' ? [state.message] : []),
  ];
  return {
    key: { kind: 'session', sessionId: id },
    label,
    description: [...said, ...(facts === undefined ? [] : factWords(facts, state.kind === 'live', now))].join(' · '),
    ...look(standing, isActive, production),
    tooltip: entryTooltip(entry, production, context),
    context: contextOf(entry, isActive),
    spoken: [label, ...said, ...(facts === undefined ? [] : spokenFacts(facts, state.kind === 'live', now))].join(', '),
  };
}

function factWords(facts: SessionFacts, isLive: boolean, now: number): string[] {
  const left = isLive ? remainingText(facts, now) : '';
  return [left, facts.identity.accountId, facts.source].filter((word) => word !== '');
}

function spokenFacts(facts: SessionFacts, isLive: boolean, now: number): string[] {
  const ends =
    facts.expiresAt === NEVER ? l10n.t('does not expire') : l10n.t('expires in {0}', remainingText(facts, now));
  return [accountText(facts.identity.accountId), isLive ? ends : '', facts.source].filter((word) => word !== '');
}

/** What is said of it beside the time that it has left. */
function standingWords(standing: Standing): string[] {
  switch (standing) {
    case 'opening':
      return [l10n.t('assuming…')];
    case 'renewing':
      return [l10n.t('being renewed')];
    case 'asks':
      return [l10n.t('waits for you to renew it')];
    case 'unrenewed':
      return [l10n.t('not renewed')];
    case 'expired':
      return [l10n.t('expired')];
    case 'failed':
      return [l10n.t('failed')];
    case 'expiring':
    case 'live':
      return [];
  }
}

const LOOKS: Readonly<Record<Standing, Pick<Row, 'icon' | 'colour'>>> = {
  opening: { icon: 'sync~spin', colour: undefined },
  renewing: { icon: 'sync~spin', colour: undefined },
  asks: { icon: 'bell-dot', colour: 'warning' },
  unrenewed: { icon: 'warning', colour: 'warning' },
  expiring: { icon: 'warning', colour: 'warning' },
  live: { icon: 'shield', colour: undefined },
  expired: { icon: 'error', colour: 'error' },
  failed: { icon: 'error', colour: 'error' },
};

function look(standing: Standing, isActive: boolean, production: boolean): Pick<Row, 'icon' | 'colour'> {
  const { icon, colour } = LOOKS[standing];
  if (standing !== 'live') {
    return { icon, colour: production ? 'error' : colour };
  }
  if (production) {
    return { icon: isActive ? 'pass-filled' : 'flame', colour: 'error' };
  }
  return isActive ? { icon: 'pass-filled', colour: 'good' } : { icon, colour };
}

function contextOf({ state, role }: SessionEntry, isActive: boolean): string {
  return [
    'session',
    state.kind,
    isActive ? 'active' : 'other',
    role.request.target.kind === 'configured' ? 'configured' : 'asked',
  ].join(':');
}

function mfaRow(session: MfaSession, { now, formatTime }: RowContext): Row {
  const label = mfaTitle(session);
  const left = remainingText(session, now);
  const account = mfaAccount(session);
  const said = [accountText(account), l10n.t('expires in {0}', left)];
  return {
    key: { kind: 'mfa', mfaSession: session.key },
    label,
    description: [left, account].filter((word) => word !== '').join(' · '),
    icon: 'key',
    colour: undefined,
    tooltip: paragraphs(
      l10n.t(
        'Roles of this device are assumed without another code until {0}. Once it is ended, the next one asks for a code; sessions that are open go on.',
        formatTime(session.expiresAt),
      ),
      session.device === undefined ? undefined : factTable([[l10n.t('MFA device'), session.device]]),
    ),
    context: 'mfa',
    spoken: [label, ...said].filter((word) => word !== '').join(', '),
  };
}

function recentRow({ id, arn }: RecentRole, context: RowContext): Row {
  const role = recentRole(id);
  const identity = arn === undefined ? undefined : identityOf(arn);
  const account = identity?.accountId ?? '';
  const production = isProduction(context.production, identity === undefined ? role : { role, identity });
  const marked = production ? [l10n.t('production')] : [];
  const lately = l10n.t('used lately');
  return {
    key: { kind: 'recent', roleId: id },
    label: role.name,
    description: [...marked, account, lately].filter((word) => word !== '').join(' · '),
    icon: production ? 'flame' : 'history',
    colour: production ? 'error' : undefined,
    tooltip: paragraphs(
      l10n.t('Assume the role'),
      arn === undefined ? undefined : factTable([[l10n.t('Last time'), arn]]),
    ),
    context: arn === undefined ? 'recent' : 'recent:known',
    spoken: [role.name, ...marked, accountText(account), lately].filter((word) => word !== '').join(', '),
  };
}
