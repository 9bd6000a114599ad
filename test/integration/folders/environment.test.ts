// A workspace of several folders, each of which may act as another role: what terminals, tasks and debug runs get there.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  commands,
  ShellExecution,
  Task,
  tasks,
  window,
  workspace,
  type Terminal,
  type TerminalOptions,
  type Uri,
  type WorkspaceFolder,
} from 'vscode';
import type { LiveSession } from '../../../src/model/session/session.js';
import { folderKey } from '../../../src/model/session/sessionReader.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { Stage } from '../stage.js';

type Variables = Readonly<Record<string, string>>;

describe('folders that act as several roles', () => {
  let stage: Stage;
  let output: string;
  let count = 0;
  const open: Terminal[] = [];

  beforeEach(async () => {
    stage = await Stage.set();
    output = await mkdtemp(join(tmpdir(), 'folders-'));
  });
  afterEach(async () => {
    open.splice(0).forEach((terminal) => terminal.dispose());
    for (const folder of stage.api.sessions.folders().keys())
      await commands.executeCommand('roleSessions.letFolderFollow', folder);
    await stage.strike();
    await rm(output, { recursive: true });
  });

  const folder = (name: string): WorkspaceFolder => {
    const found = workspace.workspaceFolders?.find((each) => each.name === name);
    assert.ok(found);
    return found;
  };

  async function use({ id }: LiveSession, name: string): Promise<void> {
    await commands.executeCommand('roleSessions.useSessionForFolder', { sessionId: id }, folderKey(folder(name)));
  }

  async function follow(name: string): Promise<void> {
    await commands.executeCommand('roleSessions.letFolderFollow', folderKey(folder(name)));
  }

  const newFile = (): string => join(output, `env-${(count += 1)}`);
  /** Writes what programs get of AWS to a file, whole or not at all. */
  const script = (file: string): string => `env | grep ^AWS_ > ${file}.part; mv ${file}.part ${file}`;

  async function written(file: string): Promise<Variables> {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) {
        const lines = text.split('\n').filter((line) => !/^(AWS_(CONFIG|SHARED_CREDENTIALS)_FILE=|$)/.test(line));
        return Object.fromEntries(
          lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
        );
      }
      await sleep(50);
    }
  }

  function createTerminal(options: TerminalOptions): Terminal {
    const terminal = window.createTerminal(options);
    open.push(terminal);
    return terminal;
  }

  /** What a terminal's process starts with. */
  async function atStart(name: string): Promise<Variables> {
    const file = newFile();
    createTerminal({ cwd: folder(name).uri, shellPath: '/bin/sh', shellArgs: ['-c', script(file)] });
    return written(file);
  }

  /** Once the shell with its start-up files is at its prompt; where that is. */
  async function integration(terminal: Terminal): Promise<Uri> {
    while (terminal.shellIntegration?.cwd === undefined) await sleep(50);
    return terminal.shellIntegration.cwd;
  }

  /** Once the command begins that takes a profile away. */
  async function removal(): Promise<void> {
    return new Promise((resolve) => {
      const listening = window.onDidStartTerminalShellExecution(({ execution }) => {
        if (execution.commandLine.value.includes('AWS_PROFILE')) {
          listening.dispose();
          resolve();
        }
      });
    });
  }

  /** What programs have there. */
  async function atPrompt(terminal: Terminal): Promise<Variables> {
    await integration(terminal);
    const file = newFile();
    terminal.sendText(script(file));
    return written(file);
  }

  const expected = (session: LiveSession): Variables => Object.fromEntries(sessionVariables(session));

  const shell = (name: string, path = '/bin/bash') => createTerminal({ cwd: folder(name).uri, shellPath: path });

  /** Opened by a command of the editor or of ours. */
  async function opened(command: string, argument?: unknown): Promise<Terminal> {
    const appeared = new Promise<Terminal>((resolve) => {
      const listening = window.onDidOpenTerminal((terminal) => {
        listening.dispose();
        resolve(terminal);
      });
    });
    await commands.executeCommand(command, argument);
    const terminal = await appeared;
    open.push(terminal);
    return terminal;
  }

  async function twoSessions(): Promise<{ reader: LiveSession; writer: LiveSession }> {
    const reader = await stage.assume('profile:s3-read-only');
    const writer = await stage.assume('profile:s3-full-access');
    return { reader, writer };
  }

  it('have their own in terminals, and the window’s where they follow that', async () => {
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    assert.deepEqual(await atStart('one'), expected(writer));
    assert.deepEqual(await atStart('two'), expected(reader));
    assert.deepEqual(await atStart('three'), expected(writer));
    await follow('two');
    assert.deepEqual(await atStart('two'), expected(writer));
  });

  it('have it after start-up files that export others', async () => {
    const file = join(homedir(), '.bashrc');
    await writeFile(file, 'export AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECURITY_TOKEN=old AWS_PROFILE=dev\n');
    stage.atEnd(() => rm(file));
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    for (const [name, session] of [
      ['one', writer],
      ['two', reader],
    ] as const) {
      const removed = removal();
      const terminal = shell(name);
      await removed;
      assert.deepEqual(await atPrompt(terminal), expected(session));
    }
  });

  it('have it in a terminal that is split, by the folder in which the editor opens that', async () => {
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    const terminal = shell('two');
    await integration(terminal);
    terminal.show();
    const split = await opened('workbench.action.terminal.splitInActiveWorkspace');
    const cwd = await integration(split);
    const session = workspace.getWorkspaceFolder(cwd)?.name === 'two' ? reader : writer;
    assert.deepEqual(await atPrompt(split), expected(session));
  });

  it('have it in their tasks', async () => {
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    for (const [name, session] of [
      ['one', writer],
      ['two', reader],
    ] as const) {
      const file = newFile();
      await tasks.executeTask(
        new Task({ type: 'shell' }, folder(name), 'deploy', 'test', new ShellExecution(script(file))),
      );
      assert.deepEqual(await written(file), expected(session));
    }
  });

  it('act as nobody once their session has ended, and never as the window', async () => {
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    await commands.executeCommand('roleSessions.endSession', { sessionId: reader.id });
    assert.deepEqual(await atStart('two'), {});
    assert.deepEqual(await atStart('one'), expected(writer));
  });

  it('have it in a terminal that is opened as a role where the window has none', async () => {
    const { reader, writer } = await twoSessions();
    await use(reader, 'two');
    await commands.executeCommand('roleSessions.endSession', { sessionId: writer.id });
    assert.deepEqual(await atPrompt(await opened('roleSessions.openTerminal')), expected(reader));
  });

  it('have it in a terminal that is opened as a role, in the folder of that role or apart', async () => {
    const { reader, writer } = await twoSessions();
    await stage.profile('other', { role_arn: TUTORIAL.fullAccessRoleArn, source_profile: 'ststestprofile' });
    const other = await stage.assume('profile:other');
    await use(reader, 'two');
    await commands.executeCommand('roleSessions.useSession', { sessionId: writer.id });
    for (const session of [reader, writer, other]) {
      const terminal = await opened('roleSessions.openTerminal', { sessionId: session.id });
      assert.deepEqual(await atPrompt(terminal), expected(session));
    }
  });
});
