import { randomUUID } from 'node:crypto';
import type { SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import type { Disposable } from '../../base/listeners.js';
import type { Log } from '../../editor/log.js';
import type { LiveSession, SessionId } from '../../model/session/session.js';
import { inTime, READ_MS, WRITE_MS } from '../keep/inTime.js';
import type { Sessions } from '../sessions.js';
import { broughtEntry, entryText, keyOf, WAITS_MS, type Machine } from './entry.js';

/** Timers stand still while a machine sleeps: the clock is looked at this often. */
const TICK_MS = 1_000;

interface Waiting {
  readonly sessionId: SessionId;
  readonly until: number;
}

interface OutboxParts {
  readonly secrets: Pick<SecretStorage, 'store' | 'delete'>;
  readonly sessions: Pick<Sessions, 'get' | 'onDidChange'>;
  readonly machine: () => Promise<Machine>;
  /** For people. */
  readonly hostName: string;
  readonly log: Pick<Log, 'warn'>;
}

/** Sessions of this window that wait for one of another machine: for minutes, and no longer than they live here. */
export class Outbox implements Disposable {
  private readonly waiting = new Map<string, Waiting>();
  private timer: NodeJS.Timeout | undefined;
  private readonly subscription: Disposable;

  constructor(private readonly parts: OutboxParts) {
    this.subscription = parts.sessions.onDidChange(() => this.look());
  }

  /** @returns its key, and until when it waits by this machine's clock @throws UserError where it could not be put there */
  async put(session: LiveSession): Promise<{ readonly key: string; readonly until: number }> {
    const { secrets, machine, hostName } = this.parts;
    const id = randomUUID();
    const key = keyOf(id);
    const from = { id, machine: await machine(), from: hostName };
    const now = Date.now();
    const until = Math.min(now + WAITS_MS, session.expiresAt);
    const storing = Promise.resolve(secrets.store(key, entryText(broughtEntry(session, from, now))));
    try {
      await inTime(storing, READ_MS);
    } catch (error) {
      storing.then(() => this.takeBack(key)).catch(() => undefined); // it may come late
      throw new UserError(
        l10n.t('The secret store did not take the session, so no other window is offered it. The log says why.'),
        { cause: error },
      );
    }
    this.waiting.set(key, { sessionId: session.id, until });
    this.timer ??= setInterval(() => this.look(), TICK_MS).unref();
    this.look(); // it may have ended meanwhile
    return { key, until };
  }

  /** What was taken already is not there, which is no failure. */
  async takeBack(key: string): Promise<void> {
    this.waiting.delete(key);
    if (this.waiting.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    try {
      await inTime(this.parts.secrets.delete(key), WRITE_MS);
    } catch (error) {
      this.parts.log.warn('Could not take back a session that waits for another machine', error);
    }
  }

  /** Takes back what has waited long enough, or has ended here. */
  look(): void {
    const now = Date.now();
    for (const [key, { sessionId, until }] of this.waiting) {
      if (now >= until || this.parts.sessions.get(sessionId)?.state.kind !== 'live') {
        void this.takeBack(key);
      }
    }
  }

  /** Who closes the window is not there any more to take anything back. */
  dispose(): void {
    this.subscription.dispose();
    for (const key of this.waiting.keys()) {
      void this.takeBack(key);
    }
  }
}
