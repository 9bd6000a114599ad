import { window } from 'vscode';
import type { Terminal } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import { liveSession } from '../model/session/session.js';
import type { SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';

/** What each open terminal acts as: the session that was active, or was given, when its shell began. */
export class TerminalSessions implements SessionUse, Disposable {
  private readonly ids = new Map<Terminal, SessionId>();
  private readonly subscriptions: Disposable[];

  constructor(private readonly sessions: Pick<SessionReader, 'active'>) {
    this.subscriptions = [
      window.onDidOpenTerminal((terminal) => this.ids.has(terminal) || this.began(terminal)),
      window.onDidCloseTerminal((terminal) => this.ids.delete(terminal)),
    ];
  }

  /** Its shell has just been started, or started anew. */
  began(terminal: Terminal, given = liveSession(this.sessions.active())?.id): void {
    if (given === undefined) {
      this.ids.delete(terminal);
    } else {
      this.ids.set(terminal, given);
    }
  }

  of(terminal: Terminal): SessionId | undefined {
    return this.ids.get(terminal);
  }

  used(): Iterable<SessionId> {
    return new Set(this.ids.values());
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}
