import * as l10n from '../base/l10n.js';
import { isSameWho, pledgeOf } from '../lending/pledge.js';
import { isLive } from '../model/session/entry.js';
import { narrowedRequest, type SessionRequest } from '../model/request.js';
import { liveSession, type LiveSession, type SessionFacts, type SessionId } from '../model/session/session.js';
import type { FolderKey, SessionReader } from '../model/session/sessionReader.js';
import { ApiError } from './apiError.js';
import type { Wanted } from './arguments.js';
import type { CallingExtension } from './caller.js';
import type { Consent } from './consent.js';
import type { Loan, Loans } from './loans.js';
import type { SessionInfo } from './roleSessions.js';
import { isReadOnly, sessionInfo } from './sessionInfo.js';

interface ApiContext {
  readonly sessions: SessionReader;
  /** Once it is known what was open before. */
  readonly ready: Promise<void>;
  readonly consent: Pick<Consent, 'settle'>;
  readonly loans: Pick<Loans, 'open' | 'record'>;
  readonly isProduction: (session: SessionFacts) => boolean;
  readonly isTrusted: () => boolean;
  /** Assumes it beside what is active; undefined where the user was told why it was not. */
  readonly assume: (request: SessionRequest) => Promise<SessionId | undefined>;
}

/** What extensions may ask for, by whichever way they come. */
export class ExtensionApi {
  constructor(private readonly context: ApiContext) {}

  async list(): Promise<readonly SessionInfo[]> {
    const { sessions, ready, isTrusted } = this.context;
    await ready;
    return isTrusted()
      ? sessions
          .list()
          .filter(isLive)
          .map(({ state }) => this.info(state))
      : [];
  }

  async active(folder: FolderKey | undefined): Promise<SessionInfo | undefined> {
    const { sessions, ready, isTrusted } = this.context;
    await ready;
    const session = liveSession(sessions.active(folder));
    return session !== undefined && isTrusted() ? this.info(session) : undefined;
  }

  /** Asks the user where they have not said. @throws ApiError */
  async credentials(caller: CallingExtension, { sessionId, reason }: Wanted): Promise<Loan> {
    const { ready, consent, loans } = this.context;
    this.refuseUntrusted();
    await ready;
    const wanted = this.wanted(sessionId);
    try {
      const allowance = await consent.settle(caller, wanted, reason);
      const still = this.still(wanted);
      const isEnough = allowance === 'all' || isReadOnly(still.role.request);
      return loans.open(caller, still, isEnough ? still : await this.readOnly(still));
    } catch (error) {
      if (error instanceof ApiError) {
        loans.record('withheld', caller, wanted, error.message);
      }
      throw error;
    }
  }

  info(session: SessionFacts): SessionInfo {
    return sessionInfo(session, this.context.isProduction(session));
  }

  /** @throws ApiError */
  refuseUntrusted(): void {
    if (!this.context.isTrusted()) {
      throw new ApiError(
        'restricted-mode',
        l10n.t('In a workspace that is not trusted, extensions get no AWS credentials.'),
      );
    }
  }

  private wanted(id: SessionId | undefined): LiveSession {
    const { sessions } = this.context;
    const session = id === undefined ? liveSession(sessions.active()) : this.live(id);
    if (session === undefined) {
      throw new ApiError(
        'no-session',
        id === undefined
          ? l10n.t('No AWS role is active. Assume one first.')
          : l10n.t('That AWS session is not open, or has ended. Assume the role again.'),
      );
    }
    return session;
  }

  private live(id: SessionId): LiveSession | undefined {
    const entry = this.context.sessions.get(id);
    return entry !== undefined && isLive(entry) ? entry.state : undefined;
  }

  /** The user has had all the time they like to answer. @throws ApiError where it is not what they were asked about */
  private still(before: LiveSession): LiveSession {
    const session = this.live(before.id);
    const { title } = pledgeOf(before);
    if (session === undefined) {
      throw new ApiError('ended', l10n.t('The session of {0} has ended meanwhile.', title));
    }
    return this.same(before, session);
  }

  /** A session beside it, as the same identity, that can only read. @throws ApiError */
  private async readOnly(wider: LiveSession): Promise<LiveSession> {
    const id = await this.context.assume(narrowedRequest(wider.role.request, { narrowings: [{ kind: 'read-only' }] }));
    const session = id === undefined ? undefined : this.live(id);
    if (session === undefined || !isReadOnly(session.role.request)) {
      throw new ApiError(
        'refused',
        l10n.t('A session of {0} that can only read could not be opened.', pledgeOf(wider).title),
      );
    }
    return this.same(wider, session);
  }

  private same(before: LiveSession, session: LiveSession): LiveSession {
    const pledge = pledgeOf(before);
    if (!isSameWho(pledge, pledgeOf(session))) {
      throw new ApiError('another', l10n.t('The session of {0} was opened again as somebody else.', pledge.title));
    }
    return session;
  }
}
