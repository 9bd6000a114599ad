// Drives whatever is given credentials after it has begun (terminals that ask, a managed profile, another extension),
// then looks for them, and for what they are asked by, in everything the editor wrote and showed.
import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../../sandbox/index.js';
import { awsCliFolder } from '../../tools/awsCli.js';
import { cleanEnvironment, EXAMPLE } from '../../tools/environment.js';
import { openWorkbench } from '../harness.js';
import { changeSettings } from '../pictures.js';
import type { Workbench } from '../workbench/workbench.js';
import { waitUntil } from '../workbench/workbenchWait.js';
import { Ledger } from './secretLedger.js';
import { browserStorage, filesBelow, Search } from './secretSearch.js';
import { DEBUGGED, storageOf } from './secretSessions.js';
import { Programs } from './secretSetup.js';
import { Witness } from './secretWitness.js';

const WIDE = 's3-full-access';
const READER = 's3-read-only';
const WHO = 'aws sts get-caller-identity';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
/** As many bytes as the endpoint's key has, as it is kept. */
const KEYS = /(?<![\w-])[\w-]{43}(?![\w-])/g;

/** Whether one of the texts is the key by which a token was made of something that stands in `ids`. */
function opens(texts: Iterable<string>, ids: readonly string[], token: string): boolean {
  const made = (key: string, id: string) =>
    createHmac('sha256', Buffer.from(key, 'base64url')).update(id).digest('base64url');
  return [...texts].some((key) => ids.some((id) => made(key, id) === token));
}

describe('secrets that are lent', () => {
  const programs = new Programs();
  const debugToken = join(programs.folder, 'debug-token');
  let sandbox: Sandbox;
  let ledger: Ledger;
  let workbench: Workbench;
  let witness: Witness;
  let before: string;
  const tokens: string[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    ledger = new Ledger(sandbox, { issued: () => [] });
    const program = `require('node:fs').writeFileSync(${JSON.stringify(debugToken)}, process.env.${TOKEN});\n`;
    workbench = await openWorkbench({
      sandbox,
      others: [EXAMPLE],
      files: { ...DEBUGGED, 'given.cjs': program },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\nexport AWS_PROFILE=ststestprofile\n`,
      settings: { 'terminal.integrated.shellIntegration.enabled': true },
    });
    changeSettings(workbench, 'Machine', {
      'roleSessions.terminals': 'endpoint',
      'roleSessionsExample.endpoint': sandbox.endpoint,
    });
    witness = new Witness(workbench, ledger);
    before = config();
  });

  afterAll(async () => {
    await sandbox.stop();
    rmSync(programs.folder, { recursive: true, force: true });
  });

  const folder = (): string => dirname(workbench.home);
  const config = (): string => readFileSync(join(workbench.home, '.aws/config'), 'utf8');

  function addToken(what: string, file: string): void {
    const token = readFileSync(file, 'utf8');
    expect(token).toMatch(/^[\w-]{43}$/);
    tokens.push(ledger.add(`token of ${what}`, token));
  }

  /** What the terminal asks by, which never is on its screen. */
  async function keepToken(what: string): Promise<void> {
    const file = join(programs.folder, `token-${tokens.length}`);
    await workbench.terminal.run(`printf %s "$${TOKEN}" > ${file}`);
    addToken(what, file);
  }

  /** All that the terminal still has, also what has left its screen. */
  async function lookBack(): Promise<void> {
    await workbench.runCommand('Terminal: Select All');
    await workbench.runCommand('Terminal: Copy Selection');
    witness.shown.push(await workbench.page.evaluate(() => navigator.clipboard.readText()));
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await witness.look();
  }

  /** The AWS CLI as a program that the editor did not start. */
  async function cli(profile: string): Promise<string> {
    const env = cleanEnvironment({
      HOME: workbench.home,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_DEFAULT_REGION: 'us-west-2',
      PATH: `${await awsCliFolder()}:${process.env['PATH']}`,
    });
    return new Promise((resolve) => {
      execFile('aws', ['sts', 'get-caller-identity', '--profile', profile], { env }, (_, out, error) =>
        resolve(`${out}${error}`),
      );
    });
  }

  it('logs everything that it can log', async () => {
    await workbench.waitForStatus('AWS sessions: 0');
    await workbench.runCommand('Developer: Set Log Level...');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.type('Role Sessions');
    await workbench.quickInput.waitFor('Role Sessions for AWS');
    await workbench.quickInput.choose('Role Sessions for AWS');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.choose('Trace');
  });

  it('has terminals that ask: of the window, and of a role', async () => {
    await workbench.openView('AWS Role Sessions');
    for (const role of [READER, WIDE]) {
      await witness.choose(role);
      await witness.waitForSession(`${role} 59m`);
    }
    const terminal = await workbench.openTerminal();
    await terminal.waitForText('unset AWS_PROFILE');
    await witness.seeToast('export AWS_PROFILE');
    expect(await terminal.run(WHO)).toContain('sts-s3-full-access-role');
    await keepToken('the window');
    await terminal.markSeen();
    await workbench.sessions.inlineAction(READER, 'Open Terminal as Role');
    await terminal.waitReady();
    await terminal.waitForText('unset AWS_PROFILE');
    expect(await terminal.run(WHO)).toContain('sts-s3-read-only-role');
    await keepToken('a terminal of a role');
    await lookBack();
    ledger.collect('terminals that ask');
  });

  it('renews what they ask for', async () => {
    const calls = () => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;
    const made = calls();
    await workbench.sessions.inlineAction(READER, 'Renew Session');
    await waitUntil(() => Promise.resolve(calls() > made), 'a renewal');
    ledger.collect('a renewal that terminals get');
    const keys = (): string | undefined =>
      sandbox.requests.findLast(({ operation }) => operation === 'GetCallerIdentity')?.scope?.accessKeyId;
    const old = keys();
    await waitUntil(async () => {
      await workbench.terminal.run(WHO);
      return keys() !== old;
    }, 'the new keys');
  });

  it('tells which identity a terminal has, and asks its shell for that', async () => {
    await workbench.runCommand('AWS Role: Which Identity Is This?');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    witness.shown.push(await workbench.dialogText());
    await workbench.dialogButton('Run It');
    await workbench.terminal.waitForText(`${TOKEN} (set)`);
    const toast = await workbench.toast(`" asks http://127.0.0.1:`);
    expect(toast.text).toContain(`for the credentials of ${READER} `);
    expect(await workbench.page.locator('.notification-toast .codicon-info').count()).toBe(1); // nothing to warn of
    witness.shown.push(toast.text);
    await workbench.waitForEditorText(READER);
    witness.shown.push(await workbench.editorText());
    await lookBack();
    await workbench.screenshot('lent-1-identity');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('debugs a program that asks', async () => {
    await workbench.runCommand('Debug: Select and Start Debugging');
    await workbench.quickInput.waitFor('Given');
    await workbench.quickInput.choose('Given');
    await waitUntil(() => Promise.resolve(existsSync(debugToken) && statSync(debugToken).size > 0), 'the debug run');
    addToken('a debug run', debugToken);
    await witness.look();
  });

  it.each([
    ['the role that is active in the window', 'roleSessions', '/sts-s3-full-access-role/'],
    [`roleSessions-${READER}`, `roleSessions-${READER}`, '/sts-s3-read-only-role/'],
  ])('writes a managed profile of %s, by which the AWS CLI is it', async (row, profile, who) => {
    await workbench.runCommand('AWS Role: Add Managed Profile');
    await witness.pick(row, row);
    await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    witness.shown.push(await workbench.dialogText());
    await witness.look();
    await workbench.dialogButton('Add');
    await witness.seeToast(`The profile ${profile} is in`);
    await waitUntil(async () => (await cli(profile)).includes(who), `the CLI as ${profile}`);
  });

  it('has nothing in the AWS files but how to ask', () => {
    const added = config().slice(before.length).split('\n').filter(Boolean);
    const launcher = /^credential_process = (\S+) /.exec(added[2] ?? '')?.[1] ?? '';
    const ours = '# Written by Role Sessions for AWS. Its command "Remove Managed Profile" takes it away.';
    expect(config().startsWith(before)).toBe(true);
    expect(added).toEqual([
      ours,
      '[profile roleSessions]',
      `credential_process = ${launcher} --active`,
      ours,
      `[profile roleSessions-${READER}]`,
      `credential_process = ${launcher} --role profile:${READER}`,
      'region = us-west-2',
    ]);
    expect(dirname(launcher)).toBe(join(storageOf(workbench), 'lending'));
    expect(statSync(launcher).mode & 0o077).toBe(0);
  });

  it('moves keys out of the credentials file', async () => {
    const moved = ledger.add('key that was moved into the secret storage', randomBytes(30).toString('base64'));
    const file = join(workbench.home, '.aws/credentials');
    appendFileSync(file, `\n[moved]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${moved}\n`);
    await workbench.runCommand('AWS Role: Move Keys into Secret Storage');
    await witness.pick('The long-term keys of which profiles?', 'moved');
    await workbench.quickInput.accept();
    for (const button of ['Show the Change to credentials', 'Move']) {
      await workbench.page.locator('.monaco-diff-editor').first().waitFor();
      witness.shown.push(await workbench.dialogText());
      await witness.look();
      await workbench.dialogButton(button);
    }
    await witness.seeToast('The keys of moved are in the secret storage');
    expect(readFileSync(file, 'utf8')).not.toContain('[moved]');
  });

  it('lets another extension act as the role', async () => {
    await workbench.runCommand('Who Am I: Ask AWS');
    witness.shown.push(await workbench.dialogText());
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Allow', exact: true }).click();
    expect(await witness.seeToast('AWS says: arn:aws:sts::')).toContain('sts-s3-full-access-role');
    ledger.collect('another extension');
  });

  it('has it all after a reload, and on record', async () => {
    await workbench.reload();
    await witness.waitForSession(WIDE);
    expect(await workbench.terminal.run(WHO)).toContain('sts-s3-');
    await workbench.runCommand('AWS Role: Show Audit Log');
    await workbench.waitForEditorText('fetched  s3-');
    await witness.look();
    const lines = readFileSync(join(storageOf(workbench), 'audit/audit.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const fetched = lines.map((line) => JSON.parse(line) as Record<string, string>);
    const by = new Set(fetched.filter(({ event }) => event === 'fetched').map((entry) => entry['by']?.split(' ')[0]));
    expect([...by].sort()).toEqual(['extension', 'helper', 'terminal']);
    await workbench.runCommand('AWS Role: Show Log');
    await workbench.page.locator('.part.panel').getByText('Restored the session').first().waitFor();
    await witness.look();
  });

  it('ends all, and whoever asks is told so', async () => {
    await workbench.runCommand('AWS Role: End All Sessions');
    await workbench.waitForStatus('No AWS role');
    await witness.seeToast('get no credentials any more');
    await workbench.runCommand('Terminal: Focus Terminal');
    await workbench.terminal.waitVisible();
    await workbench.terminal.type(`clear; ${WHO}`);
    await workbench.terminal.waitForText('its session has ended');
    await lookBack();
    const refused = await cli('roleSessions');
    expect(refused).toContain('No AWS role is active');
    witness.shown.push(refused);
  });

  describe('none of it', () => {
    let search: Search;
    let kept: string;

    beforeAll(async () => {
      ledger.collect('the end');
      search = new Search(ledger.secrets);
      kept = await browserStorage(workbench);
    });

    it('is in any file, log or database', () => {
      const strays = search.below(folder()).filter(({ secret, file }) => secret.home?.test(file) !== true);
      expect(strays.map(({ secret, file, before: text }) => `${secret.what} in ${file}: ${text}`)).toEqual([]);
    });

    it('is in a message, tooltip, document or terminal, or in what the page keeps', () => {
      expect(search.inText(witness.shown.join('\n'))).toEqual([]);
      expect(search.inText(kept)).toEqual([]);
    });

    it('is in a file of ours that others may read', () => {
      const files = [...filesBelow(storageOf(workbench))];
      expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    });

    it('is the key that all tokens are made with, which the secret store has alone', () => {
      const ids = [...new Set(kept.match(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g))];
      const texts = [kept, ...[...filesBelow(folder())].map((file) => readFileSync(file, 'latin1'))];
      const keys = new Set(texts.flatMap((text) => [...text.matchAll(KEYS)].map(([key]) => key)));
      expect(ids.length).toBeGreaterThan(0);
      expect(tokens.filter((token) => opens(keys, ids, token))).toEqual([]);
    });
  });

  it('the search knows all of them, and a key where it is', () => {
    const kinds = ledger.secrets.map(({ what }) => what);
    for (const what of ['token of the window', 'token of a terminal of a role', 'token of a debug run']) {
      expect(kinds).toContain(what);
    }
    expect(new Set(tokens).size).toBe(3);
    expect(kinds).toContain('secret key of a renewal that terminals get');
    expect(witness.shown.join('\n')).toContain(`${TOKEN} (set)`);
    const key = randomBytes(32).toString('base64url');
    const token = createHmac('sha256', Buffer.from(key, 'base64url')).update('grant').digest('base64url');
    const found = `{"endpointKey":"${key}"}`.match(KEYS) ?? [];
    expect([opens(found, ['grant'], token), opens(found, ['another'], token)]).toEqual([true, false]);
  });
});
