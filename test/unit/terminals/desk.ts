// A window's terminals with the keys that they have, over reloads of the window.
import { vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { watchDebugTerminals } from '../../../src/terminals/debugTerminals.js';
import { HeldKeysNotice } from '../../../src/terminals/heldKeys.js';
import { TerminalSessions } from '../../../src/terminals/terminalSessions.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';
import { Store } from '../session/store.js';
import { FakeTerminal, type FakeEditor } from './editor.js';
import { givesKeys } from '../../support/givesKeys.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const dev = liveSession({ id: 'dev', key: 'dev', role: roleRef('dev'), expiresAt: NOW + HOUR_MS });
export const prod = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod'), expiresAt: NOW + HOUR_MS });

/** The session of dev with other keys. */
export const renewed = (hours: number): LiveSession => ({
  ...dev,
  expiresAt: NOW + hours * HOUR_MS,
  credentials: { ...dev.credentials, accessKeyId: `ASIARENEWED${hours}` },
});

/** After a moment, in which the window has been looked at. */
export const later = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);

export class TerminalDesk {
  memento = new Store();
  sessions = new FakeSessions();
  terminals!: TerminalSessions;
  /** Of processes. */
  readonly births = new Map<number, number>();
  private open: { dispose(): unknown }[] = [];

  constructor(private readonly editor: FakeEditor) {
    editor.reset();
    this.loadWindow();
  }

  /** What the editor does with a window: its terminals and what was kept are what they were. */
  loadWindow(isAnew = false): void {
    const tell = new TellOnce({ warn: () => undefined });
    this.sessions = new FakeSessions();
    const of = (pid: number) => {
      const born = this.births.get(pid);
      return Promise.resolve(born === undefined ? undefined : Date.now() - born);
    };
    this.terminals = new TerminalSessions(this.sessions, givesKeys, this.memento, isAnew, { of, isTold: true });
    const notice = new HeldKeysNotice(this.sessions, this.terminals, tell, Promise.resolve());
    this.open = [this.terminals, notice, watchDebugTerminals(this.sessions, givesKeys, this.terminals, tell)];
  }

  closeWindow(): void {
    this.open.forEach((each) => each.dispose());
  }

  async openTerminal(name: string, pid: number, options = {}): Promise<FakeTerminal> {
    this.births.set(pid, Date.now());
    const terminal = this.editor.open(new FakeTerminal(name, { pid, ...options }));
    await later();
    return terminal;
  }

  async relaunch(terminal: FakeTerminal, pid: number): Promise<void> {
    this.births.set(pid, Date.now());
    terminal.pid = pid;
    await later();
  }

  async reload(active: LiveSession | undefined): Promise<void> {
    this.closeWindow();
    await later(10_000);
    vi.spyOn(process, 'uptime').mockReturnValue(0);
    this.loadWindow();
    if (active !== undefined) {
      this.sessions.activate(active);
    }
    await later();
  }

  titleOf(terminal: FakeTerminal): string {
    const holding = this.terminals.of(terminal.seen);
    return holding.kind === 'keys' ? holding.keys.title : holding.kind;
  }
}
