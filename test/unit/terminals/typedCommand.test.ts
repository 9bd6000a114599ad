// Whether the line that is typed in a terminal ran, in an editor that is none.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { StartUpFileGuard } from '../../../src/terminals/startUpFiles.js';
import type { StartUpProbes } from '../../../src/terminals/startUpProbes.js';
import { TerminalSessions } from '../../../src/terminals/terminalSessions.js';
import { FakeSessions } from '../../support/sessions.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { Store } from '../session/store.js';
import { FakeTerminal } from './editor.js';
import { givesKeys } from '../../support/givesKeys.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const dev = liveSession({
  id: 'dev',
  key: 'dev',
  role: roleRef('dev'),
  expiresAt: Date.now() + 3_600_000,
  startedAt: NOW,
});

const BORN_NOW = { of: () => Promise.resolve(0), isTold: true };

describe('the command that takes away what start-up files export', () => {
  const log = { warn: () => undefined };
  let sessions: FakeSessions;
  let open: { dispose(): unknown }[];

  const REMOVED = /It is removed in every new terminal/;
  const RUN_THERE = /not act as dev in terminal "bash"\. Run there: unset AWS_PROFILE$/;

  beforeEach(() => {
    editor.reset();
    vi.stubEnv('AWS_PROFILE', undefined);
    sessions = new FakeSessions();
    const terminals = new TerminalSessions(sessions, givesKeys, new Store(), false, BORN_NOW);
    const exported = { selecting: new Map([['AWS_PROFILE', 'x']]), overriding: [], hooks: [], universal: [] };
    const probes = { clear: () => undefined, exports: () => Promise.resolve(exported) } as unknown as StartUpProbes;
    open = [terminals, new StartUpFileGuard(sessions, terminals, givesKeys, probes, new TellOnce(log), log)];
    vi.useFakeTimers();
    sessions.activate(dev);
  });
  afterEach(() => {
    open.forEach((each) => each.dispose());
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  const later = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

  async function opened(
    runs: (count: number) => number | undefined | 'nothing',
    reported?: (line: string) => string,
  ): Promise<FakeTerminal> {
    const terminal = editor.open(new FakeTerminal('bash', { pid: 1, shell: 'bash' }));
    editor.integrate(terminal, runs, reported);
    await later();
    return terminal;
  }

  it('is told of once it has run', async () => {
    const terminal = await opened(() => 'nothing');
    expect(terminal.typed).toHaveLength(1);
    expect(editor.warnings).toEqual([]);
    editor.endingCommand.fire({ terminal, execution: { commandLine: { value: 'make' } }, exitCode: 0 });
    await later();
    expect(editor.warnings).toEqual([]);
    editor.endingCommand.fire({ terminal, execution: { commandLine: { value: 'unset AWS_PROFILE' } }, exitCode: 0 });
    await later();
    expect(editor.warnings).toEqual([expect.stringMatching(REMOVED)]);
  });

  it.each([
    ['unset AWS_PROFILE'],
    // a relaunched fish
    ['Welcome to fish, the friendly interactive shelluser@host ~/workspace>  unset AWS_PROFILE '],
  ])('is known again where the editor takes it for somebody else’s: “%s”', async (line) => {
    const terminal = await opened(
      () => 0,
      () => line,
    );
    expect(editor.warnings).toEqual([expect.stringMatching(REMOVED)]);
    await later(60_000);
    expect(terminal.typed).toHaveLength(1);
  });

  it('is told of where the shell refuses it', async () => {
    const terminal = await opened(() => 1);
    expect(editor.warnings).toEqual([
      expect.stringMatching(
        /export AWS_PROFILE, and the shell of terminal "bash" refuses to remove that, .* read-only\. Some AWS SDKs do not act as dev there/,
      ),
    ]);
    await later(60_000);
    expect(terminal.typed).toHaveLength(1);
  });

  it('is typed once more where the shell has dropped it', async () => {
    const terminal = await opened((count) => (count === 1 ? 'nothing' : 0));
    await later(6_000);
    expect(terminal.typed).toHaveLength(2);
    expect(editor.warnings).toEqual([expect.stringMatching(REMOVED)]);
  });

  it.each([
    ['nothing', 2],
    [undefined, 1],
    [130, 1],
  ] as const)('is left to the user where it ends with %s', async (end, count) => {
    const terminal = await opened(() => end);
    await later(60_000);
    expect(terminal.typed).toHaveLength(count);
    expect(editor.warnings).toEqual([expect.stringMatching(RUN_THERE)]);
  });

  it('is left to the user in each terminal, of whatever name', async () => {
    await opened(() => 'nothing');
    const other = editor.open(new FakeTerminal('bash', { pid: 2, shell: 'bash' }));
    editor.integrate(other, () => undefined);
    await later(60_000);
    expect(editor.warnings).toEqual([expect.stringMatching(RUN_THERE), expect.stringMatching(RUN_THERE)]);
  });

  it('is left to the user where the terminal takes none', async () => {
    const terminal = editor.open(new FakeTerminal('bash', { pid: 1, shell: 'bash' }));
    editor.integrate(terminal, () => {
      throw new Error('no');
    });
    await later();
    expect(editor.warnings).toEqual([expect.stringMatching(RUN_THERE)]);
  });

  it('is not typed into what somebody has begun', async () => {
    const terminal = await opened(() => 'nothing');
    editor.startingCommand.fire({ terminal, execution: { commandLine: { value: 'psql' } } });
    await later(60_000);
    expect(terminal.typed).toHaveLength(1);
    expect(editor.warnings).toEqual([expect.stringMatching(RUN_THERE)]);
  });

  it('is nobody’s where the terminal is relaunched or the window closed meanwhile', async () => {
    const terminal = await opened((count) => (count === 1 ? 'nothing' : 0));
    terminal.pid = 2;
    await later(4_000);
    expect(terminal.typed).toHaveLength(2);
    expect(editor.warnings).toEqual([expect.stringMatching(REMOVED)]);
    await later(60_000);
    terminal.typed.length = 0;
    terminal.pid = 3;
    await later(3_500);
    expect(terminal.typed).toHaveLength(1);
    open.forEach((each) => each.dispose());
    await later(60_000);
    expect(terminal.typed).toHaveLength(1);
    expect(editor.warnings).toHaveLength(1);
  });

  it('waits in a relaunched terminal until its new shell shows itself, or could have', async () => {
    const terminal = await opened(() => 0);
    terminal.pid = 2;
    await later(1_500);
    expect(terminal.typed).toHaveLength(1);
    editor.integration.fire({ terminal });
    await later();
    expect(terminal.typed).toHaveLength(2);
    terminal.pid = 3;
    await later(1_500);
    expect(terminal.typed).toHaveLength(2);
    await later(2_000);
    expect(terminal.typed).toHaveLength(3);
  });

  it('is not typed into a relaunched terminal where somebody has begun something', async () => {
    const terminal = await opened(() => 0);
    terminal.pid = 2;
    await later(1_500);
    editor.startingCommand.fire({ terminal, execution: { commandLine: { value: 'psql' } } });
    await later(60_000);
    expect(terminal.typed).toHaveLength(1);
    expect(editor.warnings.at(-1)).toMatch(RUN_THERE);
  });
});
