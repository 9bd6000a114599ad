// Whose keys terminals have where folders of the workspace have sessions of their own.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expire } from '../../../src/model/session/session.js';
import { NOW } from '../../support/samples.js';
import { Uri } from '../../support/vscode.js';
import { dev, later, prod, TerminalDesk } from './desk.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const [one, two] = ['file:///one', 'file:///two'];

describe('terminals of folders that act as several roles', () => {
  let desk: TerminalDesk;
  let pid: number;
  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW });
    desk = new TerminalDesk(editor);
    editor.window.folders = ['/one', '/two'];
    pid = 0;
    desk.sessions.activate(dev);
    desk.sessions.assign(two, prod);
    await later(10_000);
  });
  afterEach(() => {
    desk.closeWindow();
    vi.useRealTimers();
  });

  const open = (cwd?: unknown) => desk.openTerminal('bash', (pid += 1), cwd === undefined ? {} : { cwd });
  const title = async (cwd?: unknown) => desk.titleOf(await open(cwd));

  it('have the folder’s that they begin in, or the window’s where that follows it', async () => {
    expect(await title(Uri.file('/two'))).toBe('prod');
    expect(await title('/two/deep')).toBe('prod');
    expect(await title(Uri.file('/one'))).toBe('dev');
  });

  it('have what nobody knows where the editor chooses the folder, and the folders differ', async () => {
    expect(await title()).toBe('unknown');
    expect(await title('/elsewhere')).toBe('unknown');
    expect(await title('relative')).toBe('unknown');
    expect(await title('/two/c#')).toBe('unknown');
    desk.sessions.assign(one, prod);
    await later(10_000);
    expect(await title()).toBe('prod');
  });

  it('are not known by a path in a remote window, which the editor takes for one of its own machine', async () => {
    editor.window.remoteName = 'ssh-remote';
    expect(await title('/two')).toBe('unknown');
    expect(await title(Uri.file('/two'))).toBe('prod');
  });

  it('have others once they are relaunched and the folder has', async () => {
    const terminal = await open('/two');
    desk.sessions.assign(two);
    await later(10_000);
    await desk.relaunch(terminal, (pid += 1));
    expect(desk.titleOf(terminal)).toBe('dev');
  });

  it('that tasks run in one after the other have those of the latest task’s folder', async () => {
    const terminal = await open('/two');
    const run = (path: string | undefined): object => {
      const execution = { task: { scope: path === undefined ? 2 : { uri: Uri.file(path) } } };
      editor.startingProcess.fire({ processId: pid, execution });
      return execution;
    };
    const first = run('/two');
    expect(desk.titleOf(terminal)).toBe('prod');
    editor.endingProcess.fire({ execution: first });
    pid += 1;
    const second = run('/one');
    await desk.relaunch(terminal, pid);
    expect(desk.titleOf(terminal)).toBe('dev');
    editor.endingProcess.fire({ execution: second });
    pid += 1;
    run(undefined);
    await desk.relaunch(terminal, pid);
    expect(desk.titleOf(terminal)).toBe('unknown');
  });

  it('that nobody knows are told of with the way to one of a folder', async () => {
    await open();
    expect(editor.warnings).toEqual([
      expect.stringMatching(/^Whose .* is not known: "bash"\. Folders act as several roles/),
    ]);
  });

  it('have none where the folder’s session has ended, whatever the window has', async () => {
    desk.sessions.assign(two, expire(prod));
    await later(10_000);
    expect(await title('/two')).toBe('none');
    expect(await title('/one')).toBe('dev');
  });

  it('begin anywhere with what all folders have, of those that are there', async () => {
    editor.window.folders = ['/two', '/two'];
    editor.folding.fire();
    await later(10_000);
    expect(await title()).toBe('prod');
  });

  it('have none in a remote window of an editor that would give them another folder’s', async () => {
    desk.closeWindow();
    Object.assign(editor.window, { version: '1.108.2', remoteName: 'ssh-remote' });
    desk.loadWindow();
    desk.sessions.activate(dev);
    await later(10_000);
    expect(await title('/two')).toBe('dev');
    desk.sessions.assign(two, prod);
    await later(10_000);
    expect(await title('/two')).toBe('none');
    expect(await title('/one')).toBe('none');
  });
});
