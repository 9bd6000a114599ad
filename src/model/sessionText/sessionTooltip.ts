import * as l10n from '../../base/l10n.js';
import { escapeMarkdown, factTable, paragraphs } from '../../base/markdown.js';
import type { Identity } from '../session/identity.js';
import type { Renewal, SessionEntry } from '../session/entry.js';
import { NEVER, sessionTitle, type SessionFacts } from '../session/session.js';
import { remainingText } from './remaining.js';

/** What a tooltip is told at. */
export interface Moment {
  readonly now: number;
  /** A moment (milliseconds since the epoch) in the user's local time. */
  readonly formatTime: (ms: number) => string;
}

/** Everything about a live session but its secrets, as Markdown. */
export function liveTooltip(
  session: SessionFacts,
  { renewal, production }: { readonly renewal: Renewal; readonly production: boolean },
  moment: Moment,
): string {
  const title = `**${escapeMarkdown(session.role.name)}**`;
  return paragraphs(
    production ? `${title} · ${l10n.t('production')}` : title,
    factTable([...identityFacts(session), ...timeFacts(session, renewal, moment)]),
    renewalText(renewal),
  );
}

function identityFacts(session: SessionFacts): (readonly [string, string])[] {
  const { identity, narrowedTo, narrowedBy, narrowedFrom, source, region } = session;
  return [
    ...(identity.accountId === '' ? [] : [[l10n.t('Account'), identity.accountId] as const]),
    [identityLabel(identity), identity.arn],
    ...(identity.sessionName === undefined ? [] : [[l10n.t('Session name'), identity.sessionName] as const]),
    ...(narrowedTo === undefined ? [] : [[l10n.t('Narrowed to'), narrowedText(narrowedTo, narrowedBy)] as const]),
    ...(narrowedFrom === undefined ? [] : [[l10n.t('Narrowed from'), narrowedFrom.name] as const]),
    [l10n.t('Source'), source],
    [l10n.t('Region'), region],
  ];
}

function narrowedText(narrowedTo: string, narrowedBy: SessionFacts['narrowedBy']): string {
  switch (narrowedBy) {
    case 'in-place':
      return l10n.t('{0}, in place', narrowedTo);
    case 'session-policy':
      return l10n.t('{0}, by a session policy', narrowedTo);
    case undefined:
      return narrowedTo;
  }
}

function timeFacts(
  session: SessionFacts,
  renewal: Renewal,
  { now, formatTime }: Moment,
): (readonly [string, string])[] {
  const expires =
    session.expiresAt === NEVER
      ? l10n.t('never')
      : l10n.t('{0} (in {1})', formatTime(session.expiresAt), remainingText(session, now));
  return [
    [l10n.t('Expires'), expires],
    ...(renewal.kind === 'at'
      ? [[l10n.t('Renewed'), l10n.t('by itself, at {0}', formatTime(renewal.at))] as const]
      : []),
    ...(renewal.kind === 'backoff' ? [[l10n.t('Tried again'), formatTime(renewal.at)] as const] : []),
  ];
}

/** What stands in the way of the next renewal, if anything. */
function renewalText(renewal: Renewal): string {
  switch (renewal.kind) {
    case 'off':
    case 'at':
      return '';
    case 'asks':
      return renewal.since === undefined ? '' : l10n.t('It is not renewed without you: it waits for you.');
    case 'backoff':
      return `${l10n.t('It could not be renewed yet.')} ${escapeMarkdown(renewal.message)}`;
    case 'changed':
      return `${l10n.t('It is not renewed by itself.')} ${escapeMarkdown(renewal.message)}`;
  }
}

export function expiredTooltip(session: SessionFacts, { formatTime }: Moment): string {
  return l10n.t(
    'The session of **{0}** expired at {1}.',
    escapeMarkdown(sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo })),
    formatTime(session.expiresAt),
  );
}

export function failedTooltip(name: string, message: string): string {
  return paragraphs(l10n.t('**{0}** could not be assumed.', escapeMarkdown(name)), escapeMarkdown(message));
}

/** Of an entry in whatever state it is. */
export function entryTooltip(entry: SessionEntry, production: boolean, moment: Moment): string {
  const { state, role } = entry;
  switch (state.kind) {
    case 'opening':
      return l10n.t('Assuming **{0}**.', escapeMarkdown(role.name));
    case 'live':
      return liveTooltip(state, { renewal: entry.renewal, production }, moment);
    case 'expired':
      return expiredTooltip(state, moment);
    case 'failed':
      return failedTooltip(role.name, state.message);
  }
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
