import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import type { CommandId } from '../base/commandIds.js';
import {
  liveSession,
  NEVER,
  remainingMs,
  sessionTitle,
  type RoleRef,
  type Session,
  type SessionFacts,
} from '../model/session/session.js';
import { accountText, type Identity } from '../model/session/identity.js';

/** What the status bar shows for a session at a moment. */
export interface StatusText {
  readonly text: string;
  /** Markdown; command links only to commands of `LINKED_COMMANDS`. */
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
  /** For screen readers, without icons. */
  readonly label: string;
  /** Milliseconds until the text is out of date; undefined while it stays. */
  readonly freshForMs: number | undefined;
}

const WARN_BEFORE_EXPIRY_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Remaining time is shown in hours and minutes from here on. */
const HOURS_FROM_MS = 90 * MINUTE_MS;

export const LINKED_COMMANDS = [
  'roleSessions.assumeRole',
  'roleSessions.renewSession',
  'roleSessions.endSession',
  'roleSessions.openTerminal',
  'roleSessions.copyRoleArn',
] as const satisfies readonly CommandId[];

/** Pure; `formatTime` gives a moment (milliseconds since the epoch) in the user's local time. */
export function statusText(session: Session, now: number, formatTime: (ms: number) => string): StatusText {
  switch (session.kind) {
    case 'none':
      return still(
        `$(shield) ${l10n.t('No AWS role')}`,
        'normal',
        l10n.t('No AWS role is assumed. Click to choose one.'),
      );
    case 'assuming':
      return assuming(session, session.role);
    case 'live':
      return live(session, now, formatTime);
    case 'expired':
      return still(
        `$(shield) ${l10n.t('{0} expired', session.role.name)}`,
        'error',
        paragraphs(
          l10n.t(
            'The session of **{0}** expired at {1}. New terminals have no credentials.',
            escape(sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo })),
            formatTime(session.expiresAt),
          ),
          links(
            [l10n.t('Assume again'), 'roleSessions.renewSession'],
            [l10n.t('Choose another role'), 'roleSessions.assumeRole'],
          ),
        ),
      );
    case 'failed':
      return still(
        `$(error) ${session.role.name}`,
        'error',
        paragraphs(
          l10n.t('**{0}** could not be assumed.', escape(session.role.name)),
          escape(session.message),
          links([l10n.t('Choose a role'), 'roleSessions.assumeRole']),
        ),
      );
  }
}

function assuming(session: Session, role: RoleRef): StatusText {
  const before = liveSession(session);
  const tooltip = sentences(
    l10n.t('Assuming **{0}**.', escape(role.name)),
    before && l10n.t('Until then **{0}** stays active.', escape(before.role.name)),
  );
  return still(`$(sync~spin) ${role.name}`, 'normal', tooltip);
}

function live(session: SessionFacts, now: number, formatTime: (ms: number) => string): StatusText {
  const left = remainingMs(session, now);
  const { text, freshForMs } = session.expiresAt === NEVER ? { text: '', freshForMs: undefined } : remaining(left);
  const { identity } = session;
  const narrowed = session.narrowedTo === undefined ? [] : [`(${shortened(session.narrowedTo)})`];
  const expiry = text === '' ? l10n.t('does not expire') : l10n.t('expires in {0}', text);
  const facts: readonly (readonly [string, string])[] = [
    ...(identity.accountId === '' ? [] : [[l10n.t('Account'), identity.accountId] as const]),
    [identityLabel(identity), identity.arn],
    ...(identity.sessionName === undefined ? [] : [[l10n.t('Session name'), identity.sessionName] as const]),
    ...(session.narrowedTo === undefined ? [] : [[l10n.t('Narrowed to'), session.narrowedTo] as const]),
    [l10n.t('Source'), session.source],
    [l10n.t('Region'), session.region],
    [
      l10n.t('Expires'),
      session.expiresAt === NEVER ? l10n.t('never') : l10n.t('{0} (in {1})', formatTime(session.expiresAt), text),
    ],
  ];
  const table = [
    '| | |',
    '|:--|:--|',
    ...facts.map(([name, value]) => `| ${name.replaceAll(' ', '&nbsp;')} | ${cell(value)} |`),
  ].join('\n');
  const next = links(
    [l10n.t('Switch'), 'roleSessions.assumeRole'],
    [l10n.t('Renew'), 'roleSessions.renewSession'],
    [l10n.t('End'), 'roleSessions.endSession'],
    [l10n.t('Open terminal'), 'roleSessions.openTerminal'],
    [l10n.t('Copy ARN'), 'roleSessions.copyRoleArn'],
  );
  return {
    text: ['$(shield)', session.role.name, ...narrowed, text].filter((part) => part !== '').join(' '),
    tooltip: paragraphs(`**${escape(session.role.name)}**`, table, next),
    severity: left <= WARN_BEFORE_EXPIRY_MS ? 'warning' : 'normal',
    label: [spokenIdentity(identity, session.role.name), ...narrowed, accountText(identity.accountId), expiry]
      .filter((part) => part !== '')
      .join(', '),
    freshForMs,
  };
}

function identityLabel({ kind }: Identity): string {
  switch (kind) {
    case 'assumed-role':
      return l10n.t('Assumed role');
    case 'federated-user':
      return l10n.t('Federated user');
    case 'user':
    case 'root':
      return l10n.t('User');
  }
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

const NARROWED_LENGTH = 28;

/** The start and the end of a long bucket and prefix: there is not much room in a status bar. */
function shortened(narrowedTo: string): string {
  const half = Math.floor(NARROWED_LENGTH / 2);
  return narrowedTo.length <= NARROWED_LENGTH
    ? narrowedTo
    : `${narrowedTo.slice(0, half)}…${narrowedTo.slice(1 - half)}`;
}

/** Rounded down: never more than there is. */
function remaining(ms: number): { text: string; freshForMs: number } {
  if (ms < MINUTE_MS) {
    return { text: l10n.t('{0}s', Math.floor(ms / 1000)), freshForMs: (ms % 1000) + 1 };
  }
  const freshForMs = (ms % MINUTE_MS) + 1;
  const minutes = Math.floor(ms / MINUTE_MS);
  if (ms < HOURS_FROM_MS) {
    return { text: l10n.t('{0}m', minutes), freshForMs };
  }
  return { text: l10n.t('{0}h {1}m', Math.floor(ms / HOUR_MS), minutes % 60), freshForMs };
}

function still(text: string, severity: StatusText['severity'], tooltip: string): StatusText {
  return { text, severity, tooltip, label: text.replace(/\$\([^)]*\) /g, ''), freshForMs: undefined };
}

function links(...titled: readonly (readonly [title: string, command: (typeof LINKED_COMMANDS)[number]])[]): string {
  return titled.map(([title, command]) => `[${title}](command:${command})`).join(' · ');
}

function paragraphs(...texts: readonly string[]): string {
  return texts.join('\n\n');
}

/** Names come from configuration: shown as they are, never as markup or icons. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}

function cell(text: string): string {
  return escape(text).replace(/\r?\n/g, ' ');
}
