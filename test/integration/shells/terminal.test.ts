// Terminals of the editor in zsh and fish, whose start-up files say something else than the session.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, env, ShellExecution, Task, tasks, TaskScope, window, workspace, type Terminal } from 'vscode';
import type { LiveSession } from '../../../src/model/session/session.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { Stage } from '../stage.js';

type Variables = Readonly<Record<string, string>>;

const SHELLS = [
  {
    kind: 'zsh',
    promptFile: '.zshrc',
    taskFile: '.zshenv',
    keys: 'export AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECURITY_TOKEN=old\n',
    profile: 'export AWS_PROFILE=dev\n',
    history: 'SAVEHIST=100 HISTSIZE=100\nsetopt HIST_IGNORE_SPACE INC_APPEND_HISTORY\n',
    historyFile: join(homedir(), '.zsh_history'),
  },
  {
    kind: 'fish',
    promptFile: '.config/fish/config.fish',
    taskFile: '.config/fish/config.fish',
    keys: 'set -gx AWS_ACCESS_KEY_ID AKIAOLD; set -gx AWS_SECURITY_TOKEN old\n',
    profile: 'set -gx AWS_PROFILE dev\n',
    history: '',
    historyFile: join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'fish/fish_history'),
  },
] as const;

/** Where it is missing, fish begins by reading all manual pages, which goes on when the shell has ended. */
const COMPLETIONS = join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'fish/generated_completions');

const terminals = () => workspace.getConfiguration('terminal.integrated');
const PROFILE = `defaultProfile.${process.platform === 'darwin' ? 'osx' : 'linux'}`;

let stage: Stage;
let warnings: { readonly text: string }[];
let folder: string;
let count = 0;

beforeEach(async () => {
  await mkdir(COMPLETIONS, { recursive: true });
  stage = await Stage.set();
  warnings = stage.messages('showWarningMessage');
  folder = await mkdtemp(join(tmpdir(), 'shells-'));
});
afterEach(async () => {
  for (const terminal of window.terminals) terminal.dispose();
  await terminals().update(PROFILE, undefined, true);
  await stage.strike();
  await rm(folder, { recursive: true });
});

async function choose(kind: string): Promise<void> {
  await terminals().update(PROFILE, kind, true);
  while (!env.shell.endsWith(`/${kind}`)) await sleep(50);
}

async function write(file: string, text: string): Promise<void> {
  const path = join(homedir(), file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  stage.atEnd(() => rm(path, { force: true }));
}

/** Once the text is there. */
async function appeared(file: string, text: string): Promise<string> {
  for (;;) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if (found.includes(text)) return found;
    await sleep(50);
  }
}

/** Types a line that writes the file, once more where the shell has not yet listened. */
async function written(terminal: Terminal, file: string, line: string): Promise<string> {
  const text = appeared(file, '\n');
  const typed = setInterval(() => terminal.sendText(line), 3_000);
  terminal.sendText(line);
  return text.finally(() => clearInterval(typed));
}

/** What programs have of AWS that are started in a terminal now. */
async function environment(terminal: Terminal): Promise<Variables> {
  const file = join(folder, `env-${(count += 1)}`);
  const lines = (await written(terminal, file, `env > ${file}.part; mv ${file}.part ${file}`))
    .split('\n')
    .filter((line) => line.startsWith('AWS_'));
  const all = lines.map((line): [string, string] => {
    const equals = line.indexOf('=');
    return [line.slice(0, equals), line.slice(equals + 1)];
  });
  return Object.fromEntries(all.filter(([name]) => !/^AWS_(CONFIG|SHARED_CREDENTIALS)_FILE$/.test(name)));
}

const expected = (session: LiveSession): Variables => Object.fromEntries(sessionVariables(session));

async function warned(text: RegExp): Promise<void> {
  while (!warnings.some((each) => text.test(each.text))) await sleep(50);
}

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

/** Once the command begins that takes it away. Of a relaunched shell the editor does not always tell its end. */
async function removal(): Promise<void> {
  return new Promise<void>((resolve) => {
    const listening = window.onDidStartTerminalShellExecution((event) => {
      if (event.execution.commandLine.value.includes('AWS_PROFILE')) {
        listening.dispose();
        resolve();
      }
    });
  });
}

for (const { kind, promptFile, taskFile, keys, profile, history, historyFile } of SHELLS) {
  const exports = keys + profile;
  describe(`terminals of ${kind}`, () => {
    beforeEach(() => choose(kind));

    it('act as the session, whatever start-up files export, and the command for that is in no history', async () => {
      await write(promptFile, history + exports);
      const session = await stage.assume('profile:s3-read-only');
      const removed = removal();
      const terminal = await openTerminal();
      await removed;
      await warned(new RegExp(`start-up files of .*${kind} export AWS_PROFILE, .* It is removed`));
      assert.deepEqual(await environment(terminal), expected(session));
      terminal.sendText('exit');
      const kept = await appeared(historyFile, `env > ${folder}`);
      assert.doesNotMatch(kept, /AWS_PROFILE/);
    });

    it('act as the session that they were opened for, though another is active', async () => {
      await write(promptFile, exports);
      const before = await stage.assume('profile:s3-read-only');
      await stage.assume('profile:s3-full-access');
      const removed = removal();
      const terminal = await openTerminal({ sessionId: before.id });
      await removed;
      assert.deepEqual(await environment(terminal), expected(before));
    });

    it('act as that session when they are relaunched, whatever keys start-up files export', async () => {
      await write(promptFile, keys);
      const before = await stage.assume('profile:s3-read-only');
      await stage.assume('profile:s3-full-access');
      const terminal = await openTerminal({ sessionId: before.id });
      assert.deepEqual(await environment(terminal), expected(before));
      const pid = await terminal.processId;
      await commands.executeCommand('workbench.action.terminal.relaunch');
      while ((await terminal.processId) === pid) await sleep(50);
      assert.deepEqual(await environment(terminal), expected(before));
    });

    it('are rid of AWS_PROFILE when they are relaunched, too', async () => {
      await write(promptFile, exports);
      const before = await stage.assume('profile:s3-read-only');
      await stage.assume('profile:s3-full-access');
      const removed = removal();
      const terminal = await openTerminal({ sessionId: before.id });
      await removed;
      const again = removal();
      await commands.executeCommand('workbench.action.terminal.relaunch');
      await again;
      assert.deepEqual(await environment(terminal), expected(before));
    });

    it('that run a task are told of by the files that they read without a prompt', async () => {
      await write(taskFile, exports);
      await stage.assume('profile:s3-read-only');
      await tasks.executeTask(
        new Task({ type: 'shell' }, TaskScope.Workspace, 'deploy', 'test', new ShellExecution('true')),
      );
      await warned(new RegExp(`^Task "deploy" runs in .*${kind}, whose start-up files set .*AWS_PROFILE`));
    });
  });
}

it('terminals of zsh keep a read-only variable, and it is said', async () => {
  await choose('zsh');
  await write('.zshrc', 'typeset -rx AWS_PROFILE=dev\n');
  const session = await stage.assume('profile:s3-read-only');
  const terminal = await openTerminal();
  await warned(/zsh export AWS_PROFILE, and the shell of terminal ".*" refuses to remove that/);
  assert.deepEqual(await environment(terminal), { ...expected(session), AWS_PROFILE: 'dev' });
});

it('terminals of fish keep a universal variable that the user has, and it is said', async () => {
  const fish = (command: string) => execFileSync('fish', ['-c', command], { encoding: 'utf8' });
  await choose('fish');
  fish('set -Ux AWS_PROFILE dev');
  stage.atEnd(() => fish('set -eU AWS_PROFILE'));
  const session = await stage.assume('profile:s3-read-only');
  await warned(/^fish keeps AWS_PROFILE as a universal variable, .* not act as s3-read-only/);
  const terminal = await openTerminal();
  assert.deepEqual(await environment(terminal), { ...expected(session), AWS_PROFILE: 'dev' });
  assert.equal(fish('echo $AWS_PROFILE'), 'dev\n');
});
