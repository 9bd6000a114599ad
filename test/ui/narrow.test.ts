// A live session narrowed in place, by the dialog, and what the window shows of both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const { bucket } = TUTORIAL;
const QUESTION = 'What shall the narrower session be left with?';

describe('narrowing a live session', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({ sandbox, settings: BOTH_THEMES });
  });
  afterAll(() => sandbox.stop());

  const calls = (operation: string) =>
    sandbox.requests.filter((each) => each.operation === operation && each.status === 200);

  async function choose(question: string, row: string): Promise<void> {
    await workbench.quickInput.waitFor(question);
    await workbench.quickInput.waitFor(row);
    await workbench.quickInput.choose(row);
  }

  it('asks for one thing after the other, and says what is chosen', async () => {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor('s3-full-access');
    await workbench.quickInput.choose('s3-full-access');
    await workbench.waitForStatus('s3-full-access 59m');
    await workbench.runCommand('AWS Role: Narrow Session…');
    await workbench.quickInput.waitFor(QUESTION);
    await pictures(workbench, 'narrow-1-form');
    await choose(QUESTION, 'Read-Only');
    await choose('to read-only', 'One Bucket or Prefix…');
    await workbench.quickInput.waitFor('A bucket, or a prefix in it');
    await workbench.quickInput.type(`s3://${bucket}/team/`);
    await workbench.quickInput.accept();
    await choose('What may the session do there?', 'Read and Write');
    await choose(`read-only, s3://${bucket}/team/`, 'Less Time…');
    await workbench.quickInput.waitFor('It ends with the session that it comes from at the latest');
    await pictures(workbench, 'narrow-1-time');
    await workbench.quickInput.choose('30 min');
    await workbench.quickInput.waitFor('30 min');
    await pictures(workbench, 'narrow-1-chosen');
  });

  it('opens the narrower one beside it', async () => {
    await choose(QUESTION, 'Narrow s3-full-access');
    await workbench.waitForStatus('29m');
    expect(calls('GetScopedCredentials')).toHaveLength(1);
    expect(calls('GetScopedCredentials')[0]?.parameters).toMatchObject({ DurationSeconds: '1800' });
    await workbench.page.mouse.move(640, 300);
    expect(await workbench.statusTooltip('s3-full-access')).toContain('in place');
    await pictures(workbench, 'narrow-2-status');
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.waitForRow('team');
    await pictures(workbench, 'narrow-2-views');
  });

  it('says in its plan how it is reached', async () => {
    await workbench.clickStatus('s3-full-access');
    await choose('Narrow…', 'Show How Role Is Reached');
    await workbench.quickInput.waitFor('GetScopedCredentials');
    await pictures(workbench, 'narrow-3-plan');
    await workbench.quickInput.cancel();
  });
});
