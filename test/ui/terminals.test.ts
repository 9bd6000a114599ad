// Terminals of a user whose start-up files export another identity.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { ROOT } from '../tools/environment.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import type { WorkbenchTerminal } from './workbench/workbenchTerminal.js';
import { waitUntil } from './workbench/workbenchWait.js';

const OTHERS = [
  'export AWS_PROFILE=ststestprofile',
  'export AWS_ACCESS_KEY_ID=AKIAOLDOLDOLDOLDOLD0 AWS_SECRET_ACCESS_KEY=old-secret AWS_SECURITY_TOKEN=old',
].join('\n');

/** Who the AWS SDK for JavaScript is by its default chain: "sdk=<role or user>". */
const SDK_SCRIPT = `
const { STSClient, GetCallerIdentityCommand } = require(${JSON.stringify(join(ROOT, 'node_modules/@aws-sdk/client-sts'))});
const { argv: [, , endpoint] } = process;
new STSClient({ region: 'us-west-2', endpoint }).send(new GetCallerIdentityCommand({}))
  .then(({ Arn }) => console.log('sdk=' + Arn.split(':').pop()), (error) => console.log('sdk=' + error.name));
`;
const CLI = `echo "cli=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f6)"`;

const TASK = {
  version: '2.0.0',
  tasks: [{ label: 'who am I', type: 'shell', command: 'env | grep ^AWS_ | sort > env.txt', problemMatcher: [] }],
};

describe('terminals', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  const open = async (
    integration: boolean,
    {
      settings = {},
      env = {},
      others = OTHERS,
    }: Partial<Record<'settings' | 'env', object>> & { others?: string } = {},
  ): Promise<Workbench> =>
    openWorkbench({
      sandbox,
      settings: { ...BOTH_THEMES, 'terminal.integrated.shellIntegration.enabled': integration, ...settings },
      files: { 'who.cjs': SDK_SCRIPT, '.vscode/tasks.json': JSON.stringify(TASK) },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n${others}\n`,
      env: { ...env },
    });

  async function assume(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await workbench.quickInput.choose(name);
    await workbench.waitForStatus(`${name} 59m`);
  }

  async function identities(terminal: WorkbenchTerminal): Promise<string> {
    return terminal.run(`${CLI}; '${process.execPath}' --no-warnings who.cjs ${sandbox.endpoint}`);
  }

  /** A new terminal, once the variable that is in the way is gone. */
  async function newTerminal(): Promise<WorkbenchTerminal> {
    const terminal = await workbench.openTerminal();
    await terminal.waitForText('unset AWS_PROFILE');
    return terminal;
  }

  async function terminalAsRole(): Promise<WorkbenchTerminal> {
    await workbench.terminal.markSeen();
    await workbench.runCommand('AWS Role: Open Terminal as Role');
    await workbench.terminal.waitReady();
    await workbench.terminal.waitForText('unset AWS_PROFILE');
    return workbench.terminal;
  }

  /** In the list beside the terminal's "+". */
  async function chooseProfile(): Promise<void> {
    const { page } = workbench;
    await page.locator('.part.panel .monaco-dropdown-with-primary .dropdown-action-container').first().click();
    await page.locator('.context-view .action-menu-item', { hasText: 'AWS Role' }).first().click();
  }

  const both = (role: string): RegExp =>
    new RegExp(`cli=assumed-role/${role}/vscode-[^]*sdk=assumed-role/${role}/vscode-`);

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await open(true);
  });

  afterAll(() => sandbox.stop());

  it('a new terminal is the role for the CLI and for an SDK, and the user learns what was removed', async () => {
    await assume('s3-read-only');
    const terminal = await workbench.openTerminal();
    const toast = await workbench.toast('export AWS_PROFILE');
    expect(toast.text).toContain('It is removed in every new terminal while the role is active.');
    expect(await identities(terminal)).toMatch(both('sts-s3-read-only-role'));
    await pictures(workbench, 'terminal-1-conflict');
    await toast.close();
  });

  it('so is one that is opened as the role', async () => {
    expect(await identities(await terminalAsRole())).toMatch(both('sts-s3-read-only-role'));
  });

  it('the terminal’s own list opens one as a role that is chosen, which is assumed for it', async () => {
    const { page, quickInput, terminal } = workbench;
    await terminal.markSeen();
    await chooseProfile();
    await quickInput.waitFor('s3-read-only');
    await pictures(workbench, 'terminal-6-choice');
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const names = await workbench.terminalNames();
    await chooseProfile();
    await quickInput.waitFor('Assume Role…');
    expect(await workbench.terminalNames()).toEqual(names);
    expect(await page.locator('.notification-toast').allInnerTexts()).toEqual([]);
    await quickInput.choose('Assume Role…');
    await quickInput.waitFor('s3-full-access');
    await quickInput.choose('s3-full-access');
    await terminal.waitReady();
    const isNamed = async () => /s3-full-access · \d{12}/.test((await workbench.terminalNames()).join());
    await waitUntil(isNamed, 'the terminal of s3-full-access');
    expect(await identities(terminal)).toMatch(both('sts-s3-full-access-role'));
    await workbench.waitForStatus('s3-read-only 59m');
    await pictures(workbench, 'terminal-7-profile');
  });

  it('the key for a split opens one beside it under the same name', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+Shift+5');
    const panes = page.locator('.terminal-split-pane:visible');
    await waitUntil(async () => (await panes.count()) === 2, 'the other half');
    await panes.nth(1).locator('.xterm.focus').waitFor();
    await waitUntil(
      async () => (await workbench.terminalNames()).filter((name) => name.includes('s3-full-access · ')).length === 2,
      'two terminals of s3-full-access',
    );
    await pictures(workbench, 'terminal-8-split');
  });

  it('a task of the workspace has the credentials', async () => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickInput.waitFor('who am I');
    await workbench.quickInput.choose('who am I');
    await workbench.openView('Explorer');
    await workbench.tree.doubleClick('env.txt');
    await workbench.waitForEditorText('AWS_SESSION_TOKEN=');
    await workbench.waitForEditorText(`AWS_ENDPOINT_URL=${sandbox.endpoint}`);
    await workbench.waitForEditorText('AWS_ACCESS_KEY_ID=ASIA');
  });

  it('after a switch a new terminal is the other role', async () => {
    await assume('s3-full-access');
    expect(await identities(await newTerminal())).toMatch(both('sts-s3-full-access-role'));
  });

  it('after a reload too', async () => {
    await workbench.reload();
    await workbench.waitForStatus('s3-full-access 5');
    expect(await identities(await newTerminal())).toMatch(both('sts-s3-full-access-role'));
  });

  it('after the end a new terminal is what the start-up files make of it, and those of before are told of', async () => {
    await workbench.runCommand('AWS Role: End All Sessions');
    await workbench.waitForStatus('No AWS role');
    const toast = await workbench.toast('The session of s3-read-only has ended');
    expect(toast.text).toMatch(
      /these terminals still have its keys: .*"bash".* AWS takes them until they expire in \d+m/,
    );
    await pictures(workbench, 'terminal-5-ended');
    await toast.close();
    const terminal = await workbench.openTerminal();
    expect(await terminal.run('env | grep ^AWS_ | cut -c1-40 | sort')).toBe(
      [
        'AWS_ACCESS_KEY_ID=AKIAOLDOLDOLDOLDOLD0',
        'AWS_PROFILE=ststestprofile',
        'AWS_SECRET_ACCESS_KEY=old-secret',
        'AWS_SECURITY_TOKEN=old',
      ].join('\n'),
    );
    await closeWorkbench(workbench);
  });

  it('without shell integration the user is told exactly what is in the way', async () => {
    workbench = await open(false);
    await assume('s3-read-only');
    const toast = await workbench.toast('terminal.integrated.shellIntegration.enabled');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN', 'AWS_PROFILE']) {
      expect(toast.text).toContain(name);
    }
    await pictures(workbench, 'terminal-2-in-the-way');
    await toast.click('Open Setting');
    await workbench.page.locator('.settings-editor').getByText('Shell Integration: Enabled').first().waitFor();
    await closeWorkbench(workbench);
  });

  it('where the user has terminals revived, they learn once what that means for keys', async () => {
    workbench = await open(true, {
      settings: { 'terminal.integrated.persistentSessionReviveProcess': 'onExit' },
      env: { AWS_PROFILE: 'ststestprofile' },
      others: '',
    });
    await assume('s3-read-only');
    const toast = await workbench.toast('writes their environment to disk');
    await pictures(workbench, 'terminal-3-revival');
    await toast.close();
  });

  it('a profile of the editor’s own environment is taken away in terminals, and told of tasks', async () => {
    const terminal = await newTerminal();
    const toast = await workbench.toast("The editor's own environment and settings export AWS_PROFILE");
    expect(await identities(terminal)).toMatch(both('sts-s3-read-only-role'));
    await toast.close();
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickInput.waitFor('who am I');
    await workbench.quickInput.choose('who am I');
    expect((await workbench.toast('Task "who am I" has AWS_PROFILE=ststestprofile')).text).toContain('s3-read-only');
    await pictures(workbench, 'terminal-4-task');
  });
});
