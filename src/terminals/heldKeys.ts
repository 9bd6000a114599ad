import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import { userSetting } from '../editor/settings.js';
import { invokeCommand } from '../editor/commands.js';
import type { Next, TellOnce } from '../editor/tellOnce.js';
import type { SessionEntry } from '../model/session/entry.js';
import { NEVER } from '../model/session/session.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { warnBefore } from '../model/session/warnBefore.js';
import { standingOfKeys, type HeldKeys, type KeysStanding } from '../identity/holding.js';
import { keysKey } from './environment/holding.js';
import { oldKeysText, relaunchText, unknownText } from './environment/keysText.js';
import type { BegunShell, TerminalSessions } from './terminalSessions.js';

/** What is said once of some keys: that they go on though their session does not, or has others, and then that they end. */
type News = Exclude<KeysStanding, 'current'> | 'end';

/**
 * Tells of what terminals have that nobody expects there: keys of a session that has ended, keys that end before their
 * session does or that it has replaced and that have no end, and what nobody knows. Whoever keeps the sessions tells of the end of keys that are still theirs.
 */
export class HeldKeysNotice implements Disposable {
  private readonly warnBefore = userSetting('roleSessions.warnBeforeMinutes', warnBefore);
  /** By keys. */
  private readonly said = new Map<string, Set<News>>();
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
    this.subscriptions = [
      terminals.onDidLook(() => this.look()),
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
    const fresh = this.shown().flatMap(({ terminal, pid, holding }) =>
      holding.kind === 'unknown' && pid !== undefined && !this.unknown.has(pid) ? [{ terminal, pid }] : [],
    );
    if (fresh.length > 0) {
      fresh.forEach(({ pid }) => this.unknown.add(pid));
      const names = fresh.map(({ terminal }) => terminal.name);
      const cause = `unknown:${fresh.map(({ pid }) => pid).join()}`;
      this.tell.warn(unknownText(names, this.sessions.folders().size > 0), { cause });
    }
  }

  private lookAtKeys(keys: HeldKeys, terminals: readonly string[], now: number): void {
    const entry = this.sessions.get(keys.id);
    const standing = this.standing(keys);
    if (standing === 'current' && entry?.renewal.kind === 'at') {
      return; // it will be renewed, and these are old ones then
    }
    const news = this.news(keys, standing, now);
    const said = this.said.get(keysKey(keys)) ?? new Set();
    if (news !== undefined && !said.has(news)) {
      this.said.set(keysKey(keys), said.add(news).add('end')); // of what is left anyway, the end is no news
      if (standing !== 'current') {
        const cause = `keys:${keysKey(keys)}:${news}`;
        this.tell.warn(oldKeysText(terminals, keys, standing, now), { ...this.wayOut(standing, entry), cause });
      }
    }
  }

  /** What is to be said of them by now. */
  private news({ expiresAt }: HeldKeys, standing: KeysStanding, now: number): News | undefined {
    // Of keys that were replaced nobody needs to hear before they end, where they do.
    if (standing !== 'current' && (standing !== 'replaced' || expiresAt === NEVER) && now < expiresAt) {
      return standing;
    }
    const isDue = expiresAt !== NEVER && now >= expiresAt - Math.min(...this.warnBefore.value);
    return isDue ? 'end' : undefined;
  }

  private wayOut(standing: KeysStanding, entry: SessionEntry | undefined): { readonly next?: Next } {
    if (standing === 'ended' || entry === undefined) {
      return {};
    }
    const argument: SessionArgument = { sessionId: entry.id };
    const run = () => invokeCommand('roleSessions.openTerminal', argument);
    return { next: { title: l10n.t('Open Terminal'), run } };
  }

  private standing(keys: HeldKeys): KeysStanding {
    return standingOfKeys(keys, this.sessions.get(keys.id));
  }

  private byKeys(): ReadonlyMap<HeldKeys, readonly string[]> {
    const grouped = new Map<string, { keys: HeldKeys; names: string[] }>();
    for (const { terminal, holding } of this.shown()) {
      if (holding.kind === 'keys') {
        const key = keysKey(holding.keys);
        const group = grouped.get(key) ?? { keys: holding.keys, names: [] };
        group.names.push(terminal.name);
        grouped.set(key, group);
      }
    }
    return new Map([...grouped.values()].map(({ keys, names }) => [keys, names]));
  }

  /** Of a terminal that an extension hides nobody can make anything. */
  private shown(): ReturnType<TerminalSessions['all']> {
    return this.terminals.all().filter(({ terminal: { creationOptions } }) => {
      return 'pty' in creationOptions || creationOptions.hideFromUser !== true;
    });
  }
}
