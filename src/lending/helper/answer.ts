import * as l10n from '../../base/l10n.js';
import type { SessionEntry } from '../../model/session/entry.js';
import {
  expire,
  settledOf,
  type ExpiredSession,
  type LiveSession,
  type RoleRef,
  type SessionFacts,
  type Who,
} from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { processReply } from '../../model/variables/processReply.js';
import { lend } from '../lend.js';
import { isPlain } from '../managedRole.js';
import { isSameWho, pledgeOf } from '../pledge.js';
import type { Asked, HelperAnswer } from './protocol.js';

interface Answered {
  readonly answer: HelperAnswer;
  /** Whose credentials it is about; undefined where nobody's are. */
  readonly session: SessionFacts | undefined;
}

/** Of a session, which a window knows by itself. */
export type AskedSession = Exclude<Asked, { readonly kind: 'keys' }>;

type Known = Pick<SessionReader, 'active' | 'list' | 'get'>;

/** @param now milliseconds since the epoch */
export function answerTo(asked: AskedSession, sessions: Known, now: number): Answered {
  return asked.kind === 'active' ? answerActive(sessions, now) : answerRole(asked.id, sessions, now);
}

function answerActive(sessions: Known, now: number): Answered {
  const settled = settledOf(sessions.active());
  switch (settled.kind) {
    case 'none':
      return { answer: { kind: 'none' }, session: undefined };
    case 'live':
    case 'expired':
      return answerOf(settled, sessions.get(settled.id), now);
    case 'failed':
      return failed(settled);
  }
}

/** Also where the configuration has changed since: one name may then have two sessions, and be two people. */
function answerRole(id: string, sessions: Known, now: number): Answered {
  const entries = sessions.list().filter(({ role, state }) => role.id === id && isPlain(role, state));
  const answers = entries.flatMap((entry) => answerEntry(entry, now) ?? []);
  const lent = answers.filter(({ answer }) => answer.kind === 'lent');
  const [first, ...others] = lent;
  const another = others.find(({ session }) => !isSame(first?.session, session));
  if (first?.session !== undefined && another?.session !== undefined) {
    return several(id, first.session, another.session);
  }
  const [latest] = lent.toSorted((a, b) => (b.session?.expiresAt ?? 0) - (a.session?.expiresAt ?? 0));
  return latest ?? answers[0] ?? { answer: { kind: 'none' }, session: undefined };
}

function answerEntry(entry: SessionEntry, now: number): Answered | undefined {
  const { state } = entry;
  switch (state.kind) {
    case 'opening':
      return undefined;
    case 'live':
    case 'expired':
      return answerOf(state, entry, now);
    case 'failed':
      return failed(state);
  }
}

function answerOf(session: LiveSession | ExpiredSession, entry: SessionEntry | undefined, now: number): Answered {
  const pledge = pledgeOf(session);
  const { title, arn, principal } = pledge;
  const lent = lend(pledge, entry, now);
  if (lent.kind === 'refused') {
    return { answer: { kind: 'refused', title, arn, principal, message: lent.message }, session: factsOf(session) };
  }
  const { expiresAt } = lent.session;
  const reply = JSON.stringify(processReply(lent.session));
  return { answer: { kind: 'lent', title, arn, principal, expiresAt, reply }, session: factsOf(lent.session) };
}

function factsOf(session: LiveSession | ExpiredSession): SessionFacts {
  return session.kind === 'live' ? expire(session) : session;
}

function failed({ role, expected }: { readonly role: RoleRef; readonly expected?: Who | undefined }): Answered {
  const message = l10n.t('{0} could not be assumed or renewed. Assume it again in the editor.', role.name);
  const who = { arn: expected?.identity.arn ?? null, principal: expected?.principal ?? null };
  return { answer: { kind: 'refused', title: role.name, ...who, message }, session: undefined };
}

function several(id: string, one: SessionFacts, other: SessionFacts): Answered {
  const message = l10n.t(
    'Two sessions of {0} are open, as {1} and as {2}. End one of them in the editor.',
    one.role.name,
    one.identity.arn,
    other.identity.arn,
  );
  return { answer: { kind: 'refused', title: id, arn: null, principal: null, message }, session: one };
}

function isSame(one: SessionFacts | undefined, other: SessionFacts | undefined): boolean {
  return one !== undefined && other !== undefined && isSameWho(pledgeOf(one), pledgeOf(other));
}
