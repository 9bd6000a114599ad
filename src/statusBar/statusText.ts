import * as l10n from '../base/l10n.js';
import type { CommandId } from '../base/commandIds.js';
import { commandLink, escapeMarkdown, factTable, paragraphs } from '../base/markdown.js';
import { sentences } from '../base/words.js';
import { isSameRole, type ActiveEntries } from '../model/session/activeEntries.js';
import type { Renewal } from '../model/session/entry.js';
import { accountText, type Identity } from '../model/session/identity.js';
import { isProduction } from '../model/session/production.js';
import {
  liveSession,
  NEVER,
  sessionTitle,
  type ExpiredSession,
  type FailedSession,
  type LiveSession,
  type RoleRef,
  type Session,
  type SessionId,
} from '../model/session/session.js';
import type { FolderSession } from '../model/session/sessionReader.js';
import { actingText } from '../model/sessionText/actingText.js';
import { remainingGoodForMs, remainingText } from '../model/sessionText/remaining.js';
import { expiredTooltip, failedTooltip, liveTooltip, type Moment } from '../model/sessionText/sessionTooltip.js';
import { standingOf, type Standing } from '../model/sessionText/standing.js';

/** What the status bar shows at a moment. */
export interface StatusText {
  readonly text: string;
  /** Markdown; command links only to commands of `LINKED_COMMANDS`. */
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
  /** For screen readers, without icons. */
  readonly label: string;
  /** Milliseconds until the text is out of date, a second at least; undefined while it stays. */
  readonly freshForMs: number | undefined;
}

export const LINKED_COMMANDS = [
  'roleSessions.assumeRole',
  'roleSessions.renewSession',
  'roleSessions.endSession',
  'roleSessions.openTerminal',
  'roleSessions.copyRoleArn',
] as const satisfies readonly CommandId[];

/** What the text depends on beside the active session. */
export interface StatusContext extends ActiveEntries, Moment {
  /** Milliseconds before the end from which a warning is wanted, the earliest first. */
  readonly warnBefore: readonly number[];
  /** What the user calls production, as patterns. */
  readonly production: readonly string[];
  /** Folders that have a session of their own; the window, where a folder comes first. */
  readonly folders: readonly FolderSession[];
  /** The name of the folder that the active session is of; undefined where it is the window's. */
  readonly followed: string | undefined;
}

/** Pure. The window, or the folder that is followed, comes first; what acts as others is told beside it. */
export function statusText(session: Session, context: StatusContext): StatusText {
  const shown = inFolder(windowText(session, context), context.followed);
  const { folders, now } = context;
  if (folders.length === 0) {
    return shown;
  }
  const words = folders.map(({ name, session: own }) => [name, folderWords(own, context)] as const);
  const ends = folders.flatMap(({ session: own }) => liveSession(own) ?? []);
  const fresh = [shown.freshForMs, ...ends.map((live) => remainingGoodForMs(live, now))];
  const waits = fresh.filter((wait) => wait !== undefined);
  const isMarked = ends.some((live) => isProduction(context.production, live));
  return {
    ...shown,
    text: joined(' · ', shown.text, joined(' ', isMarked ? '$(flame)' : '', foldersText(folders, now))),
    severity: isMarked ? 'error' : shown.severity,
    tooltip: paragraphs(
      shown.tooltip,
      context.followed === undefined ? l10n.t('Folders with a session of their own:') : l10n.t('Elsewhere:'),
      factTable(words.map(inTable)),
    ),
    label: joined(', ', shown.label, ...words.map(([name, acts]) => l10n.t('folder {0}: {1}', name, acts))),
    freshForMs: waits.length === 0 ? undefined : Math.min(...waits),
  };
}

/** Whose it is, where that is not the window. */
function inFolder(shown: StatusText, name: string | undefined): StatusText {
  return name === undefined
    ? shown
    : {
        ...shown,
        text: joined(' · ', shown.text, shortened(name).replaceAll('$(', '$ (')),
        tooltip: paragraphs(shown.tooltip, l10n.t('This is the session of folder {0}.', escapeMarkdown(name))),
        label: joined(', ', l10n.t('folder {0}: {1}', name, shown.label)),
      };
}

function foldersText(folders: readonly FolderSession[], now: number): string {
  const [only, ...others] = folders;
  if (only === undefined || others.length > 0) {
    return l10n.t('{0} folders', folders.length);
  }
  const { name, session } = only;
  const live = liveSession(session);
  const acts =
    live === undefined ? actingText(session, now) : sessionTitle({ name: live.role.name, narrowedTo: live.narrowedTo });
  return `${shortened(name).replaceAll('$(', '$ (')}: ${shortened(acts)}`;
}

/** A folder may be called anything, also as an icon is written. */
function inTable([name, acts]: readonly [string, string]): readonly [string, string] {
  return [escapeMarkdown(name.replace(/\s+/g, ' ')), acts];
}

function folderWords(session: Session, { production, now }: StatusContext): string {
  const live = liveSession(session);
  const isMarked = live !== undefined && isProduction(production, live);
  return joined(' · ', actingText(session, now), isMarked ? l10n.t('production') : '');
}

/** Who one is comes first, also while somebody else is being assumed. */
function windowText(session: Session, context: StatusContext): StatusText {
  switch (session.kind) {
    case 'none':
      return still(
        `$(shield) ${l10n.t('No AWS role')}`,
        'normal',
        l10n.t('No AWS role is assumed. Click to choose one.'),
      );
    case 'assuming':
      return assuming(session, context);
    case 'live':
      return live(session, context);
    case 'expired':
      return expired(session, context);
    case 'failed':
      return failed(session, context);
  }
}

function assuming(
  { role, previous }: Extract<Session, { readonly kind: 'assuming' }>,
  context: StatusContext,
): StatusText {
  if (previous.kind === 'none' || previous.kind === 'failed') {
    const tooltip = l10n.t('Assuming **{0}**.', escapeMarkdown(role.name));
    return { ...still(`$(sync~spin) ${role.name}…`, 'normal', tooltip), label: l10n.t('Assuming {0}', role.name) };
  }
  const current = windowText(previous, context);
  return isSameRole(role, previous.role)
    ? { ...current, text: spinning(current.text), label: joined(', ', current.label, spokenStanding('renewing')) }
    : pending(current, role);
}

function spinning(text: string): string {
  return text.replace(/^\$\([^)]*\)/, '$(sync~spin)');
}

/** "A 42m · B…": what the first says, and who is about to come. */
function pending(current: StatusText, { name }: RoleRef): StatusText {
  return {
    ...current,
    text: `${spinning(current.text)} · ${name}…`,
    tooltip: paragraphs(l10n.t('Assuming **{0}**. Until it is there, you are:', escapeMarkdown(name)), current.tooltip),
    label: `${current.label}, ${l10n.t('{0} pending', name)}`,
  };
}

const ICONS: Readonly<Record<Standing, string>> = {
  opening: 'sync~spin',
  renewing: 'sync~spin',
  asks: 'bell-dot',
  unrenewed: 'warning',
  expiring: 'warning',
  live: 'shield',
  expired: 'error',
  failed: 'error',
};

const WARNINGS: ReadonlySet<Standing> = new Set(['asks', 'unrenewed', 'expiring']);

function live(session: LiveSession, context: StatusContext): StatusText {
  const { current, now, warnBefore } = context;
  const renewal: Renewal = current?.renewal ?? { kind: 'off' };
  const standing = standingOf(
    {
      id: session.id,
      role: session.role,
      state: session,
      renewal,
      underWay: current?.underWay === true,
      underWaySince: current?.underWaySince,
    },
    now,
    warnBefore,
  );
  const production = isProduction(context.production, session);
  const left = remainingText(session, now);
  const narrowed = session.narrowedTo === undefined ? '' : `(${shortened(session.narrowedTo)})`;
  const icon = production && standing === 'live' ? 'flame' : ICONS[standing];
  return {
    text: joined(' ', `$(${icon})`, session.role.name, narrowed, left),
    tooltip: paragraphs(liveTooltip(session, { renewal, production }, context), linksOf(session)),
    severity: severityOf(standing, production),
    label: joined(
      ', ',
      spokenIdentity(session.identity, session.role.name),
      narrowed,
      production ? l10n.t('production') : '',
      accountText(session.identity.accountId),
      session.expiresAt === NEVER ? l10n.t('does not expire') : l10n.t('expires in {0}', left),
      spokenStanding(standing),
    ),
    freshForMs: remainingGoodForMs(session, now),
  };
}

/** Production is in the error colour however it stands; the icon and the words tell that. */
function severityOf(standing: Standing, production: boolean): StatusText['severity'] {
  if (production) {
    return 'error';
  }
  return WARNINGS.has(standing) ? 'warning' : 'normal';
}

function spokenStanding(standing: Standing): string {
  switch (standing) {
    case 'renewing':
      return l10n.t('being renewed');
    case 'asks':
      return l10n.t('waits for you to renew it');
    case 'unrenewed':
      return l10n.t('not renewed');
    default:
      return '';
  }
}

function linksOf({ id }: LiveSession): string {
  return links([
    link(l10n.t('Switch'), 'roleSessions.assumeRole'),
    link(l10n.t('Renew'), 'roleSessions.renewSession', id),
    link(l10n.t('End'), 'roleSessions.endSession', id),
    link(l10n.t('Open terminal'), 'roleSessions.openTerminal', id),
    link(l10n.t('Copy ARN'), 'roleSessions.copyRoleArn', id),
  ]);
}

function expired(session: ExpiredSession, context: StatusContext): StatusText {
  const title = sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo });
  return still(
    `$(error) ${l10n.t('{0} expired', shortened(title))}`,
    'error',
    paragraphs(
      sentences(expiredTooltip(session, context), l10n.t('New terminals have no credentials.')),
      links([
        link(l10n.t('Assume again'), 'roleSessions.renewSession', session.id),
        link(l10n.t('Choose another role'), 'roleSessions.assumeRole'),
        link(l10n.t('Forget'), 'roleSessions.endSession', session.id),
      ]),
    ),
  );
}

function failed({ role, message }: FailedSession, { current }: StatusContext): StatusText {
  return still(
    `$(error) ${l10n.t('{0} failed', role.name)}`,
    'error',
    paragraphs(
      failedTooltip(role.name, message),
      links([
        link(l10n.t('Choose a role'), 'roleSessions.assumeRole'),
        ...(current === undefined ? [] : [link(l10n.t('Forget'), 'roleSessions.endSession', current.id)]),
      ]),
    ),
  );
}

/** How screen readers are told what acts. */
function spokenIdentity({ kind }: Identity, name: string): string {
  switch (kind) {
    case 'assumed-role':
      return l10n.t('AWS role {0}', name);
    case 'federated-user':
      return l10n.t('AWS federated user {0}', name);
    case 'user':
      return l10n.t('AWS user {0}', name);
    case 'root':
      return l10n.t('AWS root user {0}', name);
  }
}

const TITLE_LENGTH = 28;

/** The start and the end of a long bucket and prefix: there is not much room in a status bar. */
function shortened(title: string): string {
  const half = Math.floor(TITLE_LENGTH / 2);
  return title.length <= TITLE_LENGTH ? title : `${title.slice(0, half)}…${title.slice(1 - half)}`;
}

function still(text: string, severity: StatusText['severity'], tooltip: string): StatusText {
  return { text, severity, tooltip, label: text.replace(/\$\([^)]*\) /g, ''), freshForMs: undefined };
}

function joined(separator: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

/** On a session by its id: what is active may be another one when the link is clicked. */
function link(title: string, command: (typeof LINKED_COMMANDS)[number], sessionId?: SessionId): string {
  return commandLink(title, command, ...(sessionId === undefined ? [] : [{ sessionId }]));
}

function links(all: readonly string[]): string {
  return all.join(' · ');
}
