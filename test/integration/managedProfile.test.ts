// A profile for programs that no terminal of ours has started: written once it has been shown, and answered by the window.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { commands, TabInputTextDiff, window, type QuickPickItem } from 'vscode';
import { parseIni } from '../../src/config/files/ini.js';
import { shellWords } from '../../src/process/shellWords.js';
import { Stage } from './stage.js';

describe('the managed profile', () => {
  let stage: Stage;
  let before: string;

  const config = () => readFile(Stage.configFile, 'utf8');
  const comparisons = () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputTextDiff);

  /** What the question says, and what was shown beside it. */
  async function run(command: 'add' | 'remove', row: string, answer: string | undefined): Promise<string> {
    const showQuickPick = (rows: readonly QuickPickItem[]) => Promise.resolve(rows.find(({ label }) => label === row));
    stage.replace(window, { showQuickPick: showQuickPick as unknown as typeof window.showQuickPick });
    stage.messages('showInformationMessage');
    const asked: string[] = [];
    const ask = (message: string, _: unknown, button: string) => {
      asked.push(message);
      assert.equal(comparisons().length, 1);
      return Promise.resolve(button === answer ? button : undefined);
    };
    stage.replace(window, { showWarningMessage: ask });
    await commands.executeCommand(`roleSessions.${command}ManagedProfile`);
    assert.deepEqual(comparisons(), []);
    return asked.join('\n');
  }

  /** What `credential_process` of a profile prints. */
  async function credentialsOf(profile: string): Promise<{ readonly out: string; readonly error: string }> {
    const section = parseIni(await config()).sections.find(({ header }) => header === `profile ${profile}`);
    const [program = '', ...parameters] = shellWords(section?.options.get('credential_process')?.value ?? '') ?? [];
    return new Promise((resolve) => {
      execFile(program, parameters, (_, out, error) => resolve({ out, error }));
    });
  }

  beforeEach(async () => {
    stage = await Stage.set();
    before = await config();
  });
  afterEach(() => stage.strike());

  it('is not written unless its user says so', async () => {
    assert.match(await run('add', 'roleSessions', undefined), /^Add the profile roleSessions to /);
    assert.equal(await config(), before);
  });

  it('gives the active role, and nothing once that has ended, and goes without a trace', async () => {
    const errors = stage.messages('showErrorMessage');
    const session = await stage.assume('profile:s3-read-only');
    await run('add', 'roleSessions', 'Add');
    await run('add', 'roleSessions-s3-read-only', 'Add');
    assert.match(await config(), /--role profile:s3-read-only\nregion = us-west-2\n$/);
    for (const profile of ['roleSessions', 'roleSessions-s3-read-only']) {
      let given = await credentialsOf(profile);
      for (let tries = 0; tries < 100 && given.out === ''; tries += 1) given = await credentialsOf(profile);
      assert.equal(given.error, '');
      const { AccessKeyId } = JSON.parse(given.out) as Record<string, unknown>;
      assert.equal(AccessKeyId, session.credentials.accessKeyId);
    }
    await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
    assert.match((await credentialsOf('roleSessions')).error, /No AWS role is active in any window/);
    await run('remove', 'roleSessions-s3-read-only', 'Remove');
    assert.match(await run('remove', 'roleSessions', 'Remove'), /^Remove the profile roleSessions from /);
    assert.equal(await config(), before);
    assert.deepEqual(errors, []);
  });

  it('takes no name that is somebody else’s', async () => {
    const errors = stage.messages('showErrorMessage');
    await stage.profile('roleSessions', { role_arn: 'arn:aws:iam::123456789012:role/mine' });
    const written = await config();
    await run('add', 'roleSessions', 'Add');
    assert.match(errors.map(({ text }) => text).join(), /a profile roleSessions already.*config, line \d+\)$/);
    assert.equal(await config(), written);
  });
});
