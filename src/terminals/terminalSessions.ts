import { env, EventEmitter, UIKind, window, workspace } from 'vscode';
import type { Event, Memento, Terminal } from 'vscode';
import type { ChangeEvent, Disposable } from '../base/listeners.js';
import type { Giver } from '../lending/given.js';
import type { Pledge } from '../lending/pledge.js';
import type { SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import { NONE, pledgeIn, UNKNOWN, type Holding } from '../identity/holding.js';
import { holdingOf, isSameShell, readKept, writeKept, type KeptShell, type ShellAge } from './environment/holding.js';
import { givenIn, givingAll, holdingIn, isSameGiving, type Giving } from './environment/giving.js';
import { givingNow } from './collection.js';
import { PERSISTENCE, REVIVAL, writesEnvironments } from './environment/revival.js';
import { processAgeMs, TELLS_AGE } from './shellAge.js';
import { TaskProcesses } from './taskProcesses.js';
import { folderOfTerminal } from './terminalShell.js';

/** The editor tells of no relaunch; what it knows of a process is at hand. */
const LOOK_MS = 1_000;
/** Terminals that the editor reconnects after a reload appear in the first moments of a window. */
const RECONNECTING_MS = 5_000;
/** By then they have all appeared: of what was kept of others nobody needs to know. */
const RECONNECTED_MS = 60_000;
const KEPT = 'roleSessions.terminals';
/** More changes are not made between two looks at a terminal. */
const HISTORY = 100;

interface Known {
  readonly shell: ShellProcess | undefined;
  readonly holding: Holding;
  /** Where its next shell gets the same, whichever session is active. */
  readonly bound: Holding | undefined;
  /** The session whose name it bears. */
  readonly named: Pledge | undefined;
  /** Its next shell began after that; undefined for what was there before us. */
  readonly openedAt: number | undefined;
  readonly isEarly: boolean;
  /** Its shell was seen before the window was loaded anew. */
  readonly isReconnected: boolean;
}

/** A terminal that is relaunched is the same with another. */
interface ShellProcess {
  readonly pid: number;
  readonly seenAt: number;
}

export interface BegunShell {
  readonly terminal: Terminal;
  readonly pid: number;
  /** The terminal had another one before. */
  readonly again: boolean;
}

/** What each open terminal acts as. Over a reload it is kept in the workspace's memento: whose keys, not the keys. */
export class TerminalSessions implements SessionUse, Disposable {
  private readonly activatedAt = Date.now();
  private readonly known = new Map<Terminal, Known>();
  private readonly kept: ReadonlyMap<number, KeptShell>;
  private readonly looking = new Map<Terminal, Promise<number | undefined>>();
  private history: readonly Giving[];
  private readonly begin = new EventEmitter<BegunShell>();
  private readonly looked = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  private timer: NodeJS.Timeout | undefined;

  /** Whose keys a shell has is known, or that nobody can know it. */
  readonly onDidBegin: Event<BegunShell> = this.begin.event;
  /** Once a second, while there is any terminal. */
  readonly onDidLook: Event<void> = this.looked.event;
  readonly tasks: TaskProcesses;

  /** @param isAnew whether extensions were started before in this window, and gave terminals what nobody knows now */
  constructor(
    private readonly sessions: Pick<SessionReader, 'active' | 'folders' | 'onDidChange'>,
    private readonly lending: Giver & { readonly onDidChange: ChangeEvent },
    private readonly memento: Memento,
    isAnew: boolean,
    private readonly age: { of(pid: number): Promise<ShellAge>; readonly isTold: boolean } = AGE,
  ) {
    this.history = [givingAll(-Infinity, isAnew ? UNKNOWN : NONE)];
    this.tasks = new TaskProcesses(this);
    this.kept = readKept(memento.get(KEPT));
    this.onActive();
    this.subscriptions = [
      this.begin,
      this.looked,
      this.tasks,
      { dispose: () => clearInterval(this.timer) },
      sessions.onDidChange(() => this.onActive()),
      lending.onDidChange(() => this.onActive()),
      workspace.onDidChangeWorkspaceFolders(() => this.onActive()),
      window.onDidOpenTerminal((terminal) => this.onOpen(terminal)),
      window.onDidCloseTerminal((terminal) => {
        this.known.delete(terminal);
        this.watch();
        this.keep();
      }),
    ];
    for (const terminal of window.terminals) {
      this.known.set(terminal, {
        ...NEW,
        holding: this.ifGiven(terminal, UNKNOWN),
        openedAt: undefined,
        isEarly: true,
      });
      void this.process(terminal);
    }
    this.watch();
  }

  /** By us, under the name of that session. */
  opened(terminal: Terminal, holding: Holding, isBound: boolean): void {
    const bound = isBound ? holding : undefined;
    const named = pledgeIn(holding);
    this.known.set(terminal, { ...NEW, holding, bound, named, openedAt: Date.now(), isEarly: false });
    this.watch();
  }

  of(terminal: Terminal): Holding {
    return this.known.get(terminal)?.holding ?? UNKNOWN;
  }

  /** The session whose name it bears. */
  nameOf(terminal: Terminal): Pledge | undefined {
    return this.known.get(terminal)?.named;
  }

  /** Whether its shell began in a window that is no more. Of what nobody knows, nobody knows that either. */
  isReconnected(terminal: Terminal): boolean {
    return this.known.get(terminal)?.isReconnected ?? false;
  }

  isBound(terminal: Terminal): boolean {
    return this.known.get(terminal)?.bound !== undefined;
  }

  /** But those whose task has ended, which act as nobody. `pid`: undefined until that of its first shell is known. */
  all(): readonly { readonly terminal: Terminal; readonly pid: number | undefined; readonly holding: Holding }[] {
    return [...this.known].flatMap(([terminal, { shell, holding }]) =>
      shell !== undefined && this.tasks.hasEnded(shell.pid) ? [] : [{ terminal, pid: shell?.pid, holding }],
    );
  }

  pids(): ReadonlySet<number> {
    return new Set([...this.known.values()].flatMap(({ shell }) => shell?.pid ?? []));
  }

  /** Nobody goes on with keys that are dead. */
  used(): Iterable<SessionId> {
    const now = Date.now();
    const isOver = (holding: Holding) => holding.kind === 'keys' && holding.keys.expiresAt <= now;
    return new Set(this.all().flatMap(({ holding }) => (isOver(holding) ? [] : (pledgeIn(holding)?.id ?? []))));
  }

  /** Of its shell, after which `of` is what that shell has. */
  process(terminal: Terminal): Promise<number | undefined> {
    const running = this.looking.get(terminal) ?? this.lookAt(terminal).finally(() => this.looking.delete(terminal));
    this.looking.set(terminal, running);
    return running;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private watch(): void {
    if (this.known.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    } else if (this.timer === undefined) {
      this.timer = setInterval(() => {
        this.look();
        this.looked.fire();
      }, LOOK_MS);
      this.timer.unref();
    }
  }

  private look(): void {
    for (const terminal of this.known.keys()) {
      void this.process(terminal);
    }
  }

  /** New shells get something else from now on. */
  private onActive(): void {
    const giving = givingNow(this.sessions, this.lending);
    const last = this.history.at(-1);
    if (last === undefined || !isSameGiving(giving, last)) {
      this.history = [...this.history.slice(-HISTORY), giving];
      this.look();
    }
  }

  private onOpen(terminal: Terminal): void {
    if (!this.known.has(terminal)) {
      const now = Date.now();
      const isEarly = now - this.activatedAt < RECONNECTING_MS;
      const given = isEarly ? UNKNOWN : this.givenNow(terminal);
      this.known.set(terminal, { ...NEW, holding: this.ifGiven(terminal, given), openedAt: now, isEarly });
      this.watch();
    }
    void this.process(terminal);
  }

  private givenNow(terminal: Terminal): Holding {
    const last = this.history.at(-1);
    return last === undefined ? UNKNOWN : holdingIn(last, folderOfTerminal(terminal));
  }

  private ifGiven({ creationOptions }: Terminal, holding: Holding): Holding {
    const isGivenNone = 'pty' in creationOptions || creationOptions.strictEnv === true;
    return isGivenNone ? NONE : holding;
  }

  private async lookAt(terminal: Terminal): Promise<number | undefined> {
    const pid = await terminal.processId;
    const knownAt = Date.now();
    const before = this.known.get(terminal);
    if (pid === undefined || before === undefined) {
      return pid;
    }
    if (before.shell?.pid === pid) {
      this.known.set(terminal, { ...before, openedAt: knownAt });
      return pid;
    }
    const shell = { pid, seenAt: knownAt };
    const after = {
      ...before,
      ...(await this.learn(terminal, before, shell)),
      shell,
      openedAt: knownAt,
      isEarly: false,
    };
    if (this.known.get(terminal) === before) {
      this.known.set(terminal, after);
      this.keep();
      this.begin.fire({ terminal, pid, again: before.shell !== undefined });
    }
    return pid;
  }

  /** What there is to know of its shell, which is seen for the first time. */
  private async learn(terminal: Terminal, before: Known, { pid, seenAt }: ShellProcess): Promise<Partial<Known>> {
    if (before.bound !== undefined) {
      return { holding: before.bound };
    }
    if (before.shell === undefined && before.named !== undefined) {
      return {}; // it was told as it was opened
    }
    const ageMs = await this.age.of(pid);
    const now = Date.now();
    const kept = this.kept.get(pid);
    // However late the editor connects it: a process that is older than it was seen is the same.
    if (before.shell === undefined && kept !== undefined && isSameShell(kept, ageMs, now)) {
      const { holding, isBound } = kept;
      const named = isBound ? pledgeIn(holding) : undefined;
      return { holding, bound: isBound ? holding : undefined, named, isReconnected: true };
    }
    const early = before.isEarly ? { hostStartedAt: now - process.uptime() * 1_000, revives: revives() } : undefined;
    const tellsAge = this.age.isTold;
    const seen = { ageMs, tellsAge, openedAt: before.openedAt, knownAt: seenAt, now, early };
    const folder = this.tasks.isOfTask(before.shell?.pid) ? this.tasks.folderOf(pid) : folderOfTerminal(terminal);
    return { holding: this.ifGiven(terminal, holdingOf(seen, givenIn(this.history, folder))), isReconnected: false };
  }

  private keep(): void {
    const isReconnecting = Date.now() - this.activatedAt < RECONNECTED_MS;
    const shells = new Map(isReconnecting ? this.kept : []);
    for (const { shell, holding, bound } of this.known.values()) {
      if (shell !== undefined) {
        shells.set(shell.pid, { seenAt: shell.seenAt, holding, isBound: bound !== undefined });
      }
    }
    void this.memento.update(KEPT, writeKept(shells));
  }
}

const AGE = { of: processAgeMs, isTold: TELLS_AGE };

const NEW = { shell: undefined, holding: UNKNOWN, bound: undefined, named: undefined, isReconnected: false } as const;

/** An editor in the browser never does. */
function revives(): boolean {
  const settings = workspace.getConfiguration();
  return env.uiKind === UIKind.Desktop && writesEnvironments(settings.get(REVIVAL), settings.get(PERSISTENCE));
}
