import * as l10n from '../base/l10n.js';
import { sessionTitle, type LiveSession, type SessionFacts } from '../model/session/session.js';
import { decideAccess, type Allowance, type AccessDecision } from './access.js';
import type { AccessBook } from './accessBook.js';
import { ApiError } from './apiError.js';
import type { CallingExtension } from './caller.js';

/** What the user is asked. */
export interface Question {
  readonly about: 'extension' | 'production';
  readonly caller: CallingExtension;
  readonly session: LiveSession;
  /** As the extension gives it, on one line. */
  readonly reason: string;
  /** More is not to be had whatever they answer. */
  readonly most: Exclude<Allowance, 'refused'>;
}

/** A user who is not to be asked for ever, should an answer not be kept. */
const MOST_QUESTIONS = 3;

/** Asks the user who may have what, one question at a time. */
export class Consent {
  /** Those that are asked, or wait to be, by what they are about. Whether they were answered. */
  private readonly open = new Map<string, Promise<boolean>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly book: AccessBook,
    private readonly isProduction: (session: SessionFacts) => boolean,
    /** Undefined: the user has not answered. */
    private readonly ask: (question: Question) => Promise<Allowance | undefined>,
  ) {}

  /** As it stands, without a word to the user. */
  decision(extension: string, session: SessionFacts): AccessDecision {
    const wanted = { id: session.id, arn: session.identity.arn };
    return decideAccess(this.book.of(extension), wanted, this.isProduction(session));
  }

  /** @throws ApiError where the user says no */
  async settle(caller: CallingExtension, session: LiveSession, reason: string): Promise<Exclude<Allowance, 'refused'>> {
    for (let count = 0; count <= MOST_QUESTIONS; count += 1) {
      const decision = this.decision(caller.id, session);
      if (decision.kind === 'allowed') {
        return decision.allowance;
      }
      if (decision.kind === 'refused') {
        throw new ApiError(
          'refused',
          l10n.t(
            "You do not let the extension {0} act as {1}. “Manage Extensions' Access…” changes that.",
            caller.id,
            titleOf(session),
          ),
        );
      }
      if (!(await this.asked(decision.about, caller, session, reason))) {
        break;
      }
    }
    throw new ApiError(
      'refused',
      l10n.t('You have not let the extension {0} act as {1}.', caller.id, titleOf(session)),
    );
  }

  private asked(
    about: Question['about'],
    caller: CallingExtension,
    session: LiveSession,
    reason: string,
  ): Promise<boolean> {
    const key = JSON.stringify([caller.id, ...(about === 'production' ? [session.id, session.identity.arn] : [])]);
    const open = this.open.get(key);
    if (open !== undefined) {
      return open;
    }
    const asked = this.last
      .then(() => this.askOnce(about, caller, session, reason))
      .finally(() => this.open.delete(key));
    this.open.set(key, asked);
    this.last = asked.catch(() => undefined);
    return asked;
  }

  private async askOnce(
    about: Question['about'],
    caller: CallingExtension,
    session: LiveSession,
    reason: string,
  ): Promise<boolean> {
    const decision = this.decision(caller.id, session); // another window may have had the answer meanwhile
    if (decision.kind !== 'ask' || decision.about !== about) {
      return true;
    }
    const most = this.book.of(caller.id)?.allowance === 'read-only' ? 'read-only' : 'all';
    const allowance = await this.ask({ about, caller, session, reason, most });
    if (allowance === undefined) {
      return false;
    }
    const since = Date.now();
    if (about === 'extension') {
      await this.book.answer(caller, allowance, since);
    } else {
      const { id, identity } = session;
      const answer = { id, arn: identity.arn, title: titleOf(session), allowance, since };
      await this.book.answerProduction(caller.id, answer);
    }
    return true;
  }
}

function titleOf({ role: { name }, narrowedTo }: LiveSession): string {
  return sessionTitle({ name, narrowedTo });
}
