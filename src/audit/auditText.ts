import * as l10n from '../base/l10n.js';
import { localTime } from '../base/localTime.js';
import type { SessionAct } from '../model/sessionAct.js';
import { sessionTitle } from '../model/session/session.js';
import type { AuditEntry } from './auditEntry.js';

/** The log for people, the latest first: a line for each event, and below it what is known beside whom it was about. */
export function auditText(entries: readonly AuditEntry[], unreadable: number, isOn: boolean): string {
  const head = [
    l10n.t('What was done with AWS sessions on this machine, the latest first. No credentials are in it.'),
    ...(isOn ? [] : [l10n.t('It is turned off by the setting {0}: nothing new is written.', 'roleSessions.auditLog')]),
    ...(unreadable > 0 ? [l10n.t('{0} lines of it could not be read, and are left out.', unreadable)] : []),
  ];
  const lines = entries.length === 0 ? [l10n.t('Nothing yet.')] : latestFirst(entries).map(entryText);
  return `${[...head, '', ...lines].join('\n')}\n`;
}

/** How often a program has gone on to ask is written down a while after it did. */
function latestFirst(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.toReversed().sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
}

function entryText(entry: AuditEntry): string {
  const title = sessionTitle({ name: entry.role, narrowedTo: entry.narrowedTo });
  const first = [localTime(Date.parse(entry.time)), eventText(entry.event), title, entry.arn]
    .filter((part) => part !== undefined)
    .join('  ');
  return [first, ...detailTexts(entry).map((text) => `    ${text}`)].join('\n');
}

function eventText(event: SessionAct['kind']): string {
  switch (event) {
    case 'assumed':
      return l10n.t('assumed');
    case 'renewed':
      return l10n.t('renewed');
    case 'narrowed':
      return l10n.t('narrowed');
    case 'failed':
      return l10n.t('failed');
    case 'refused':
      return l10n.t('refused');
    case 'ended':
      return l10n.t('ended');
    case 'exported':
      return l10n.t('exported');
    case 'console':
      return l10n.t('console');
    case 'revoked':
      return l10n.t('revoked');
    case 'unrevoked':
      return l10n.t('revoking undone');
    case 'fetched':
      return l10n.t('fetched');
    case 'withheld':
      return l10n.t('withheld');
  }
}

function detailTexts(entry: AuditEntry): string[] {
  const { principal, source, sourceIdentity, reason, to, by, pid, program, times, expires, message, before } = entry;
  return [
    message,
    by === undefined ? undefined : l10n.t('by {0}', [by, pid, program].filter((part) => part !== undefined).join(' ')),
    times === undefined ? undefined : l10n.t('asked again since: {0}', times),
    before === undefined ? undefined : l10n.t('given before {0}', localTime(Date.parse(before))),
    to === undefined ? undefined : l10n.t('to {0}', to),
    source === undefined ? undefined : l10n.t('from {0}', source),
    principal === undefined ? undefined : l10n.t('signed in as {0}', principal),
    sourceIdentity === undefined ? undefined : l10n.t('source identity {0}', sourceIdentity),
    reason === undefined ? undefined : l10n.t('reason given: {0}', reason),
    expires === undefined ? undefined : l10n.t('until {0}', localTime(Date.parse(expires))),
  ].flatMap((text) => text?.replace(/\s+/g, ' ') ?? []);
}
