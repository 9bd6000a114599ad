// What terminals, tasks and their programs get from the active session.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ThemeIcon } from 'vscode';
import {
  commands,
  ConfigurationTarget,
  extensions,
  ShellExecution,
  Task,
  tasks,
  TaskScope,
  window,
  workspace,
  type Terminal,
  type TerminalOptions,
} from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import { seedTutorial, startSandbox, writeAwsFiles, type Sandbox } from '../sandbox/index.js';

type Variables = Readonly<Record<string, string>>;

/** Of a shell that begins so soon after a switch, nobody can know whose keys it has. */
const AMBIGUOUS_MS = 2_500;
const NAME_OF_READER = /^s3-read-only · \d{12}$/;

describe('terminals in the editor', () => {
  let sandbox: Sandbox;
  let api: TestApi;
  let folder: string;
  let count = 0;

  async function assume(name: string): Promise<LiveSession> {
    await commands.executeCommand('roleSessions.assumeRole', `profile:${name}`);
    const live = liveSession(api.sessions.active());
    assert.equal(live?.role.name, name);
    return live;
  }

  const newFile = (): string => join(folder, `env-${(count += 1)}`);
  /** Writes the AWS variables to a file, whole or not at all. */
  const script = (file: string): string => `env | grep ^AWS_ > ${file}.part; mv ${file}.part ${file}`;

  async function variables(file: string): Promise<Variables> {
    const text = await appeared(file);
    return Object.fromEntries(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  async function appeared(file: string): Promise<string> {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
      await sleep(50);
    }
  }

  /** What a terminal's process starts with; without start-up files. */
  async function newTerminal(): Promise<Variables> {
    const file = newFile();
    const terminal = window.createTerminal({ shellPath: '/bin/sh', shellArgs: ['-c', script(file)] });
    try {
      return await variables(file);
    } finally {
      terminal.dispose();
    }
  }

  const expected = (session: LiveSession): Variables => Object.fromEntries(sessionVariables(session));
  /** The extension host's own point at the AWS files and stay as they are. */
  const ofSession = (all: Variables): Variables =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !/^AWS_(CONFIG|SHARED_CREDENTIALS)_FILE$/.test(name)));

  before(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    await writeAwsFiles(dirname(process.env['AWS_CONFIG_FILE'] ?? ''), sandbox);
    const extension = extensions.getExtension<TestApi>('role-sessions.role-sessions');
    assert.ok(extension);
    api = await extension.activate();
    folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  });
  afterEach(() => commands.executeCommand('roleSessions.endSession'));
  after(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  it('have nothing of AWS while no role is active', async () => {
    assert.deepEqual(ofSession(await newTerminal()), {});
  });

  it('have the role’s variables, all of them, and after a switch those of the other', async () => {
    const reader = await assume('s3-read-only');
    assert.deepEqual(ofSession(await newTerminal()), expected(reader));
    assert.equal(expected(reader)['AWS_ENDPOINT_URL'], sandbox.endpoint);
    const writer = await assume('s3-full-access');
    assert.deepEqual(ofSession(await newTerminal()), expected(writer));
    assert.notEqual(expected(writer)['AWS_SESSION_TOKEN'], expected(reader)['AWS_SESSION_TOKEN']);
  });

  it('have nothing any more after the end, and after the expiry', async () => {
    await assume('s3-read-only');
    await commands.executeCommand('roleSessions.endSession');
    assert.deepEqual(ofSession(await newTerminal()), {});
    const settings = workspace.getConfiguration('roleSessions');
    await settings.update('renewal', 'off', ConfigurationTarget.Global);
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 2 } });
    const expired = new Promise<void>((resolve) => {
      const changes = api.sessions.onDidChange(() => {
        if (api.sessions.active().kind === 'expired') {
          changes.dispose();
          resolve();
        }
      });
    });
    await assume('with-external-id');
    await expired;
    await settings.update('renewal', undefined, ConfigurationTarget.Global);
    assert.deepEqual(ofSession(await newTerminal()), {});
  });

  it('a task has the variables too', async () => {
    const session = await assume('s3-read-only');
    const file = newFile();
    const task = new Task({ type: 'shell' }, TaskScope.Workspace, 'env', 'test', new ShellExecution(script(file)));
    await tasks.executeTask(task);
    assert.deepEqual(ofSession(await variables(file)), expected(session));
  });

  async function openTerminal(argument?: unknown): Promise<Terminal> {
    const opened = new Promise<Terminal>((resolve) => {
      const listening = window.onDidOpenTerminal((terminal) => {
        listening.dispose();
        resolve(terminal);
      });
    });
    await commands.executeCommand('roleSessions.openTerminal', argument);
    return opened;
  }

  async function within(terminal: Terminal): Promise<Variables> {
    const file = newFile();
    terminal.sendText(script(file));
    return ofSession(await variables(file));
  }

  it('Open Terminal as Role opens one that bears the role’s name, knows no profile, and is not brought back', async () => {
    await assume('s3-read-only');
    const terminal = await openTerminal();
    assert.match(terminal.name, NAME_OF_READER);
    const options = terminal.creationOptions as TerminalOptions;
    assert.deepEqual(options.env, { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null });
    assert.equal((options.iconPath as ThemeIcon).id, 'shield');
    assert.equal(options.isTransient, true);
  });

  describe('for a session that is not the active one', () => {
    const integration = () => workspace.getConfiguration('terminal.integrated.shellIntegration');
    const startUpFile = join(homedir(), '.bashrc');

    afterEach(async () => {
      await rm(startUpFile, { force: true });
      await integration().update('enabled', undefined, true);
    });

    for (const integrated of [true, false]) {
      it(`act as that one, and stay it, ${integrated ? 'with' : 'without'} shell integration`, async () => {
        await integration().update('enabled', integrated, true);
        const before = await assume('s3-read-only');
        const active = await assume('s3-full-access');
        if (integrated) await writeFile(startUpFile, 'export AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECURITY_TOKEN=old\n');
        const terminal = await openTerminal({ sessionId: before.id });
        assert.match(terminal.name, NAME_OF_READER);
        const file = newFile();
        terminal.sendText(script(file));
        assert.deepEqual(ofSession(await variables(file)), expected(before));
        assert.deepEqual(ofSession(await newTerminal()), expected(active));
        const pid = await terminal.processId;
        await commands.executeCommand('workbench.action.terminal.relaunch');
        while ((await terminal.processId) === pid) await sleep(50);
        const again = newFile();
        terminal.sendText(script(again));
        assert.deepEqual(ofSession(await variables(again)), expected(before));
        terminal.dispose();
      });
    }

    it('are not opened once it has ended', async () => {
      const { id } = await assume('s3-read-only');
      await commands.executeCommand('roleSessions.endSession');
      const count = window.terminals.length;
      const shown: string[] = [];
      const { showErrorMessage } = window;
      const show = (text: string) => Promise.resolve(void shown.push(text));
      Object.assign(window, { showErrorMessage: show });
      await commands.executeCommand('roleSessions.openTerminal', { sessionId: id });
      Object.assign(window, { showErrorMessage });
      assert.deepEqual(shown, ['That session has ended, so a terminal would have no credentials.']);
      assert.equal(window.terminals.length, count);
    });
  });

  describe('where something else says who they are', () => {
    const startUpFile = join(homedir(), '.bashrc');
    let warnings: string[];
    let undo: () => void;

    beforeEach(() => {
      warnings = [];
      const { showWarningMessage } = window;
      Object.assign(window, { showWarningMessage: (text: string) => Promise.resolve(void warnings.push(text)) });
      undo = () => Object.assign(window, { showWarningMessage });
    });
    afterEach(async () => {
      undo();
      await rm(startUpFile, { force: true });
    });

    async function warned(text: RegExp): Promise<void> {
      while (!warnings.some((each) => text.test(each))) await sleep(50);
    }

    async function afterUnset(terminal: Terminal): Promise<void> {
      await new Promise<void>((resolve) => {
        const listening = window.onDidEndTerminalShellExecution((event) => {
          if (event.terminal === terminal && event.execution.commandLine.value.includes('unset AWS_PROFILE')) {
            listening.dispose();
            resolve();
          }
        });
      });
    }

    it('their start-up files, that is taken away: in a relaunched one as well, which acts as what is active then', async () => {
      await writeFile(startUpFile, 'sleep 60 & export AWS_PROFILE=dev\n');
      await assume('s3-read-only');
      const terminal = await openTerminal();
      await afterUnset(terminal);
      await warned(/start-up files of .*bash export AWS_PROFILE, .* not act as s3-read-only\. It is removed/);
      const active = await assume('s3-full-access');
      const again = afterUnset(terminal);
      await sleep(AMBIGUOUS_MS);
      await commands.executeCommand('workbench.action.terminal.relaunch');
      await again;
      assert.deepEqual(await within(terminal), expected(active));
      await warned(/^Terminal "s3-read-only · \d{12}" was started anew, and acts as s3-full-access now\.$/);
      terminal.dispose();
    });

    it('a task’s own environment, the task is named', async () => {
      await assume('s3-read-only');
      const execution = new ShellExecution('true', { env: { AWS_PROFILE: 'dev' } });
      await tasks.executeTask(new Task({ type: 'shell' }, TaskScope.Workspace, 'deploy', 'test', execution));
      await warned(/^Task "deploy" has AWS_PROFILE=dev .* not act as s3-read-only\./);
    });

    it('a shell that cannot be asked, that is said once', async () => {
      await assume('s3-read-only');
      const options = { shellPath: '/usr/bin/env', shellArgs: ['sleep', '60'] };
      await workspace.getConfiguration('terminal.integrated.shellIntegration').update('enabled', false, true);
      const opened = [window.createTerminal(options), window.createTerminal(options)];
      await warned(/start-up files of \/usr\/bin\/env export is not known, since it is no bash/);
      await Promise.all(opened.map(({ processId }) => processId));
      await sleep(500);
      assert.equal(warnings.filter((text) => text.includes('/usr/bin/env')).length, 1);
      await workspace.getConfiguration('terminal.integrated.shellIntegration').update('enabled', undefined, true);
      opened.forEach((terminal) => terminal.dispose());
    });
  });

  it('are not written to disk when the editor ends, unless the user has it so', () => {
    const setting = workspace.getConfiguration('terminal.integrated').inspect('persistentSessionReviveProcess');
    assert.equal(setting?.globalValue, undefined);
    assert.equal(setting?.defaultValue, 'never');
    const { persistentSessionReviveProcess } = workspace.getConfiguration().get<{
      persistentSessionReviveProcess: string;
    }>('terminal.integrated', { persistentSessionReviveProcess: '' });
    assert.equal(persistentSessionReviveProcess, 'never');
  });
});
