// Terminals that ask the window for credentials, of a user whose start-up files export another identity.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { ROOT } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import type { WorkbenchTerminal } from './workbench/workbenchTerminal.js';
import { waitUntil } from './workbench/workbenchWait.js';

const OTHERS = [
  'export AWS_PROFILE=ststestprofile',
  'export AWS_ACCESS_KEY_ID=AKIAOLDOLDOLDOLDOLD0 AWS_SECRET_ACCESS_KEY=old-secret AWS_SECURITY_TOKEN=old',
].join('\n');
const UNSET = /unset (AWS_\w+ ?)+/;

/** Who the AWS SDK for JavaScript is by its default chain: "sdk=<role or user>". */
const SDK_SCRIPT = `
const { STSClient, GetCallerIdentityCommand } = require(${JSON.stringify(join(ROOT, 'node_modules/@aws-sdk/client-sts'))});
new STSClient({ region: 'us-west-2', endpoint: process.env.AWS_ENDPOINT_URL }).send(new GetCallerIdentityCommand({}))
  .then(({ Arn }) => console.log('sdk=' + Arn.split(':').pop()), (error) => console.log('sdk=' + error.name));
`;
const CLI = `echo "cli=$(aws sts get-caller-identity --query Arn --output text 2>&1 | cut -d: -f6)"`;
const SDK = `'${process.execPath}' --no-warnings who.cjs`;
/** The names alone: the token is a secret. */
const NAMES = "env | grep ^AWS_ | cut -d= -f1 | sort | tr '\\n' ' '; echo";
const TOKEN = 'printf %s "$AWS_CONTAINER_AUTHORIZATION_TOKEN" | sha256sum | cut -c1-64';

const READER = 's3-read-only';
const WRITER = 's3-full-access';

describe('terminals that ask for credentials', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let firstToken: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      sandbox,
      settings: {
        ...BOTH_THEMES,
        'terminal.integrated.shellIntegration.enabled': true,
      },
      files: { 'who.cjs': SDK_SCRIPT },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n${OTHERS}\n`,
    });
    changeSettings(workbench, 'Machine', { 'roleSessions.terminals': 'endpoint' });
  });

  afterAll(() => sandbox.stop());

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.choose(name);
    await workbench.waitForStatus(`${name} 59m`);
  }

  /** A new terminal, once what is in the way is gone. */
  async function newTerminal(): Promise<WorkbenchTerminal> {
    const terminal = await workbench.openTerminal();
    await terminal.waitForText(UNSET);
    return terminal;
  }

  /** One that is open, by its place in the list. */
  async function toTerminal(index: number): Promise<WorkbenchTerminal> {
    await workbench.page
      .locator('.terminal-tabs-entry')
      .nth(index)
      .click({ position: { x: 10, y: 10 } });
    await workbench.terminal.waitVisible();
    return workbench.terminal;
  }

  /** By the CLI and by the SDK. */
  const whoIs = (terminal: WorkbenchTerminal): Promise<string> => terminal.run(`${CLI}; ${SDK}`);

  const both = (role: string): RegExp =>
    new RegExp(`cli=assumed-role/sts-${role}-role/vscode-[^]*sdk=assumed-role/sts-${role}-role/vscode-`);

  /** Of the keys by which programs have asked who they are, the last ones first. */
  const keysUsed = (): string[] =>
    sandbox.requests
      .filter(({ operation, status }) => operation === 'GetCallerIdentity' && status === 200)
      .map(({ scope }) => scope?.accessKeyId ?? '')
      .reverse();

  it('are the role for the CLI and for an SDK, with no key in their environment', async () => {
    await assume(READER);
    const terminal = await newTerminal();
    const toast = await workbench.toast('export AWS_');
    for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN']) {
      expect(toast.text).toContain(name);
    }
    expect(toast.text).toContain('It is removed in every new terminal while the role is active.');
    expect(await whoIs(terminal)).toMatch(both(READER));
    const names = (await terminal.run(NAMES)).trim().split(/\s+/);
    expect(names).toContain('AWS_CONTAINER_CREDENTIALS_FULL_URI');
    expect(names).toContain('AWS_CONTAINER_AUTHORIZATION_TOKEN');
    expect(names.filter((name) => /ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|PROFILE/.test(name))).toEqual([]);
    firstToken = await terminal.run(TOKEN);
    expect(firstToken).toMatch(/^[0-9a-f]{64}$/);
    await terminal.run(CLI);
    await pictures(workbench, 'endpoint-1-terminal');
    await toast.close();
  });

  it('have the keys of a renewal, which is not theirs to wait for', async () => {
    const [before = ''] = keysUsed();
    expect(before).not.toBe('');
    await workbench.runCommand('AWS Role: Renew Session');
    await waitUntil(
      () => Promise.resolve(sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length === 2),
      'a renewal',
    );
    await workbench.waitForStatus(`${READER} 59m`);
    await waitUntil(async () => {
      await whoIs(workbench.terminal);
      return keysUsed()[0] !== before;
    }, 'the keys of the renewal');
    expect(await whoIs(workbench.terminal)).toMatch(both(READER));
    expect(keysUsed().slice(0, 2)).not.toContain(before);
  });

  it('go on after a reload of the window, and through another renewal', async () => {
    await workbench.reload();
    await workbench.waitForStatus(`${READER} 5`);
    const { terminal } = workbench;
    expect(await whoIs(terminal)).toMatch(both(READER));
    const [before] = keysUsed();
    await workbench.runCommand('AWS Role: Renew Session');
    await waitUntil(async () => {
      await whoIs(terminal);
      return keysUsed()[0] !== before;
    }, 'the keys of the renewal');
    expect(await terminal.run(TOKEN)).toBe(firstToken);
    expect(await workbench.page.locator('.notification-toast').allInnerTexts()).toEqual([]);
  });

  it('stay what they are after a switch, and new ones are the other role', async () => {
    await assume(WRITER);
    expect(await whoIs(await newTerminal())).toMatch(both(WRITER));
    await workbench.runCommand('Notifications: Clear All Notifications');
    expect(await whoIs(await toTerminal(0))).toMatch(both(READER));
  });

  /** Of a terminal that is opened as that role. */
  async function tokenOf(role: string): Promise<string> {
    await workbench.terminal.markSeen();
    await workbench.sessions.inlineAction(role, 'Open Terminal as Role');
    await workbench.terminal.waitReady();
    await workbench.terminal.waitForText(UNSET);
    expect(await whoIs(workbench.terminal)).toMatch(both(role));
    const token = await workbench.terminal.run(TOKEN);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    return token;
  }

  it('have a token of their own where they are opened as another role', async () => {
    await workbench.openView('AWS Role Sessions');
    const ofWindow = await (await toTerminal(1)).run(TOKEN);
    const reader = await tokenOf(READER);
    expect(await tokenOf(WRITER)).toBe(ofWindow); // the active one: it is a terminal of the window
    expect(new Set([firstToken, ofWindow, reader]).size).toBe(3);
    await workbench.terminal.run(CLI);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await pictures(workbench, 'endpoint-2-coloured');
  });

  it('get nothing once the session has ended, as the CLI and the window say', async () => {
    await workbench.sessions.inlineAction(READER, 'End Session');
    const ends = `The session of ${READER} has ended, and these terminals get no credentials any more:`;
    const { text } = await workbench.toast(ends);
    await pictures(workbench, 'endpoint-3-ended');
    expect(text).toContain('"bash"');
    expect(text).toContain(`"${READER} · ${TUTORIAL.accountId}"`);
    expect(text).toContain('What they fetched before ends by itself.');
    expect(await workbench.page.locator('.notification-toast', { hasText: 'no credentials any more' }).count()).toBe(1);
    await workbench.runCommand('Notifications: Clear All Notifications');
    for (const place of [0, 2]) {
      const terminal = await toTerminal(place);
      await terminal.type('clear; aws sts get-caller-identity');
      await terminal.waitForText('its session has ended');
    }
    await pictures(workbench, 'endpoint-4-ended-cli');
    expect(await whoIs(await toTerminal(1))).toMatch(both(WRITER));
    expect(await whoIs(await toTerminal(3))).toMatch(both(WRITER));
  });

  it('are shielded from a [default] profile with keys, as the user is told', async () => {
    const other = sandbox.iam.createUser({ accountId: TUTORIAL.accountId, name: 'othello' });
    const keys = `aws_access_key_id = ${other.accessKeyId}\naws_secret_access_key = ${other.secretAccessKey}\n`;
    appendFileSync(join(workbench.home, '.aws/credentials'), `\n[default]\n${keys}`);
    const toast = await workbench.toast('Your [default] profile holds credentials');
    const terminal = await newTerminal();
    expect(await whoIs(terminal)).toMatch(both(WRITER));
    expect(await terminal.run('aws sts get-caller-identity --profile ststestprofile 2>&1')).toContain(
      'could not be found',
    );
    await pictures(workbench, 'endpoint-5-shield');
    await toast.close();
  });

  it('have each fetch on record, with the program', async () => {
    await workbench.runCommand('AWS Role: Show Audit Log');
    await workbench.waitForTab('AWS Audit Log');
    await workbench.waitForEditorText(`fetched  ${WRITER}  arn:aws:sts::`);
    await pictures(workbench, 'endpoint-6-audit');
    expect(await workbench.editorText()).toMatch(/by terminal \S+ \d+ aws/);
  });
});
