import { window } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { LentTo } from '../lending/given.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { type Holding } from '../identity/holding.js';
import { standingOfLent } from './environment/holding.js';
import { lentText } from './environment/keysText.js';
import type { TerminalSessions } from './terminalSessions.js';

/** By then the editor has connected the terminals of before a reload. */
const RECONNECTED_MS = 60_000;

/**
 * Of terminals that ask for credentials: tells of those that get none any more, and lets no grant outlive what goes by
 * it.
 */
export class LentTerminals implements Disposable {
  private readonly activatedAt = Date.now();
  private readonly subscriptions: readonly Disposable[];
  private readonly told = new Set<string>();
  private isReady = false;

  /**
   * @param hold takes the grants that are still of use
   * @param given what shells that begin now are given, wherever that is
   * @param ready when the sessions of before are known again
   */
  constructor(
    private readonly sessions: Pick<SessionReader, 'get' | 'onDidChange'>,
    private readonly terminals: TerminalSessions,
    private readonly hold: (grants: ReadonlySet<string>) => void,
    private readonly given: () => Iterable<Holding>,
    private readonly tell: TellOnce,
    ready: Promise<void>,
  ) {
    this.subscriptions = [
      sessions.onDidChange(() => this.look()),
      terminals.onDidBegin(() => this.look()),
      terminals.onDidLook(() => this.letGo()),
      window.onDidCloseTerminal(() => this.letGo()),
    ];
    void ready.then(() => {
      this.isReady = true;
      this.look();
    });
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private look(): void {
    if (!this.isReady) {
      return;
    }
    for (const { lent, names, grants, standing } of this.untold()) {
      this.tell.warn(lentText(names, lent, standing), { cause: `lent:${standing}:${grants.join()}` });
    }
  }

  private letGo(): void {
    if (!this.isReady || Date.now() - this.activatedAt < RECONNECTED_MS) {
      return;
    }
    const held = this.terminals.all().map(({ holding }) => holding);
    const grants = [...held, ...this.given()].flatMap((each) => (each.kind === 'lent' ? [each.lent.grant] : []));
    this.hold(new Set(grants));
  }

  /** By what has become of their session, however many grants its terminals ask by; each grant once. */
  private untold(): readonly Untold[] {
    const groups = new Map<string, Untold>();
    const now = new Set<string>();
    for (const { terminal, holding } of this.terminals.all()) {
      if (holding.kind !== 'lent') {
        continue;
      }
      const { lent } = holding;
      const entry = this.sessions.get(lent.id);
      const standing = standingOfLent(lent, entry);
      const told = `${lent.grant}:${standing}`;
      // Of a session that expires, or fails, whoever keeps it tells; its terminals go on once it is renewed.
      const isOver = standing === 'another' || (standing === 'ended' && entry === undefined);
      if (!isOver || this.told.has(told)) {
        continue;
      }
      now.add(told);
      const key = JSON.stringify([lent.id, lent.title, lent.arn, standing]);
      const group = groups.get(key);
      const names = [...(group?.names ?? []), terminal.name];
      const grants = [...new Set([...(group?.grants ?? []), lent.grant])];
      groups.set(key, { lent, standing, names, grants });
    }
    now.forEach((each) => this.told.add(each));
    return [...groups.values()];
  }
}

/** Terminals of which the same is to be said. */
interface Untold {
  readonly lent: LentTo;
  readonly standing: 'another' | 'ended';
  readonly names: readonly string[];
  readonly grants: readonly string[];
}
