// Profiles by guided input, as its user sees it: what is asked and refused, what would be written, and that no secret is shown.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('profiles by guided input', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let before: string;

  const file = (name: string) => join(workbench.home, '.aws', name);
  const config = () => readFileSync(file('config'), 'utf8');
  const diff = () => workbench.page.locator('.monaco-diff-editor');

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
    before = config();
  });
  afterAll(() => sandbox.stop());

  async function start(command: string, row: string): Promise<void> {
    await workbench.runCommand(`AWS Role: ${command}`);
    await workbench.quickInput.waitFor(row);
    await workbench.quickInput.choose(row);
  }

  async function type(prompt: string, text: string): Promise<void> {
    await workbench.quickInput.waitFor(prompt);
    await workbench.quickInput.type(text);
    await workbench.quickInput.accept();
  }

  async function question(): Promise<string> {
    await diff().first().waitFor();
    return workbench.dialogText();
  }

  async function answer(button: string, toast: string): Promise<void> {
    await workbench.dialogButton(button);
    await (await workbench.toast(toast)).close();
    await waitUntil(async () => (await diff().count()) === 0, 'the end of the comparison');
  }

  it('a role is asked for step by step, and what AWS does not take is said', async () => {
    await start('Add Profile', 'A Role');
    await type('The name of the profile', 'by hand');
    await type('The ARN of the role', 'arn:aws:iam::123456789012:user/me');
    await workbench.quickInput.waitForMessage('role_arn is the ARN of a user, not of a role.');
    await pictures(workbench, 'profiles-1-input');
    await type('role_arn is the ARN of a user', TUTORIAL.readOnlyRoleArn);
    await workbench.quickInput.waitFor('Whose credentials assume the role?');
    await pictures(workbench, 'profiles-2-source');
    await workbench.quickInput.choose('Environment');
    await type('The MFA device', '');
    await type('The external ID', '');
    await type('How long a session lasts', '3600');
    await type('The region of the profile', 'us-west-2');
    expect(await question()).toContain('Add the profile by hand?');
    await pictures(workbench, 'profiles-3-diff');
    expect(config()).toBe(before);
    await answer('Add', 'The profile by hand is in');
    expect(config()).toBe(
      `${before}\n[profile "by hand"]\nrole_arn = ${TUTORIAL.readOnlyRoleArn}\ncredential_source = Environment\nduration_seconds = 3600\nregion = us-west-2\n`,
    );
  });

  it('keys are typed unseen, and shown nowhere', async () => {
    await start('Add Profile', 'Access Key of an IAM User');
    await type('The name of the profile', 'keyed');
    await workbench.quickInput.waitFor('Where shall the keys lie?');
    await pictures(workbench, 'profiles-9-keys-place');
    await workbench.quickInput.choose('Credentials File');
    await type('The access key ID', 'AKIAIOSFODNN7EXAMPLE');
    await workbench.quickInput.waitFor('The secret access key');
    expect(await workbench.quickInput.isMasked()).toBe(true);
    await type('The secret access key', SECRET);
    await type('The region of the profile', '');
    expect(await question()).toContain('mode 0600');
    await pictures(workbench, 'profiles-4-keys');
    expect(await workbench.page.content()).not.toContain(SECRET);
    await answer('Add', 'The profile keyed is in');
    expect(readFileSync(file('credentials'), 'utf8')).toContain(SECRET);
    expect(statSync(file('credentials')).mode & 0o777).toBe(0o600);
    expect(existsSync(file('credentials.role-sessions-backup'))).toBe(true);
  });

  it('keys are moved into the secret storage: what that means is said, and older copies are named', async () => {
    await workbench.runCommand('AWS Role: Move Keys into Secret Storage');
    await workbench.quickInput.waitFor('The long-term keys of which profiles?');
    await pictures(workbench, 'profiles-10-keys-move');
    await workbench.quickInput.choose('keyed');
    await workbench.quickInput.accept();
    expect(await question()).toContain('make a new access key in IAM');
    await pictures(workbench, 'profiles-11-keys-move-diff');
    await workbench.dialogButton('Show the Change to credentials');
    await waitUntil(async () => (await workbench.dialogText()).includes('Move'), 'the second file');
    await pictures(workbench, 'profiles-12-keys-move-second');
    await answer('Move', 'The keys of keyed are in the secret storage');
    expect(await workbench.page.content()).not.toContain(SECRET);
    expect(readFileSync(file('credentials'), 'utf8')).not.toContain(SECRET);
    expect(config()).toMatch(/\[profile keyed\]\ncredential_process = \S+ --keys AKIAIOSFODNN7EXAMPLE [0-9a-f]{32}\n$/);
  });

  it('a value is changed among the others', async () => {
    await start('Edit Profile', 'by hand');
    await workbench.quickInput.waitFor('What shall be changed?');
    await pictures(workbench, 'profiles-5-edit');
    await workbench.quickInput.choose('external_id');
    await type('The external ID', 'team/1');
    await workbench.quickInput.waitFor('Show the Change');
    await workbench.quickInput.choose('Show the Change');
    expect(await question()).toContain('Change the profile by hand?');
    await answer('Change', 'The profile by hand is changed');
    expect(config()).toMatch(/region = us-west-2\nexternal_id = team\/1\n/);
  });

  it('a profile takes along who names it, and whoever would lose it is named', async () => {
    const source = /source_profile = (\S+)/.exec(before)?.[1] ?? '';
    await start('Rename Profile', source);
    await type('The new name', 'people');
    await workbench.quickInput.waitFor('Change source_profile there as well');
    await pictures(workbench, 'profiles-6-rename');
    await workbench.quickInput.choose('Change source_profile there as well');
    await question();
    await workbench.dialogButton('Show the Change to config');
    await waitUntil(async () => (await workbench.dialogText()).includes('is kept in'), 'the second file');
    await pictures(workbench, 'profiles-7-rename-second');
    await answer('Rename', `The profile ${source} is called people in`);
    expect(config()).toContain('source_profile = people');
    await start('Delete Profile', 'people');
    expect(await question()).toContain('These profiles take their credentials from it, and will have none: ');
    await pictures(workbench, 'profiles-8-delete');
    await workbench.dialogButton('Cancel');
  });
});
