// Whose keys terminals have, over reloads, relaunches and ends.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../../support/samples.js';
import { Store } from '../session/store.js';
import { dev, HOUR_MS, later, prod, TerminalDesk } from './desk.js';
import { FakeTerminal } from './editor.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

describe('terminals and the keys that they have', () => {
  let desk: TerminalDesk;
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    desk = new TerminalDesk(editor);
  });
  afterEach(() => {
    desk.closeWindow();
    vi.useRealTimers();
  });

  it('have the active session’s, until they are relaunched under another', async () => {
    desk.sessions.activate(dev);
    const terminal = await desk.openTerminal('bash', 1);
    desk.sessions.activate(prod);
    await later();
    expect(desk.titleOf(terminal)).toBe('dev');
    expect([...desk.terminals.used()]).toEqual(['dev']);
    await desk.relaunch(terminal, 2);
    expect(desk.titleOf(terminal)).toBe('prod');
  });

  it('are the same over a reload of the window, whoever is active by then', async () => {
    desk.sessions.activate(dev);
    const terminal = await desk.openTerminal('bash', 1);
    await desk.reload(prod);
    expect(desk.titleOf(terminal)).toBe('dev');
    expect([...desk.terminals.used()]).toEqual(['dev']);
    await desk.reload(prod);
    expect(desk.titleOf(terminal)).toBe('dev');
  });

  it('are the same where the editor takes its time to connect a terminal', async () => {
    desk.sessions.activate(dev);
    const terminal = await desk.openTerminal('bash', 1);
    editor.terminals.splice(0);
    await desk.reload(prod);
    await later(30_000);
    editor.open(terminal);
    await later();
    expect(desk.titleOf(terminal)).toBe('dev');
  });

  it('are not those of a process that has only the same number', async () => {
    desk.sessions.activate(dev);
    const terminal = await desk.openTerminal('bash', 1);
    desk.closeWindow();
    await later(10_000);
    desk.births.set(1, Date.now());
    await desk.reload(prod);
    expect(desk.titleOf(terminal)).toBe('unknown');
  });

  it('are told of where nobody knows them, in one message, once a session is there', async () => {
    await desk.openTerminal('one', 1);
    await desk.openTerminal('two', 2);
    desk.memento = new Store();
    await desk.reload(undefined);
    expect(editor.warnings).toEqual([]);
    desk.sessions.activate(dev);
    await later(5_000);
    expect(editor.warnings).toEqual([
      'Whose AWS credentials these terminals have is not known, since nobody saw them begin: "one", "two". Close them, or have them relaunched, if they are to act as the active role.',
    ]);
  });

  it('that came with the window are known once they are relaunched', async () => {
    const terminal = await desk.openTerminal('bash', 1);
    desk.memento = new Store();
    await desk.reload(dev);
    expect(desk.titleOf(terminal)).toBe('unknown');
    await desk.relaunch(terminal, 2);
    expect(desk.titleOf(terminal)).toBe('dev');
  });

  it('that began as the extensions were started anew are not known', async () => {
    desk.births.set(1, Date.now() + 9_500);
    editor.open(new FakeTerminal('bash', { pid: 1 }));
    desk.closeWindow();
    desk.memento = new Store();
    vi.spyOn(process, 'uptime').mockReturnValue(5);
    await later(10_000);
    desk.loadWindow(true);
    desk.sessions.activate(dev);
    await later();
    expect(desk.titleOf(editor.terminals[0]!)).toBe('unknown');
  });

  it('are in use until they are dead, or the task has ended that they were for', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('bash', 1);
    desk.sessions.activate(prod);
    await desk.openTerminal('task', 2);
    const execution = {};
    editor.startingProcess.fire({ processId: 2, execution });
    expect([...desk.terminals.used()]).toEqual(['dev', 'prod']);
    editor.endingProcess.fire({ execution });
    expect([...desk.terminals.used()]).toEqual(['dev']);
    await desk.openTerminal('other', 3); // at which ended tasks are looked through
    editor.close(editor.terminals[2]!);
    expect([...desk.terminals.used()]).toEqual(['dev']);
    await later(HOUR_MS);
    expect([...desk.terminals.used()]).toEqual([]);
  });

  it('are looked at while there is any terminal', async () => {
    expect(vi.getTimerCount()).toBe(0);
    const terminal = await desk.openTerminal('bash', 1);
    await desk.openTerminal('other', 2);
    expect(vi.getTimerCount()).toBe(1);
    editor.close(terminal);
    expect(vi.getTimerCount()).toBe(1);
    editor.close(editor.terminals[0]!);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that the editor may have brought back from disk are not known, however new their process is', async () => {
    const terminal = editor.open(new FakeTerminal('bash', { pid: 1 }));
    desk.memento = new Store();
    desk.closeWindow();
    editor.settings.set('terminal.integrated.persistentSessionReviveProcess', 'onExit');
    desk.births.set(1, Date.now() + 10_000);
    await desk.reload(dev);
    expect(desk.titleOf(terminal)).toBe('unknown');
  });

  it('that are no shell of the editor’s, or take nothing of its environment, have none', async () => {
    desk.sessions.activate(dev);
    expect(desk.titleOf(editor.open(new FakeTerminal('extension', { pty: {} })))).toBe('none');
    expect(desk.titleOf(await desk.openTerminal('strict', 1, { strictEnv: true }))).toBe('none');
    expect([...desk.terminals.used()]).toEqual([]);
  });

  it('are not guessed where the role changed while the shell began', async () => {
    await later(10_000);
    desk.sessions.activate(dev);
    const terminal = editor.open(new FakeTerminal('bash'));
    await later(300);
    desk.sessions.activate(prod);
    desk.births.set(1, Date.now());
    terminal.pid = 1;
    await later();
    expect(desk.titleOf(terminal)).toBe('unknown');
  });
});
