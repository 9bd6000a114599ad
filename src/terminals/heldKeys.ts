import type { Disposable } from '../base/listeners.js';
import { userSetting } from '../editor/settings.js';
import type { TellOnce } from '../editor/tellOnce.js';
import { NEVER } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { standingOfKeys, type HeldKeys, type KeysStanding } from './environment/holding.js';
import { oldKeysText, relaunchText, unknownText } from './environment/keysText.js';
import type { BegunShell, TerminalSessions } from './terminalSessions.js';

const LOOK_MS = 1_000;

/**
 * Tells of what terminals have that nobody expects there: keys of a session that has ended, keys that end before their
 * session does, and what nobody knows. Whoever keeps the sessions tells of the end of keys that are still theirs.
 */
export class HeldKeysNotice implements Disposable {
  private readonly warnBefore = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
  /** Of which keys, and how long before their end. */
  private readonly said = new Set<string>();
  /** Processes whose keys are not known, which has been said. */
  private readonly unknown = new Set<number>();
  private readonly subscriptions: readonly Disposable[];
  private isReady = false;

  /** @param ready when the sessions of before are known again */
  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    private readonly tell: TellOnce,
    ready: Promise<void>,
  ) {
    const timer = setInterval(() => this.look(), LOOK_MS);
    timer.unref();
    this.subscriptions = [
      { dispose: () => clearInterval(timer) },
      terminals.onDidBegin((begun) => this.onBegin(begun)),
      sessions.onDidChange(() => this.look()),
    ];
    void ready.then(() => {
      this.isReady = true;
      this.look();
    });
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private onBegin({ terminal, pid, again }: BegunShell): void {
    const holding = this.terminals.of(terminal);
    const named = this.terminals.nameOf(terminal);
    const isBound = this.terminals.isBound(terminal);
    const standing = holding.kind === 'keys' ? this.standing(holding.keys) : undefined;
    const text = again ? relaunchText(terminal.name, { holding, named, standing, isBound }, Date.now()) : undefined;
    if (text !== undefined) {
      this.unknown.add(pid);
      this.tell.warn(text, { cause: `begun:${pid}` });
    }
    this.look();
  }

  private look(): void {
    if (!this.isReady) {
      return;
    }
    this.lookAtUnknown();
    const now = Date.now();
    for (const [keys, terminals] of this.byKeys()) {
      this.lookAtKeys(keys, terminals, now);
    }
  }

  /** Where nobody uses sessions, nobody wants to hear of them. */
  private lookAtUnknown(): void {
    if (this.sessions.list().length === 0) {
      return;
    }
    const fresh = this.terminals
      .all()
      .flatMap(({ terminal, pid, holding }) =>
        holding.kind === 'unknown' && pid !== undefined && !this.unknown.has(pid) ? [{ terminal, pid }] : [],
      );
    if (fresh.length > 0) {
      fresh.forEach(({ pid }) => this.unknown.add(pid));
      this.tell.warn(unknownText(fresh.map(({ terminal }) => terminal.name)));
    }
  }

  private lookAtKeys(keys: HeldKeys, terminals: readonly string[], now: number): void {
    const entry = this.sessions.get(keys.id);
    const standing = this.standing(keys);
    if (standing === 'current' && entry?.renewal.kind === 'at') {
      return; // it will be renewed, and these are old ones then
    }
    const passed = this.passed(keys, standing, now).filter((moment) => !this.said.has(moment));
    passed.forEach((moment) => this.said.add(moment));
    if (passed.length > 0 && standing !== 'current') {
      this.tell.warn(oldKeysText(terminals, keys, standing, now), { cause: passed.join(' ') });
    }
  }

  /** What is to be said of them by now. */
  private passed(keys: HeldKeys, standing: KeysStanding, now: number): readonly string[] {
    const { id, expiresAt } = keys;
    const moments = expiresAt === NEVER ? [] : this.warnBefore.value.filter((before) => now >= expiresAt - before);
    const hasEnded = standing === 'ended' && now < expiresAt ? ['ended'] : [];
    return [...moments, ...hasEnded].map((moment) => `${id}:${expiresAt}:${moment}`);
  }

  private standing(keys: HeldKeys): KeysStanding {
    return standingOfKeys(keys, this.sessions.get(keys.id));
  }

  private byKeys(): ReadonlyMap<HeldKeys, readonly string[]> {
    const grouped = new Map<string, { keys: HeldKeys; names: string[] }>();
    for (const { terminal, holding } of this.terminals.all()) {
      if (holding.kind === 'keys') {
        const { keys } = holding;
        const group = grouped.get(`${keys.id}:${keys.expiresAt}`) ?? { keys, names: [] };
        group.names.push(terminal.name);
        grouped.set(`${keys.id}:${keys.expiresAt}`, group);
      }
    }
    return new Map([...grouped.values()].map(({ keys, names }) => [keys, names]));
  }
}
