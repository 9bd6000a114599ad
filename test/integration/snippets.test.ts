// Copy As: what is in the clipboard for what one was on, without credentials.
import assert from 'node:assert/strict';
import { commands, env, window, type QuickPickItem, type QuickPickOptions } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { Stage } from './stage.js';

describe('what is copied for other programs', () => {
  let stage: Stage;
  let session: LiveSession;
  let titles: (string | undefined)[];

  async function copied(argument: unknown, label: string): Promise<string> {
    const showQuickPick = (rows: readonly QuickPickItem[], { title }: QuickPickOptions) => {
      titles.push(title);
      return Promise.resolve(rows.find((row) => row.label === label));
    };
    stage.replace(window, { showQuickPick: showQuickPick as unknown as typeof window.showQuickPick });
    await env.clipboard.writeText('before');
    await commands.executeCommand('roleSessions.copyAs', argument);
    return env.clipboard.readText();
  }

  beforeEach(async () => {
    stage = await Stage.set();
    titles = [];
    session = await stage.assume('profile:s3-read-only');
  });
  afterEach(() => stage.strike());

  it('is of the session or of the place, which the title names', async () => {
    const endpoint = stage.sandbox.endpoint;
    await stage.assume('profile:s3-full-access');
    const place = { bucket: 'mytestbucket', key: "it's/a b.txt", region: undefined };
    const { id: sessionId } = session;
    assert.equal(
      await copied({ sessionId, place }, 'AWS CLI'),
      String.raw`aws s3 cp 's3://mytestbucket/it'\''s/a b.txt' . --profile s3-read-only --region us-west-2 --endpoint-url ${endpoint}` +
        '\n',
    );
    assert.match(await copied({ sessionId, place }, 'Terraform'), /^ {4}bucket +?= "mytestbucket"$/m);
    assert.match(await copied(undefined, 'AWS CLI'), /^aws sts get-caller-identity --profile s3-full-access /);
    assert.deepEqual(titles, [
      "Copy s3://mytestbucket/it's/a b.txt as What?",
      "Copy s3://mytestbucket/it's/a b.txt as What?",
      'Copy s3-full-access as What?',
    ]);
  });

  it('is nothing where nothing was chosen, and no backend without a bucket', async () => {
    assert.equal(await copied(undefined, 'Terraform'), 'before');
  });

  it('is of nobody once the session has ended', async () => {
    const errors = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
    assert.equal(await copied({ sessionId: session.id }, 'AWS CLI'), 'before');
    assert.deepEqual(
      errors.map(({ text }) => text),
      ['That session has ended, so there is nothing to copy.'],
    );
  });
});
