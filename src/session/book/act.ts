import { isScope } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import type { SessionAct } from '../../model/sessionAct.js';
import type { EntryState } from '../../model/session/entry.js';
import { expire, type SessionFacts } from '../../model/session/session.js';
import type { Book } from './book.js';
import type { BookEvent } from './events.js';

/** What an event tells that was done here; undefined where nothing was, or what it brings was not wanted any more. */
export function actOf(event: BookEvent, before: Book, after: Book): SessionAct | undefined {
  switch (event.kind) {
    case 'opened':
      return event.isOurs === true && after !== before ? gained(event) : undefined;
    case 'failed':
    case 'refused': {
      const entry = before.entries.get(event.id);
      const isHere = event.kind === 'failed' || event.isHere === true;
      return entry !== undefined && isHere && after !== before
        ? { kind: event.kind, role: entry.role, session: factsIn(entry.state), message: event.message }
        : undefined;
    }
    case 'ended': {
      const session = factsIn(before.entries.get(event.id)?.state);
      const isGone = !after.entries.has(event.id);
      return event.isHere === true && isGone && session !== undefined ? { kind: 'ended', session } : undefined;
    }
    default:
      return undefined;
  }
}

function gained({ opened, isRenewal }: Extract<BookEvent, { kind: 'opened' }>): SessionAct | undefined {
  const session = factsIn(opened.session);
  const scope = opened.plan.hops.findLast(isScope);
  const kind = isRenewal === true ? 'renewed' : scope === undefined ? 'assumed' : 'narrowed';
  return session && { kind, session, sourceIdentity: sourceIdentityOf(opened.plan), description: scope?.description };
}

function sourceIdentityOf({ hops }: Plan): string | undefined {
  return hops.flatMap((hop) => (hop.kind === 'assume-role' ? (hop.sourceIdentity ?? []) : [])).at(-1);
}

/** Without the credentials. */
function factsIn(state: EntryState | undefined): SessionFacts | undefined {
  if (state === undefined || !('key' in state)) {
    return undefined;
  }
  const { kind: _, ...facts } = state.kind === 'live' ? expire(state) : state;
  return facts;
}
