import { EventEmitter, window } from 'vscode';
import type { Event, Terminal } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession, SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';

/** The editor tells of no relaunch; what it knows of a process is at hand. */
const LOOK_MS = 1_000;

interface Known {
  /** Of its shell: a terminal that is relaunched is the same with another process. */
  readonly pid: number | undefined;
  /** What was active, or given, when that shell began. */
  readonly id: SessionId | undefined;
  /** The session whose name it bears. */
  readonly named: SessionId | undefined;
  /** It acts as the session of its name whichever is active. */
  readonly isBound: boolean;
}

const UNKNOWN: Known = { pid: undefined, id: undefined, named: undefined, isBound: false };

/** What each open terminal acts as. */
export class TerminalSessions implements SessionUse, Disposable {
  private readonly known = new Map<Terminal, Known>();
  private readonly relaunch = new EventEmitter<Terminal>();
  private readonly subscriptions: Disposable[];

  /** Its shell was started anew. */
  readonly onDidRelaunch: Event<Terminal> = this.relaunch.event;

  constructor(private readonly sessions: Pick<SessionReader, 'active'>) {
    const timer = setInterval(() => this.look(), LOOK_MS);
    timer.unref();
    for (const terminal of window.terminals) {
      this.known.set(terminal, UNKNOWN); // of before us; once it is relaunched it is known
      void this.process(terminal);
    }
    this.subscriptions = [
      this.relaunch,
      { dispose: () => clearInterval(timer) },
      window.onDidOpenTerminal((terminal) => {
        if (!this.known.has(terminal)) {
          this.known.set(terminal, { ...UNKNOWN, id: this.givenTo(terminal) });
        }
        void this.process(terminal);
      }),
      window.onDidCloseTerminal((terminal) => this.known.delete(terminal)),
    ];
  }

  /** By us, under the name of that session. */
  opened(terminal: Terminal, { id }: LiveSession, isBound: boolean): void {
    this.known.set(terminal, { pid: undefined, id, named: id, isBound });
  }

  of(terminal: Terminal): SessionId | undefined {
    return this.known.get(terminal)?.id;
  }

  /** The session whose name it bears. */
  nameOf(terminal: Terminal): SessionId | undefined {
    return this.known.get(terminal)?.named;
  }

  isBound(terminal: Terminal): boolean {
    return this.known.get(terminal)?.isBound ?? false;
  }

  used(): Iterable<SessionId> {
    return new Set([...this.known.values()].flatMap(({ id }) => id ?? []));
  }

  private look(): void {
    for (const terminal of this.known.keys()) {
      void this.process(terminal);
    }
  }

  /** What the editor's own variables make of its next shell. */
  private givenTo({ creationOptions }: Terminal): SessionId | undefined {
    const isGivenNone = 'pty' in creationOptions || creationOptions.strictEnv === true;
    return isGivenNone ? undefined : liveSession(this.sessions.active())?.id;
  }

  /** The process of its shell, after which `of` is what that process was given. */
  async process(terminal: Terminal): Promise<number | undefined> {
    const pid = await terminal.processId;
    const known = this.known.get(terminal);
    if (pid !== undefined && known !== undefined && known.pid !== pid) {
      const isRelaunched = known.pid !== undefined;
      const id = isRelaunched && !known.isBound ? this.givenTo(terminal) : known.id;
      this.known.set(terminal, { ...known, pid, id });
      if (isRelaunched) {
        this.relaunch.fire(terminal);
      }
    }
    return pid;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}
