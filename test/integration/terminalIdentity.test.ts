// Whom a terminal acts as, asked of real shells in the editor.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, ShellExecution, Task, tasks, TaskScope, window, type Terminal } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const COMMAND = 'roleSessions.showTerminalIdentity';

describe('whom a terminal acts as', () => {
  let stage: Stage;

  beforeEach(async () => (stage = await Stage.set()));
  afterEach(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await stage.strike();
  });

  async function until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      await sleep(50);
    }
  }

  async function openTerminal(): Promise<Terminal> {
    const opened = new Promise<Terminal>((resolve) => {
      const listening = window.onDidOpenTerminal((terminal) => {
        listening.dispose();
        resolve(terminal);
      });
    });
    await commands.executeCommand('roleSessions.openTerminal');
    const terminal = await opened;
    await until(() => terminal.shellIntegration);
    return terminal;
  }

  /** Runs a line in its shell, and waits for its end. */
  async function type(terminal: Terminal, line: string): Promise<void> {
    const execution = terminal.shellIntegration?.executeCommand(line);
    await new Promise<void>((resolve) => {
      const listening = window.onDidEndTerminalShellExecution((event) => {
        if (event.execution === execution) {
          listening.dispose();
          resolve();
        }
      });
    });
  }

  async function answer(terminal: Terminal): Promise<string> {
    await commands.executeCommand(COMMAND, terminal);
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'role-sessions-identity');
    return plain(document.getText()).replaceAll('\n    ', ' '); // sentences are broken into lines
  }

  function isWithoutSecrets(text: string, { credentials }: LiveSession): void {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) assert.ok(!text.includes(secret), text);
  }

  /** All that a terminal prints of the commands that run there. */
  function printed(terminal: Terminal): { readonly text: () => string } {
    let text = '';
    const listening = window.onDidStartTerminalShellExecution(({ terminal: where, execution }) => {
      if (where === terminal) {
        void (async () => {
          for await (const part of execution.read()) text += part;
        })();
      }
    });
    stage.atEnd(() => listening.dispose());
    return { text: () => text };
  }

  it('is said as it should be, and no secret is printed or shown', async () => {
    const session = await stage.assume('profile:s3-read-only');
    const said = stage.messages('showInformationMessage', 'Run It');
    const terminal = await openTerminal();
    const output = printed(terminal);
    const text = await answer(terminal);
    assert.match(text, /acts as s3-read-only \(arn:aws:sts::\d+:assumed-role\/[^)]*\), as it should/);
    assert.match(text, /JavaScript v3 +the keys in the environment/);
    assert.match(text, /AWS_SECRET_ACCESS_KEY \(set\)/);
    isWithoutSecrets(text, session);
    assert.match(output.text(), /AWS_SESSION_TOKEN \(set\)/);
    for (const secret of [session.credentials.secretAccessKey, session.credentials.sessionToken])
      assert.ok(!output.text().includes(secret));
    assert.match(plain(said.at(-1)?.text ?? ''), /as it should/);
  });

  it('is seen to be redirected by an export, and put right by the button', async () => {
    await stage.assume('profile:s3-read-only');
    stage.messages('showInformationMessage', 'Run It');
    const warned = stage.messages('showWarningMessage');
    const terminal = await openTerminal();
    await type(terminal, 'export AWS_PROFILE=ststestprofile');
    const text = await answer(terminal);
    assert.match(text, /redirected by AWS_PROFILE: not all programs there act as s3-read-only/);
    assert.match(text, /boto3 +the keys in the environment/);
    assert.match(text, /JavaScript v3 +profile "ststestprofile" of the AWS files → AWS_PROFILE names it/);
    const button = String(warned.at(-1)?.buttons[0]);
    assert.equal(plain(button), 'Remove AWS_PROFILE');
    stage.messages('showWarningMessage', button);
    await answer(terminal);
    await until(() => !terminal.state.isInteractedWith || true);
    await sleep(1_000);
    assert.match(await answer(terminal), /as it should/);
  });

  it('is told apart after a renewal', async () => {
    const session = await stage.assume('profile:s3-read-only');
    stage.messages('showInformationMessage', 'Run It');
    stage.messages('showWarningMessage');
    const terminal = await openTerminal();
    await commands.executeCommand('roleSessions.renewSession', { sessionId: session.id });
    assert.match(await answer(terminal), /has keys of s3-read-only from before its renewal/);
    await commands.executeCommand('roleSessions.endAllSessions');
    assert.match(await answer(terminal), /opened as s3-read-only, whose session has ended/);
  });

  it('is never typed into a program', async () => {
    await stage.assume('profile:s3-read-only');
    const asked = stage.messages('showInformationMessage', 'Run It');
    const terminal = await openTerminal();
    const begun = new Promise<void>((resolve) => {
      const listening = window.onDidStartTerminalShellExecution(() => {
        listening.dispose();
        resolve();
      });
    });
    terminal.sendText('cat');
    await begun;
    const before = asked.length;
    const output = printed(terminal);
    const text = await answer(terminal);
    assert.match(text, /That is what "cat" began with/);
    assert.equal(output.text(), '');
    assert.ok(!asked.slice(before).some(({ text: each }) => plain(each).startsWith('Ask the shell')));
  });

  it('is seen of a task by what its process began with', async () => {
    const session = await stage.assume('profile:s3-read-only');
    stage.messages('showInformationMessage');
    const execution = new ShellExecution('sleep 60');
    await tasks.executeTask(new Task({ type: 'shell' }, TaskScope.Workspace, 'who', 'test', execution));
    const terminal = await until(() => window.terminals.find(({ name }) => name.includes('who')));
    const text = await answer(terminal);
    assert.match(text, /began as s3-read-only/);
    assert.match(text, /what was set there since, nobody can know/);
    isWithoutSecrets(text, session);
  });

  it('is offered where AWS has refused a command', async () => {
    await stage.assume('profile:s3-read-only');
    const warned = stage.messages('showWarningMessage');
    const terminal = await openTerminal();
    // A call takes its time: of what is printed with the very first piece the editor tells nobody.
    const call = (code: string, end: number): Promise<void> =>
      type(terminal, `sh -c 'sleep 1; echo "An error occurred (${code}) when calling"; exit ${end}'`);
    await call('AccessDenied', 0);
    await call('ExpiredToken', 1);
    const found = await until(() => warned.find(({ text }) => plain(text).includes('refused a command')));
    assert.match(plain(found.text), /opened as s3-read-only: its keys have expired \(ExpiredToken\)/);
    assert.equal(plain(String(found.buttons[0])), 'Which Identity Is This?');
    await call('ExpiredToken', 1);
    await call('AccessDenied', 1);
    const denied = await until(() => warned.find(({ text }) => text.includes('AccessDenied')));
    assert.deepEqual(
      [found, denied].map(({ buttons }) => buttons.map((button) => plain(String(button)))),
      [['Which Identity Is This?'], ['Which Identity Is This?', 'Why?']],
    );
    assert.equal(warned.filter(({ text }) => plain(text).includes('refused a command')).length, 2);
  });
});
