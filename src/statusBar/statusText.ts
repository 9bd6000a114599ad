import type { CommandId } from '../base/commandIds.js';
import {
  liveSession,
  NEVER,
  remainingMs,
  sessionTitle,
  type RoleRef,
  type Session,
  type SessionFacts,
} from '../model/session.js';
import type { Identity } from '../model/identity.js';

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
      return still('$(shield) No AWS role', 'normal', 'No AWS role is assumed. Click to choose one.');
    case 'assuming':
      return assuming(session, session.role);
    case 'live':
      return live(session, now, formatTime);
    case 'expired':
      return still(
        `$(shield) ${session.role.name} expired`,
        'error',
        `The session of **${escape(sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo }))}** expired at ${formatTime(session.expiresAt)}. New terminals have no credentials.\n\n${link('Assume again', 'roleSessions.renewSession')} · ${link('Choose another role', 'roleSessions.assumeRole')}`,
      );
    case 'failed':
      return still(
        `$(error) ${session.role.name}`,
        'error',
        `**${escape(session.role.name)}** could not be assumed.\n\n${escape(session.message)}\n\n${link('Choose a role', 'roleSessions.assumeRole')}`,
      );
  }
}

function assuming(session: Session, role: RoleRef): StatusText {
  const before = liveSession(session);
  const meanwhile = before === undefined ? '' : ` Until then **${escape(before.role.name)}** stays active.`;
  return still(`$(sync~spin) ${role.name}`, 'normal', `Assuming **${escape(role.name)}**.${meanwhile}`);
}

function live(session: SessionFacts, now: number, formatTime: (ms: number) => string): StatusText {
  const left = remainingMs(session, now);
  const { text, freshForMs } = session.expiresAt === NEVER ? { text: '', freshForMs: undefined } : remaining(left);
  const { identity } = session;
  const narrowed = session.narrowedTo === undefined ? [] : [`(${shortened(session.narrowedTo)})`];
  const expiry = text === '' ? 'does not expire' : `expires in ${text}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Account', identity.accountId],
    [IDENTITY_LABELS[identity.kind], identity.arn],
    ...(identity.sessionName === undefined ? [] : [['Session name', identity.sessionName] as const]),
    ...(session.narrowedTo === undefined ? [] : [['Narrowed to', session.narrowedTo] as const]),
    ['Source', session.source],
    ['Region', session.region],
    ['Expires', session.expiresAt === NEVER ? 'never' : `${formatTime(session.expiresAt)} (in ${text})`],
  ];
  const table = [
    '| | |',
    '|:--|:--|',
    ...facts.map(([name, value]) => `| ${name.replace(' ', '&nbsp;')} | ${cell(value)} |`),
  ].join('\n');
  const links = [
    link('Switch', 'roleSessions.assumeRole'),
    link('Renew', 'roleSessions.renewSession'),
    link('End', 'roleSessions.endSession'),
    link('Open terminal', 'roleSessions.openTerminal'),
    link('Copy ARN', 'roleSessions.copyRoleArn'),
  ].join(' · ');
  return {
    text: ['$(shield)', session.role.name, ...narrowed, text].filter((part) => part !== '').join(' '),
    tooltip: `**${escape(session.role.name)}**\n\n${table}\n\n${links}`,
    severity: left <= WARN_BEFORE_EXPIRY_MS ? 'warning' : 'normal',
    label: [
      `AWS ${LABELS[identity.kind]} ${session.role.name}`,
      ...narrowed,
      `account ${identity.accountId}`,
      expiry,
    ].join(', '),
    freshForMs,
  };
}

const IDENTITY_LABELS: Readonly<Record<Identity['kind'], string>> = {
  'assumed-role': 'Assumed role',
  'federated-user': 'Federated user',
  user: 'User',
  root: 'User',
};

/** How screen readers are told what acts. */
const LABELS: Readonly<Record<Identity['kind'], string>> = {
  'assumed-role': 'role',
  'federated-user': 'federated user',
  user: 'user',
  root: 'root user',
};

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
    return { text: `${Math.floor(ms / 1000)}s`, freshForMs: (ms % 1000) + 1 };
  }
  const freshForMs = (ms % MINUTE_MS) + 1;
  const minutes = Math.floor(ms / MINUTE_MS);
  if (ms < HOURS_FROM_MS) {
    return { text: `${minutes}m`, freshForMs };
  }
  return { text: `${Math.floor(ms / HOUR_MS)}h ${minutes % 60}m`, freshForMs };
}

function still(text: string, severity: StatusText['severity'], tooltip: string): StatusText {
  return { text, severity, tooltip, label: text.replace(/\$\([^)]*\) /g, ''), freshForMs: undefined };
}

function link(title: string, command: (typeof LINKED_COMMANDS)[number]): string {
  return `[${title}](command:${command})`;
}

/** Names come from configuration: shown as they are, never as markup or icons. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}

function cell(text: string): string {
  return escape(text).replace(/\r?\n/g, ' ');
}
