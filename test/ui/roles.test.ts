// Choosing a role: what the picker shows, what happens with broken profiles and refused roles, and the setting.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const { accountId, region, readOnlyRoleArn, fullAccessRoleArn } = TUTORIAL;
const UNTRUSTING = `arn:aws:iam::${accountId}:role/for-somebody-else`;
const UNREACHABLE = 'http://127.0.0.1:9';

/** A role's profile in the config file. */
const profile = (name: string, endpoint: string, lines: readonly string[] = []): string =>
  [
    `[profile ${name}]`,
    `role_arn = ${readOnlyRoleArn}`,
    'source_profile = ststestprofile',
    `region = ${region}`,
    `endpoint_url = ${endpoint}`,
    ...lines,
    '',
  ].join('\n');

const BROKEN = `
[profile lost]
role_arn = ${readOnlyRoleArn}
source_profile = nobody

[profile ring-a]
role_arn = ${readOnlyRoleArn}
source_profile = ring-b

[profile ring-b]
role_arn = ${fullAccessRoleArn}
source_profile = ring-a

[profile garbled]
role_arn = ${readOnlyRoleArn}
source_profile ststestprofile
`;

describe('roles', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let configFile: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    sandbox.iam.createRole({
      accountId,
      name: 'for-somebody-else',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    });
    workbench = await openWorkbench({
      sandbox,
      settings: BOTH_THEMES,
      files: {
        '.vscode/settings.json': JSON.stringify({
          'roleSessions.roles': [
            { name: 'from-the-workspace', arn: fullAccessRoleArn, sourceProfile: 'ststestprofile' },
          ],
        }),
      },
    });
    configFile = join(workbench.home, '.aws/config');
    appendFileSync(configFile, BROKEN);
    appendFileSync(configFile, profile('not-trusted', sandbox.endpoint).replace(readOnlyRoleArn, UNTRUSTING));
    appendFileSync(configFile, profile('unreachable', UNREACHABLE));
  });

  afterAll(() => sandbox.stop());

  const openPicker = async (): Promise<void> => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-read-only');
  };

  async function assume(name: string): Promise<void> {
    await openPicker();
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
  }

  const lineOf = (text: string): number =>
    readFileSync(configFile, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  /** The line that the active editor's cursor is on, from the status bar. */
  async function expectCursorAt(line: number): Promise<void> {
    await workbench.waitForTab('config');
    await workbench.waitForStatus(`Ln ${line}, Col`);
  }

  it('the picker lists what works by name, then what needs attention, with file and line', async () => {
    await openPicker();
    const rows = (await workbench.quickInput.rows()).join('\n');
    expect(rows).toMatch(/s3-full-access[^]*s3-read-only[^]*with-mfa.*asks for MFA/);
    expect(rows).not.toContain('from-the-workspace');
    await workbench.quickInput.type('source_profile');
    await workbench.quickInput.waitFor('which does not exist');
    await pictures(workbench, 'roles-1-broken');
    await workbench.quickInput.type('circle');
    await workbench.quickInput.waitFor('ring-a');
    expect((await workbench.quickInput.rows()).join('\n')).toContain(
      `config, line ${lineOf('source_profile = ring-a')}`,
    );
    await workbench.quickInput.cancel();
  });

  it.each([
    ['lost', 'names the profile “nobody”, which does not exist', 'source_profile = nobody'],
    ['garbled', 'is neither a section header nor', 'source_profile ststestprofile'],
    ['ring-a', 'The source profiles go in a circle: ring-a → ring-b → ring-a.', 'source_profile = ring-a'],
  ])('choosing the broken profile %s says why, and opens its line', async (name, message, text) => {
    await assume(name);
    const toast = await workbench.toast(message);
    expect(toast.text).toContain(`${configFile}, line ${lineOf(text)}`);
    if (name === 'ring-a') await pictures(workbench, 'roles-2-broken-message');
    await toast.click('Open Profile');
    await expectCursorAt(lineOf(text));
  });

  it('the others work, and come first as recent ones', async () => {
    await assume('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    await assume('s3-full-access');
    await workbench.waitForStatus('s3-full-access 59m');
    await openPicker();
    const [first, second] = await workbench.quickInput.rows();
    expect(first).toContain('s3-full-access');
    expect(second).toContain('s3-read-only');
    await pictures(workbench, 'roles-3-recent');
    await workbench.quickInput.cancel();
  });

  it('an edit of the config file shows up in the open picker', async () => {
    await openPicker();
    appendFileSync(configFile, profile('written-meanwhile', sandbox.endpoint));
    await workbench.quickInput.waitFor('written-meanwhile');
    await workbench.quickInput.cancel();
  });

  it('a refused role says who may not, and each next step works', async () => {
    await assume('not-trusted');
    const refused = `user/mynewuser may not assume ${UNTRUSTING}`;
    const toast = await workbench.toast(refused);
    await pictures(workbench, 'roles-4-refused');
    expect(toast.text).toContain('its trust policy does not allow');
    // The role that was active stays.
    await workbench.waitForStatus('s3-full-access 5');
    await toast.click('Open Profile');
    await expectCursorAt(lineOf(UNTRUSTING));

    await assume('not-trusted');
    await (await workbench.toast(refused)).click('Choose Another Role');
    await workbench.quickInput.waitFor('s3-read-only');
    await workbench.quickInput.cancel();

    await assume('not-trusted');
    const again = await workbench.toast(refused);
    const before = sandbox.requests.length;
    await again.click('Try Again');
    await waitUntil(async () => Promise.resolve(sandbox.requests.length > before), 'second attempt');
    await (await workbench.toast(refused)).close();
  });

  it('an endpoint that cannot be reached is named', async () => {
    await assume('unreachable');
    const toast = await workbench.toast(`STS at ${UNREACHABLE} cannot be reached (ECONNREFUSED)`);
    await pictures(workbench, 'roles-5-unreachable');
    await toast.close();
  });

  it('a call that hangs can be cancelled, and leaves everything as it was', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'hang' } });
    await assume('with-external-id');
    const progress = await workbench.toast('Assuming role with-external-id');
    await pictures(workbench, 'roles-6-progress');
    await progress.click('Cancel');
    await workbench.waitForStatus('s3-full-access 5');
    sandbox.clearFaults();
    await expect.poll(() => workbench.page.locator('.notification-toast').count()).toBe(0);
  });

  it('the setting adds roles: from the machine, never from a workspace', async () => {
    changeSettings(workbench, 'Machine', {
      'roleSessions.roles': [
        { name: 'from-settings', arn: fullAccessRoleArn, sourceProfile: 'ststestprofile', sessionName: 'by-setting' },
        { name: 'typo', arn: 'arn:aws:iam::1:role/x' },
      ],
    });
    await openPicker();
    await workbench.quickInput.waitFor('from-settings');
    await workbench.quickInput.type('from-the-workspace');
    await waitUntil(
      async () =>
        (await workbench.quickInput.rows()).length === 0 ||
        (await workbench.quickInput.rows()).join('').includes('No matching'),
      'empty list',
    );
    await workbench.quickInput.type('from-settings');
    await workbench.quickInput.choose('from-settings');
    await workbench.waitForStatus('from-settings 59m');
    expect(await workbench.statusTooltip('from-settings')).toContain('sts-s3-full-access-role/by-setting');
    await workbench.page.keyboard.press('Escape');
  });

  it('filters five thousand profiles to the one that is meant', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `team-${index}-reader`);
    mkdirSync(join(workbench.home, '.aws'), { recursive: true });
    writeFileSync(
      configFile,
      readFileSync(configFile, 'utf8') + names.map((name) => profile(name, sandbox.endpoint)).join('\n'),
    );
    await openPicker();
    await workbench.quickInput.type('team-4321-');
    await workbench.quickInput.waitFor('team-4321-reader');
    expect(await workbench.quickInput.rows()).toHaveLength(1);
    await pictures(workbench, 'roles-8-many');
    await workbench.quickInput.accept();
    await workbench.waitForStatus('team-4321-reader 59m');
  });
});
