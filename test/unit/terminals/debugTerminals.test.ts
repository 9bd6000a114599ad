// What is said of terminals that debug runs have again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../../support/samples.js';
import { Store } from '../session/store.js';
import { dev, HOUR_MS, later, prod, renewed, TerminalDesk } from './desk.js';
import type { FakeTerminal } from './editor.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

describe('debug runs in terminals', () => {
  let desk: TerminalDesk;
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    desk = new TerminalDesk(editor);
  });
  afterEach(() => {
    desk.closeWindow();
    vi.useRealTimers();
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
      desk.sessions.activate(dev);
      expect(await run(await desk.openTerminal('Debug', 1))).toEqual([]);
    });

    it('acts as another, which is said', async () => {
      desk.sessions.activate(dev);
      const terminal = await desk.openTerminal('Debug', 1);
      desk.sessions.activate(prod);
      expect(await run(terminal)).toEqual([expect.stringMatching(/left, and acts as dev\. Close that terminal/)]);
    });

    it('is told of again where another run gets another’s keys, or another terminal', async () => {
      desk.sessions.activate(dev);
      const first = await desk.openTerminal('Debug', 1);
      const second = await desk.openTerminal('Debug', 2);
      desk.sessions.activate(prod);
      expect(await run(first)).toHaveLength(1);
      expect(await run(first)).toHaveLength(0);
      expect(await run(second)).toHaveLength(1);
    });

    it('has keys of a session that has ended, which is said', async () => {
      desk.sessions.activate(dev);
      const terminal = await desk.openTerminal('Debug', 1);
      desk.sessions.live.delete('dev');
      desk.sessions.activate(prod);
      expect(await run(terminal)).toEqual([
        expect.stringMatching(
          /keys of dev from before its session was renewed, ended or opened again as somebody else/,
        ),
      ]);
    });

    it('has keys of before a renewal, and dead ones, which is said', async () => {
      desk.sessions.activate(dev);
      const terminal = await desk.openTerminal('Debug', 1);
      desk.sessions.activate(renewed(5));
      expect(await run(terminal)).toEqual([expect.stringMatching(/keys of dev from before its session/)]);
      vi.setSystemTime(NOW + 2 * HOUR_MS);
      expect(await run(terminal)).toContainEqual(expect.stringMatching(/keys of dev that have expired/));
    });

    it('has what nobody knows, or nothing, which is said', async () => {
      const nobody = await desk.openTerminal('Debug', 1);
      desk.sessions.activate(dev);
      expect(await run(nobody)).toEqual([expect.stringMatching(/that acts as no role/)]);
      desk.memento = new Store();
      await desk.reload(dev);
      expect(await run(nobody)).toEqual([expect.stringMatching(/whose credentials that has is not known/)]);
    });
  });
});
