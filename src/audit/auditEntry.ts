import { inEnglish } from '../base/l10n.js';
import { redact } from '../base/redaction.js';
import type { SessionAct } from '../model/sessionAct.js';
import { NEVER, type SessionFacts } from '../model/session/session.js';

/** A line of the audit log. All texts; what does not apply is left out. */
export interface AuditEntry {
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly event: SessionAct['kind'];
  readonly role: string;
  readonly arn?: string;
  readonly account?: string;
  /** Who signed in to become it. */
  readonly principal?: string;
  /** How it is reached: "profile dev → role/base". */
  readonly source?: string;
  readonly narrowedTo?: string;
  readonly sourceIdentity?: string;
  /** As AWS was told why a session is narrowed. */
  readonly reason?: string;
  /** When its credentials end; left out where they have no end. */
  readonly expires?: string;
  /** What its credentials were written to, and as what; or what was given the link to the console. */
  readonly to?: string;
  /** Which program asked for its credentials: "terminal bash", "extension publisher.name"; or who changed its role. */
  readonly by?: string;
  readonly pid?: string;
  readonly program?: string;
  /** How often it asked since the entry before. */
  readonly times?: string;
  /** Why it failed or was refused. */
  readonly message?: string;
  /** Sessions of its role that were given until then are what was revoked. */
  readonly before?: string;
}

const EVENTS: ReadonlySet<string> = new Set<SessionAct['kind']>([
  'assumed',
  'renewed',
  'narrowed',
  'failed',
  'refused',
  'ended',
  'exported',
  'console',
  'revoked',
  'unrevoked',
  'fetched',
  'withheld',
]);

/** @param now milliseconds since the epoch */
export function auditEntry(act: SessionAct, now: number): AuditEntry {
  const time = new Date(now).toISOString();
  switch (act.kind) {
    case 'assumed':
    case 'renewed':
    case 'narrowed':
      return defined({
        ...{ time, event: act.kind },
        ...whoText(act.session),
        sourceIdentity: act.sourceIdentity,
        reason: act.description,
        expires: endText(act.session),
      });
    case 'failed':
    case 'refused':
      return defined({
        ...{ time, event: act.kind, role: act.role.name },
        ...(act.session && whoText(act.session)),
        message: act.message,
      });
    case 'ended':
      return defined({ time, event: act.kind, ...whoText(act.session) });
    case 'exported':
    case 'console':
      return defined({ time, event: act.kind, ...whoText(act.session), to: act.to, expires: endText(act.session) });
    case 'revoked':
    case 'unrevoked':
      return defined({
        ...{ time, event: act.kind, ...whoText(act.session), by: act.caller },
        before: act.before === undefined ? undefined : new Date(act.before).toISOString(),
      });
    case 'fetched':
    case 'withheld':
      return defined({
        ...{ time: act.lastAt === undefined ? time : new Date(act.lastAt).toISOString(), event: act.kind },
        ...whoText(act.session),
        by: `${act.by.kind} ${act.by.name}`,
        pid: act.by.pid === undefined ? undefined : String(act.by.pid),
        program: act.by.program,
        times: act.times === undefined ? undefined : String(act.times),
        expires: endText(act.session),
        message: act.message,
      });
  }
}

/**
 * One line of JSON, with its line feed, in English like the log. `secrets`: that must not be in it, whoever put them
 * into a message.
 */
export function auditLine(entry: AuditEntry, secrets: Iterable<string>): string {
  const known = [...secrets];
  const clean = Object.fromEntries(
    Object.entries(entry).map(([name, text]) => [name, redact(inEnglish(String(text)), known)]),
  );
  return `${JSON.stringify(clean)}\n`;
}

/** The entries in the order of the lines, and how many lines are none: half a line of a machine that went down. */
export function readAuditLines(text: string): { readonly entries: readonly AuditEntry[]; readonly unreadable: number } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.flatMap((line) => auditEntryIn(line) ?? []);
  return { entries, unreadable: lines.length - entries.length };
}

function auditEntryIn(line: string): AuditEntry | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return isAuditEntry(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isAuditEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { time, event, role } = value as Partial<Record<keyof AuditEntry, unknown>>;
  return (
    Object.values(value).every((each) => typeof each === 'string') &&
    typeof time === 'string' &&
    !Number.isNaN(Date.parse(time)) &&
    typeof role === 'string' &&
    EVENTS.has(String(event))
  );
}

function whoText({ role, identity, principal, source, narrowedTo }: SessionFacts) {
  return {
    role: role.name,
    arn: identity.arn,
    account: identity.accountId === '' ? undefined : identity.accountId,
    ...{ principal, source, narrowedTo },
  };
}

function endText({ expiresAt }: SessionFacts): string | undefined {
  return expiresAt === NEVER ? undefined : new Date(expiresAt).toISOString();
}

type Optional<T> = { readonly [Name in keyof T]: T[Name] | undefined };

function defined(entry: Optional<AuditEntry> & Pick<AuditEntry, 'time' | 'event' | 'role'>): AuditEntry {
  const all = Object.entries(entry).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as unknown as AuditEntry;
}
