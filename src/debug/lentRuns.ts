import { debug } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { Giver, GivenTo } from '../lending/given.js';
import type { SessionId } from '../model/session/session.js';
import type { SessionUse } from '../model/session/sessionUse.js';

/** What gives a run the credentials of a session, or where to ask for them. */
export interface DebugLending extends Giver {
  settled(): Promise<void>;
  /** These are of use, and no others of debug runs. */
  hold(holder: 'debug', grants: ReadonlySet<string>): void;
}

/** Grants of debug runs: they are held until no run is left that may go by them. */
export class LentRuns implements SessionUse, Disposable {
  private readonly running = new Set<string>();
  /** With the session that each is of. */
  private grants: ReadonlyMap<string, SessionId> = new Map();
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly lending: DebugLending) {
    this.subscriptions = [
      debug.onDidStartDebugSession(({ id }) => this.running.add(id)),
      debug.onDidTerminateDebugSession(({ id }) => {
        this.running.delete(id);
        if (this.running.size === 0) {
          this.become(new Map());
        }
      }),
    ];
  }

  add(given: GivenTo): void {
    if (given.kind === 'lent') {
      this.become(new Map([...this.grants, [given.lent.grant, given.lent.id]]));
    }
  }

  used(): Iterable<SessionId> {
    return new Set(this.grants.values());
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private become(grants: ReadonlyMap<string, SessionId>): void {
    this.grants = grants;
    this.lending.hold('debug', new Set(grants.keys()));
  }
}
