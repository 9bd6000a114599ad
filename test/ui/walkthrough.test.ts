// The walkthrough, as somebody new goes through it: from an empty ~/.aws to a denial that is explained and gone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { NEW_ACCOUNT, seedNewAccount, STEPS, WalkthroughStory } from './walkthroughStory.js';

describe('the walkthrough', () => {
  let sandbox: Sandbox;
  let admin: ReturnType<typeof seedNewAccount>;
  let story: WalkthroughStory;
  let home: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    admin = seedNewAccount(sandbox);
    const workbench = await openWorkbench({
      settings: BOTH_THEMES,
      files: { [NEW_ACCOUNT.file]: 'Hello!\n' },
      env: { AWS_ENDPOINT_URL: sandbox.endpoint },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n`,
    });
    ({ home } = workbench);
    story = new WalkthroughStory({
      workbench,
      moment: async (name) => {
        if (name !== 'picker') await pictures(workbench, `walkthrough-${name}`);
      },
    });
  });

  afterAll(() => sandbox.stop());

  it('begins with nothing done', async () => {
    await story.begin();
    expect(await story.done()).toEqual([]);
  });

  it('has a picture for each step', async () => {
    await story.withoutSideBar(async () => {
      for (const step of STEPS) expect(await story.pictureOf(step)).toBe(`${step}-dark.webp`);
    });
  });

  it('has a source once a profile with keys was added', async () => {
    await story.addSource(admin);
  });

  it('has a role, a user and a key set up, and profiles made of them', async () => {
    await story.setUpRole();
    await story.waitDone('source', 'role');
  });

  it('has the role assumed', async () => {
    await story.assume();
  });

  it('has it used in a terminal', async () => {
    await story.useTerminal();
  });

  it('has S3 browsed', async () => {
    await story.browse();
  });

  it('has a denial explained', async () => {
    await story.beDenied();
  });

  it('has the policy changed that lacks the statement', async () => {
    await story.allow();
  });

  it('has the same upload allowed then, with every step done and nothing secret in a file', async () => {
    await story.uploadAgain();
    expect(sandbox.requests.filter(({ operation }) => operation === 'PutObject').map(({ status }) => status)).toEqual([
      403, 200,
    ]);
    await story.waitDone('source', 'role', 'assume', 'terminal', 's3', 'denied');
    const files = readdirSync(join(home, '.aws'));
    expect(files).toEqual(['config', 'config.role-sessions-backup']);
    for (const file of files) {
      expect(readFileSync(join(home, '.aws', file), 'utf8')).not.toMatch(/secret|aws_/);
    }
  });
});

describe('the walkthrough in German', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const { accessKeyId, secretAccessKey } = seedNewAccount(sandbox);
    workbench = await openWorkbench({
      language: 'de',
      settings: BOTH_THEMES,
      aws: { credentials: `[admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n` },
      env: { AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: NEW_ACCOUNT.region },
    });
  });

  afterAll(() => sandbox.stop());

  it('has its steps in German, of which the first is done where there is a profile', async () => {
    await workbench.runCommand('AWS-Rolle: Erste Schritte');
    const page = workbench.page.locator('.gettingStartedContainer');
    await page.getByText('Verweigert werden und sehen, warum').waitFor();
    await page.locator('[data-done-step-id$="#source"][aria-checked="true"]').first().waitFor();
    await pictures(workbench, 'walkthrough-german');
    expect(await page.innerText()).toContain('Eine Quelle für Anmeldeinformationen hinzufügen');
  });

  it('asks and shows in German what would be set up, and stops where the user does', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('AWS-Rolle: Eine Rolle einrichten …');
    for (const row of ['Zuerst in IAM nachsehen', 'das Tutorial von AWS']) {
      await quickInput.waitFor(row);
      await quickInput.choose(row);
    }
    for (const question of [
      'Der Name des Benutzers',
      'Ein Zugriffsschlüssel für den Benutzer?',
      'Der Name der Rolle',
      'AmazonS3ReadOnlyAccess',
      'Noch etwas?',
    ]) {
      await quickInput.waitFor(question);
      await quickInput.accept();
    }
    await quickInput.waitFor('Hier ausführen …');
    await workbench.waitForEditorText('Die Aufrufe, in dieser Reihenfolge:');
    await pictures(workbench, 'walkthrough-german-role');
    await quickInput.cancel();
    expect(sandbox.requests.some(({ operation }) => operation.startsWith('Create'))).toBe(false);
  });
});
