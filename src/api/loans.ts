import * as l10n from '../base/l10n.js';
import { lend } from '../lending/lend.js';
import { isSameWho, pledgeOf, type Pledge } from '../lending/pledge.js';
import { isLive } from '../model/session/entry.js';
import { expire, type LiveSession, type SessionFacts, type SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import type { RecordAct } from '../model/sessionAct.js';
import { ApiError } from './apiError.js';
import type { CallingExtension } from './caller.js';
import type { Consent } from './consent.js';
import { isReadOnly } from './sessionInfo.js';

/** How long a session is kept renewed for an extension that has called. */
const KEPT_MS = 60 * 60_000;

/** What an extension was promised, for as long as the window is open. */
export interface Loan {
  readonly caller: CallingExtension;
  /** What it asked for, as the user was asked about it. */
  readonly wanted: SessionFacts;
  /** What it gets, which may be narrower, as it was when it was promised. */
  readonly given: SessionFacts;
  readonly pledge: Pledge;
}

interface LoansContext {
  readonly sessions: Pick<SessionReader, 'get'>;
  readonly consent: Pick<Consent, 'decision'>;
  /** @throws ApiError where the extension gets nothing at all, whatever the user has said to it */
  readonly check: (caller: CallingExtension) => void;
  readonly record: RecordAct;
}

/** The sessions that extensions have credentials of. */
export class Loans implements SessionUse {
  /** And when each was last called for. */
  private readonly loans = new Map<Loan, number | undefined>();

  constructor(private readonly context: LoansContext) {}

  /** The same loan for the same extension, session and identity. */
  open(caller: CallingExtension, wanted: LiveSession, given: LiveSession): Loan {
    const loan = { caller, wanted: expire(wanted), given: expire(given), pledge: pledgeOf(given) };
    const same = [...this.loans.keys()].find((one) => isSame(one, loan));
    if (same === undefined) {
      this.loans.set(loan, undefined);
    }
    return same ?? loan;
  }

  /** From memory, and put on record. @throws ApiError */
  fetch(loan: Loan): LiveSession {
    const now = Date.now();
    try {
      const session = this.lent(loan, now);
      this.loans.set(loan, now);
      this.record('fetched', loan.caller, session);
      return session;
    } catch (error) {
      if (error instanceof ApiError) {
        this.record('withheld', loan.caller, loan.given, error.message);
      }
      throw error;
    }
  }

  /** Puts it on record that an extension got what it asked for, or did not. */
  record(
    kind: 'fetched' | 'withheld',
    { id }: CallingExtension,
    session: LiveSession | SessionFacts,
    message?: string,
  ): void {
    const facts = 'credentials' in session ? expire(session) : session;
    this.context.record({ kind, session: facts, by: { kind: 'extension', name: id }, message });
  }

  *used(): Iterable<SessionId> {
    const now = Date.now();
    for (const [loan, calledAt] of this.loans) {
      if (calledAt !== undefined && now - calledAt < KEPT_MS && this.isAllowed(loan)) {
        yield loan.pledge.id;
      }
    }
  }

  private lent(loan: Loan, now: number): LiveSession {
    const { pledge, caller } = loan;
    this.context.check(caller);
    if (!this.isAllowed(loan)) {
      throw new ApiError(
        'withdrawn',
        l10n.t('You do not let the extension {0} act as {1} any more.', caller.id, pledge.title),
      );
    }
    const entry = this.context.sessions.get(pledge.id);
    const lent = lend(pledge, entry, now);
    if (lent.kind === 'lent') {
      return lent.session;
    }
    // No program of botocore's reads this: what is good for a while is better than nothing.
    if (lent.reason === 'soon' && entry !== undefined && isLive(entry) && isSameWho(pledge, pledgeOf(entry.state))) {
      return entry.state;
    }
    throw new ApiError(lent.reason === 'another' ? 'another' : 'ended', lent.message);
  }

  private isAllowed({ caller, wanted, given }: Loan): boolean {
    const decision = this.context.consent.decision(caller.id, wanted);
    return decision.kind === 'allowed' && (decision.allowance === 'all' || isReadOnly(given.role.request));
  }
}

function isSame(one: Loan, other: Loan): boolean {
  const textOf = ({ caller, wanted, pledge: { id, arn, principal } }: Loan) =>
    JSON.stringify([caller.id, caller.isSeen, wanted.id, wanted.identity.arn, id, arn, principal]);
  return textOf(one) === textOf(other);
}
