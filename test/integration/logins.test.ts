// Logging in to other services: nothing is typed that was not seen, and nowhere but in a terminal of the session.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  commands,
  window,
  type InputBoxOptions,
  type QuickPickItem,
  type Terminal,
  type TerminalOptions,
} from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { Stage } from './stage.js';

const COMMAND =
  'aws ecr get-login-password --region eu-central-1 | podman login --username AWS --password-stdin 210987654321.dkr.ecr.eu-central-1.amazonaws.com';

describe('logging in to other services', () => {
  let stage: Stage;
  let session: LiveSession;
  let folder: string;
  /** What was typed, where. */
  let typed: { readonly terminal: Terminal; readonly line: string }[];
  /** What was filled in where the user was asked. */
  let filledIn: string[];

  beforeEach(async () => {
    stage = await Stage.set();
    folder = await mkdtemp(join(tmpdir(), 'logins-'));
    stage.atEnd(() => rm(folder, { recursive: true, force: true }));
    session = await stage.assume('profile:s3-read-only');
    [typed, filledIn] = [[], []];
    const create = window.createTerminal.bind(window) as (options: TerminalOptions) => Terminal;
    const createTerminal = (options: TerminalOptions) => {
      const terminal = create(options);
      const send = terminal.sendText.bind(terminal);
      const sendText = (line: string) => {
        typed.push({ terminal, line });
        send(`printenv AWS_ACCESS_KEY_ID > ${join(folder, 'part')}; mv ${join(folder, 'part')} ${join(folder, 'key')}`);
      };
      return Object.assign(terminal, { sendText });
    };
    stage.replace(window, { createTerminal: createTerminal as typeof window.createTerminal });
  });
  afterEach(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await stage.strike();
  });

  function answers(...texts: readonly string[]): void {
    const rest = [...texts];
    const showInputBox = async (options: InputBoxOptions = {}) => {
      const text = rest.shift() ?? '';
      filledIn.push(options.value ?? '');
      assert.equal(await options.validateInput?.(text), undefined, text);
      return text;
    };
    const showQuickPick = (rows: readonly QuickPickItem[]) => {
      const label = rest.shift();
      return Promise.resolve(rows.find((row) => row.label === label));
    };
    stage.replace(window, { showInputBox, showQuickPick: showQuickPick as unknown as typeof window.showQuickPick });
  }

  it('types what the user has seen, in a terminal that acts as the session', async () => {
    answers('Private registry', ' 210987654321', 'eu-central-1 ', 'podman');
    await stage.setting('productionRoles', ['s3-*']);
    const asked = stage.messages('showWarningMessage', 'Run in New Terminal');
    await stage.assume('profile:s3-full-access');
    await commands.executeCommand('roleSessions.logInToEcr', { sessionId: session.id });
    assert.deepEqual(filledIn, [session.identity.accountId, session.region]);
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['Run this as s3-read-only, which is production?'],
    );
    const { detail } = asked[0]?.buttons[0] as { readonly detail: string };
    assert.ok(detail.startsWith(`${COMMAND}\n\nIt acts as ${session.identity.arn}. podman keeps`), detail);
    assert.deepEqual(
      typed.map(({ line }) => line),
      [COMMAND],
    );
    let key: string | undefined;
    while (key === undefined) {
      await sleep(50);
      key = await readFile(join(folder, 'key'), 'utf8').catch(() => undefined);
    }
    assert.equal(key.trim(), session.credentials.accessKeyId);
  });

  it('types nothing unless the user says so', async () => {
    answers('web', session.region, '');
    stage.messages('showWarningMessage');
    await commands.executeCommand('roleSessions.logInToEks');
    assert.deepEqual([typed, window.terminals.length], [[], 0]);
  });

  it('types nothing once the session has ended', async () => {
    const errors = stage.messages('showErrorMessage');
    const ending = async (message: string, ...[options]: readonly unknown[]) => {
      assert.ok(message.startsWith('Run this as'), JSON.stringify(options));
      await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
      return 'Run in New Terminal';
    };
    stage.replace(window, { showWarningMessage: ending });
    answers('npm', 'my-domain', '210987654321', 'shared', 'eu-west-1');
    await commands.executeCommand('roleSessions.logInToCodeArtifact');
    await commands.executeCommand('roleSessions.logInToCodeArtifact');
    assert.deepEqual(
      errors.map(({ text }) => text),
      [
        'That session has ended, so a terminal would have no credentials.',
        'No AWS role is active, so there is nobody to log in as.',
      ],
    );
    assert.deepEqual(typed, []);
  });
});
