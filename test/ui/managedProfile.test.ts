// The managed profile: what would be written is shown first, and the AWS CLI has the credentials of the active role by it.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment } from '../tools/environment.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

describe('the managed profile', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let before: string;

  const config = () => readFileSync(join(workbench.home, '.aws/config'), 'utf8');
  const diff = () => workbench.page.locator('.monaco-diff-editor');
  const isQuiet = async () => (await diff().count()) === 0;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    before = config();
  });
  afterAll(() => sandbox.stop());

  async function assume(role: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(role);
    await workbench.quickInput.choose(role);
    await workbench.waitForStatus(role);
  }

  /** What the AWS CLI says of who it is, as a program that the editor did not start. */
  async function whoIs(profile: string): Promise<string> {
    const folder = await awsCliFolder();
    const env = cleanEnvironment({
      HOME: workbench.home,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_DEFAULT_REGION: 'us-west-2',
      PATH: `${folder}:${process.env['PATH']}`,
    });
    return new Promise((resolve) => {
      execFile('aws', ['sts', 'get-caller-identity', '--profile', profile], { env }, (_, out, error) =>
        resolve(`${out}${error}`),
      );
    });
  }

  async function ask(command: string, row: string): Promise<string> {
    await workbench.runCommand(`AWS Role: ${command}`);
    await workbench.quickInput.waitFor(row);
    await workbench.quickInput.choose(row);
    await diff().first().waitFor();
    return workbench.dialogText();
  }

  it('is shown as it would be written, and written only then', async () => {
    await assume('s3-read-only');
    const question = await ask('Add Managed Profile', 'the role that is active in the window');
    await pictures(workbench, 'managed-profile-1-add');
    expect(question).toContain('Add the profile roleSessions to');
    expect(question).toContain('No credentials are written.');
    expect(config()).toBe(before);
    await workbench.dialogButton('Cancel');
    await waitUntil(isQuiet, 'the end of the comparison');
    expect(config()).toBe(before);
    await ask('Add Managed Profile', 'the role that is active in the window');
    await workbench.dialogButton('Add');
    const toast = await workbench.toast('The profile roleSessions is in');
    await pictures(workbench, 'managed-profile-2-added');
    await toast.close();
    expect(config().startsWith(before)).toBe(true);
    expect(config()).toMatch(/\[profile roleSessions\]\ncredential_process = \S+ --active\n$/);
    await waitUntil(isQuiet, 'the end of the comparison');
  });

  it('is whoever the window is', async () => {
    await waitUntil(async () => (await whoIs('roleSessions')).includes('/sts-s3-read-only-role/'), 'the role');
    await assume('s3-full-access');
    expect(await whoIs('roleSessions')).toContain(TUTORIAL.fullAccessRoleArn.replace(/^.*role/, ''));
  });

  it('of a role is that role, with its region', async () => {
    const question = await ask('Add Managed Profile', 'roleSessions-s3-read-only');
    expect(question).toContain('Its region is that of the role, us-west-2.');
    await workbench.dialogButton('Add');
    await (await workbench.toast('The profile roleSessions-s3-read-only is in')).close();
    expect(config()).toMatch(/--role profile:s3-read-only\nregion = us-west-2\n$/);
    expect(await whoIs('roleSessions-s3-read-only')).toContain('/sts-s3-read-only-role/');
  });

  it('is nobody once the session has ended, and says so', async () => {
    await workbench.runCommand('AWS Role: End All Sessions');
    await workbench.waitForStatus('No AWS role');
    expect(await whoIs('roleSessions')).toContain('No AWS role is active in any window of the editor.');
    expect(await whoIs('roleSessions-s3-read-only')).toContain('There is no session of s3-read-only in the editor.');
  });

  it('is taken away, and leaves the file as it was', async () => {
    const question = await ask('Remove Managed Profile', 'roleSessions-s3-read-only');
    await pictures(workbench, 'managed-profile-3-remove');
    expect(question).toContain('Remove the profile roleSessions-s3-read-only from');
    await workbench.dialogButton('Remove');
    await (await workbench.toast('is no longer in')).close();
    await ask('Remove Managed Profile', 'roleSessions');
    await workbench.dialogButton('Remove');
    await workbench.toast('is no longer in');
    expect(config()).toBe(before);
  });
});
