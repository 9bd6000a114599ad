// Whose keys terminals have, over reloads, renewals, relaunches and ends, and what is said of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { NEVER } from '../../../src/model/session/session.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { HeldKeysNotice } from '../../../src/terminals/heldKeys.js';
import { watchDebugTerminals } from '../../../src/terminals/debugTerminals.js';
import { TerminalSessions } from '../../../src/terminals/terminalSessions.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { Store } from '../session/store.js';
import { FakeTerminal } from './editor.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const dev = liveSession({ id: 'dev', key: 'dev', role: roleRef('dev'), expiresAt: NOW + HOUR_MS });
const prod = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod'), expiresAt: NOW + HOUR_MS });

const keysNamed = (accessKeyId: string) => ({ ...dev.credentials, accessKeyId });
const renewed = (hours: number): LiveSession => ({
  ...dev,
  expiresAt: NOW + hours * HOUR_MS,
  credentials: keysNamed(`ASIARENEWED${hours}`),
});

describe('terminals and the keys that they have', () => {
  let memento: Store;
  let sessions: FakeSessions;
  let terminals: TerminalSessions;
  let births: Map<number, number>;
  let open: { dispose(): unknown }[];

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    editor.reset();
    memento = new Store();
    births = new Map();
    loadWindow();
  });
  afterEach(() => {
    closeWindow();
    vi.useRealTimers();
  });

  /** What the editor does with a window: its terminals and what was kept are what they were. */
  function loadWindow(isAnew = false): void {
    const tell = new TellOnce({ warn: () => undefined });
    sessions = new FakeSessions();
    const ageOf = (pid: number) => Promise.resolve(births.has(pid) ? Date.now() - births.get(pid)! : undefined);
    terminals = new TerminalSessions(sessions, memento, isAnew, { of: ageOf, isTold: true });
    const notice = new HeldKeysNotice(sessions, terminals, tell, Promise.resolve());
    open = [terminals, notice, watchDebugTerminals(sessions, terminals, tell)];
  }

  function closeWindow(): void {
    open.forEach((each) => each.dispose());
  }

  /** After a moment, in which the window has been looked at. */
  const later = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);

  async function openTerminal(name: string, pid: number, options = {}): Promise<FakeTerminal> {
    births.set(pid, Date.now());
    const terminal = editor.open(new FakeTerminal(name, { pid, ...options }));
    await later();
    return terminal;
  }

  async function relaunch(terminal: FakeTerminal, pid: number): Promise<void> {
    births.set(pid, Date.now());
    terminal.pid = pid;
    await later();
  }

  async function reload(active: LiveSession | undefined): Promise<void> {
    closeWindow();
    await later(10_000);
    vi.spyOn(process, 'uptime').mockReturnValue(0);
    loadWindow();
    if (active !== undefined) sessions.activate(active);
    await later();
  }

  const titleOf = (terminal: FakeTerminal): string => {
    const holding = terminals.of(terminal.seen);
    return holding.kind === 'keys' ? holding.keys.title : holding.kind;
  };

  it('have the active session’s, until they are relaunched under another', async () => {
    sessions.activate(dev);
    const terminal = await openTerminal('bash', 1);
    sessions.activate(prod);
    await later();
    expect(titleOf(terminal)).toBe('dev');
    expect([...terminals.used()]).toEqual(['dev']);
    await relaunch(terminal, 2);
    expect(titleOf(terminal)).toBe('prod');
  });

  it('are the same over a reload of the window, whoever is active by then', async () => {
    sessions.activate(dev);
    const terminal = await openTerminal('bash', 1);
    await reload(prod);
    expect(titleOf(terminal)).toBe('dev');
    expect([...terminals.used()]).toEqual(['dev']);
    await reload(prod);
    expect(titleOf(terminal)).toBe('dev');
  });

  it('are not those of a process that has only the same number', async () => {
    sessions.activate(dev);
    const terminal = await openTerminal('bash', 1);
    closeWindow();
    await later(10_000);
    births.set(1, Date.now());
    await reload(prod);
    expect(titleOf(terminal)).toBe('unknown');
  });

  it('are told of where nobody knows them, in one message, once a session is there', async () => {
    await openTerminal('one', 1);
    await openTerminal('two', 2);
    memento = new Store();
    await reload(undefined);
    expect(editor.warnings).toEqual([]);
    sessions.activate(dev);
    await later(5_000);
    expect(editor.warnings).toEqual([
      'Whose AWS credentials these terminals have is not known, since nobody saw them begin: "one", "two". Close them, or have them relaunched, if they are to act as the active role.',
    ]);
  });

  it('that came with the window are known once they are relaunched', async () => {
    const terminal = await openTerminal('bash', 1);
    memento = new Store();
    await reload(dev);
    expect(titleOf(terminal)).toBe('unknown');
    await relaunch(terminal, 2);
    expect(titleOf(terminal)).toBe('dev');
  });

  it('that began as the extensions were started anew are not known', async () => {
    births.set(1, Date.now() + 9_500);
    editor.open(new FakeTerminal('bash', { pid: 1 }));
    closeWindow();
    memento = new Store();
    vi.spyOn(process, 'uptime').mockReturnValue(5);
    await later(10_000);
    loadWindow(true);
    sessions.activate(dev);
    await later();
    expect(titleOf(editor.terminals[0]!)).toBe('unknown');
  });

  it('are in use until they are dead, or the task has ended that they were for', async () => {
    sessions.activate(dev);
    await openTerminal('bash', 1);
    sessions.activate(prod);
    await openTerminal('task', 2);
    const execution = {};
    editor.startingProcess.fire({ processId: 2, execution });
    expect([...terminals.used()]).toEqual(['dev', 'prod']);
    editor.endingProcess.fire({ execution });
    expect([...terminals.used()]).toEqual(['dev']);
    await openTerminal('other', 3); // at which ended tasks are looked through
    editor.close(editor.terminals[2]!);
    expect([...terminals.used()]).toEqual(['dev']);
    await later(HOUR_MS);
    expect([...terminals.used()]).toEqual([]);
  });

  it('are looked at while there is any terminal', async () => {
    expect(vi.getTimerCount()).toBe(0);
    const terminal = await openTerminal('bash', 1);
    await openTerminal('other', 2);
    expect(vi.getTimerCount()).toBe(1);
    editor.close(terminal);
    expect(vi.getTimerCount()).toBe(1);
    editor.close(editor.terminals[0]!);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that the editor may have brought back from disk are not known, however new their process is', async () => {
    const terminal = editor.open(new FakeTerminal('bash', { pid: 1 }));
    memento = new Store();
    closeWindow();
    editor.settings.set('terminal.integrated.persistentSessionReviveProcess', 'onExit');
    births.set(1, Date.now() + 10_000);
    await reload(dev);
    expect(titleOf(terminal)).toBe('unknown');
  });

  it('that are no shell of the editor’s, or take nothing of its environment, have none', async () => {
    sessions.activate(dev);
    expect(titleOf(editor.open(new FakeTerminal('extension', { pty: {} })))).toBe('none');
    expect(titleOf(await openTerminal('strict', 1, { strictEnv: true }))).toBe('none');
    expect([...terminals.used()]).toEqual([]);
  });

  it('are not guessed where the role changed while the shell began', async () => {
    await later(10_000);
    sessions.activate(dev);
    const terminal = editor.open(new FakeTerminal('bash'));
    await later(300);
    sessions.activate(prod);
    births.set(1, Date.now());
    terminal.pid = 1;
    await later();
    expect(titleOf(terminal)).toBe('unknown');
  });

  it('end before their session, where that was renewed: which is said as of a session', async () => {
    sessions.activate(dev);
    await openTerminal('apply', 1);
    await later(45 * MINUTE_MS);
    sessions.activate(renewed(2));
    await openTerminal('new', 2);
    expect(editor.warnings).toEqual([]);
    await later(13 * MINUTE_MS);
    const told = [
      'The session of dev was renewed, but these terminals have the keys that they began with: "apply". Those expire in 2m: open new terminals.',
    ];
    expect(editor.warnings).toEqual(told);
    expect(editor.buttons).toEqual(['Open Terminal']);
    await later(30 * MINUTE_MS);
    expect(editor.warnings).toEqual(told);
  });

  it('are said to have expired after a sleep', async () => {
    sessions.activate(dev);
    await openTerminal('apply', 1);
    sessions.activate(renewed(3));
    vi.setSystemTime(NOW + 2 * HOUR_MS);
    await later();
    expect(editor.warnings).toEqual([
      'The keys of dev that these terminals began with have expired: "apply". Open new terminals.',
    ]);
  });

  it('of a session that goes on are told of by whoever keeps it', async () => {
    sessions.activate(dev);
    await openTerminal('apply', 1);
    await later(58 * MINUTE_MS);
    expect(editor.warnings).toEqual([]);
  });

  it('outlive a session that was ended, which is said at once', async () => {
    sessions.activate(dev);
    await openTerminal('bash', 1);
    sessions.live.delete('dev');
    sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([
      'The session of dev has ended, but these terminals still have its keys: "bash". AWS takes them until they expire in 59m: close the terminals.',
    ]);
  });

  it('of a session that has ended are told of once, though its end comes after', async () => {
    sessions.activate(dev);
    await openTerminal('bash', 1);
    sessions.live.delete('dev');
    sessions.activate({ kind: 'none' });
    await later(2 * HOUR_MS);
    expect(editor.warnings).toHaveLength(1);
  });

  it('without an end outlive their session until they are deleted', async () => {
    sessions.activate({ ...dev, expiresAt: NEVER });
    await openTerminal('bash', 1);
    sessions.live.delete('dev');
    sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([
      'The session of dev has ended, but these terminals still have its keys: "bash". AWS takes them until they are deleted or deactivated: close the terminals.',
    ]);
  });

  it('are those of somebody else once the session is, which is said at once', async () => {
    sessions.activate(dev);
    await openTerminal('bash', 1);
    const arn = 'arn:aws:sts::123456789012:assumed-role/admin/me';
    sessions.activate({ ...renewed(3), identity: { ...dev.identity, arn } });
    await later();
    expect(editor.warnings).toEqual([
      `The session of dev was opened again as somebody else, but these terminals still act as ${dev.identity.arn} (AKIAEXAMPLE): "bash". Open new terminals, and close these.`,
    ]);
    await later(2 * HOUR_MS);
    expect(editor.warnings).toHaveLength(1);
  });

  it('that nobody knows are told of for each terminal, also of the same name', async () => {
    await later(10_000);
    sessions.activate(dev);
    for (const pid of [1, 2]) {
      const terminal = editor.open(new FakeTerminal('bash', { pid }));
      births.set(pid, Date.now() - HOUR_MS); // attached
      await later();
      editor.close(terminal);
    }
    expect(editor.warnings).toHaveLength(2);
  });

  it('in a terminal that nobody sees are not told of', async () => {
    sessions.activate(dev);
    await openTerminal('python', 1, { hideFromUser: true });
    sessions.live.delete('dev');
    sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([]);
  });

  it('of a terminal under a role’s name are somebody else’s once it is relaunched, if the role is', async () => {
    sessions.activate(dev);
    const terminal = new FakeTerminal('dev', { pid: 1 });
    births.set(1, Date.now());
    terminals.opened(terminal.seen, dev, false);
    editor.open(terminal);
    await later();
    sessions.activate({ ...renewed(3), principal: 'AKIAOTHER' });
    await later(10_000);
    editor.warnings.length = 0;
    await relaunch(terminal, 2);
    const { arn } = dev.identity;
    expect(editor.warnings).toEqual([
      `Terminal "dev" was started anew, and its dev is somebody else now: ${arn} (AKIAOTHER), and ${arn} (AKIAEXAMPLE) before.`,
    ]);
  });

  describe('of one session, whichever is active', () => {
    let terminal: FakeTerminal;
    beforeEach(async () => {
      sessions.put(liveEntry(dev));
      sessions.activate(prod);
      terminal = new FakeTerminal('dev', { pid: 1 });
      births.set(1, Date.now());
      terminals.opened(terminal.seen, dev, true);
      editor.open(terminal);
      await later();
    });

    it('are had again by a relaunched one', async () => {
      await relaunch(terminal, 2);
      expect(titleOf(terminal)).toBe('dev');
      expect(editor.warnings).toEqual([]);
    });

    it('are so too where the extensions were started anew between', async () => {
      await reload(prod);
      await relaunch(terminal, 2);
      expect(titleOf(terminal)).toBe('dev');
    });

    it('are old ones in a relaunched one, where the session has others by then', async () => {
      sessions.put(liveEntry(renewed(2)));
      await relaunch(terminal, 2);
      expect(editor.warnings).toEqual([
        'Terminal "dev" was started anew with the keys of dev that it was opened with: the session has others now, or has ended. They expire in 59m.',
      ]);
      await later(58 * MINUTE_MS);
      expect(editor.warnings.at(-1)).toMatch(/^The session of dev was renewed, .*"dev"\. Those expire in 2m/);
      await later(10 * MINUTE_MS);
      await relaunch(terminal, 3);
      expect(editor.warnings.at(-1)).toBe(
        'Terminal "dev" was started anew with the keys of dev that it was opened with, which have expired. Open another terminal as dev.',
      );
    });
  });

  describe('a debug run in one that an earlier run has left', () => {
    async function run(terminal: FakeTerminal): Promise<readonly string[]> {
      const session = { name: 'Start', configuration: {} } as never;
      const tracker = editor.trackers!.createDebugAdapterTracker(session) as {
        onWillReceiveMessage(message: unknown): void;
      };
      const body = { shellProcessId: terminal.pid };
      const before = editor.warnings.length;
      tracker.onWillReceiveMessage({ type: 'response', command: 'runInTerminal', body });
      await later(0);
      return editor.warnings.slice(before);
    }

    it('acts as it, which is no news where that is the active session', async () => {
      sessions.activate(dev);
      expect(await run(await openTerminal('Debug', 1))).toEqual([]);
    });

    it('acts as another, which is said', async () => {
      sessions.activate(dev);
      const terminal = await openTerminal('Debug', 1);
      sessions.activate(prod);
      expect(await run(terminal)).toEqual([expect.stringMatching(/left, and acts as dev\. Close that terminal/)]);
    });

    it('is told of again where another run gets another’s keys, or another terminal', async () => {
      sessions.activate(dev);
      const first = await openTerminal('Debug', 1);
      const second = await openTerminal('Debug', 2);
      sessions.activate(prod);
      expect(await run(first)).toHaveLength(1);
      expect(await run(first)).toHaveLength(0);
      expect(await run(second)).toHaveLength(1);
    });

    it('has keys of a session that has ended, which is said', async () => {
      sessions.activate(dev);
      const terminal = await openTerminal('Debug', 1);
      sessions.live.delete('dev');
      sessions.activate(prod);
      expect(await run(terminal)).toEqual([
        expect.stringMatching(
          /keys of dev from before its session was renewed, ended or opened again as somebody else/,
        ),
      ]);
    });

    it('has keys of before a renewal, and dead ones, which is said', async () => {
      sessions.activate(dev);
      const terminal = await openTerminal('Debug', 1);
      sessions.activate(renewed(5));
      expect(await run(terminal)).toEqual([expect.stringMatching(/keys of dev from before its session/)]);
      vi.setSystemTime(NOW + 2 * HOUR_MS);
      expect(await run(terminal)).toContainEqual(expect.stringMatching(/keys of dev that have expired/));
    });

    it('has what nobody knows, or nothing, which is said', async () => {
      const nobody = await openTerminal('Debug', 1);
      sessions.activate(dev);
      expect(await run(nobody)).toEqual([expect.stringMatching(/that acts as no role/)]);
      memento = new Store();
      await reload(dev);
      expect(await run(nobody)).toEqual([expect.stringMatching(/whose credentials that has is not known/)]);
    });
  });
});
