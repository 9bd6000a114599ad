// The AWS console as a session: who is signed in by what the browser is given, and what is asked before.
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, env, window } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

describe('the AWS console', () => {
  let stage: Stage;
  let session: LiveSession;
  let visited: string[];

  beforeEach(async () => {
    stage = await Stage.set();
    session = await stage.assume('profile:s3-read-only');
    visited = stage.browser(() => undefined);
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  const page = async (url = ''): Promise<string> => (await fetch(url)).text();
  const requests = () => stage.sandbox.requests.filter(({ operation }) => operation === 'Federation').length;

  async function recorded(): Promise<string> {
    await commands.executeCommand('roleSessions.showAuditLog');
    return plain(window.activeTextEditor?.document.getText() ?? '');
  }

  /** Until it is there: windows write it when they have done what it tells of. */
  async function waitForRecord(expected: RegExp): Promise<void> {
    while (!expected.test(await recorded())) await sleep(50);
  }

  it('opens as the session, at its home or where one is in S3, and is on record', async () => {
    const asked = stage.messages('showWarningMessage');
    await stage.assume('profile:s3-full-access');
    await commands.executeCommand('roleSessions.openConsole', { sessionId: session.id });
    const place = { bucket: 'mytestbucket', key: `a b/it's/`, region: 'eu-west-1' };
    await commands.executeCommand('roleSessions.openConsole', { sessionId: session.id, place });
    const [home, bucket] = await Promise.all(visited.map((url) => page(url)));
    const { endpoint } = stage.sandbox;
    assert.ok(home?.includes(`<h1>${session.identity.arn}</h1><p>${endpoint}/console/home?region=${session.region}<`));
    assert.ok(bucket?.includes(`<p>${endpoint}/s3/buckets/mytestbucket?region=eu-west-1&#38;prefix=a%20b%2Fit's%2F<`));
    assert.deepEqual(asked, []);
    await waitForRecord(new RegExp(`console  s3-read-only  ${session.identity.arn}\\n    to the browser\\n`));
    assert.ok(!(await recorded()).includes('SigninToken'));
  });

  it('of production is opened once the user says so', async () => {
    await stage.setting('productionRoles', ['s3-*']);
    const before = requests();
    const asked = stage.messages('showWarningMessage');
    await commands.executeCommand('roleSessions.openConsole');
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['Open the AWS console as s3-read-only, which is production?'],
    );
    assert.deepEqual([visited, requests() - before], [[], 0]);
    stage.messages('showWarningMessage', 'Open Console');
    await commands.executeCommand('roleSessions.openConsole');
    assert.ok((await page(visited[0])).includes(session.identity.arn));
  });

  it('has its link copied once the user has read what that means', async () => {
    await env.clipboard.writeText('before');
    const asked = stage.messages('showWarningMessage');
    await commands.executeCommand('roleSessions.copyConsoleLink');
    assert.equal(await env.clipboard.readText(), 'before');
    assert.equal(asked[0]?.text, 'Copy a link that signs in as s3-read-only?');
    const { detail } = asked[0].buttons[0] as { readonly detail: string };
    assert.match(detail, /^Whoever has the link can sign in with it for 15 minutes, and is asked for nothing\. /);
    assert.ok(detail.includes(`Whoever is signed in is ${session.identity.arn} until `), detail);
    stage.messages('showWarningMessage', 'Copy Link');
    await commands.executeCommand('roleSessions.copyConsoleLink');
    assert.ok((await page(await env.clipboard.readText())).includes(session.identity.arn));
    await waitForRecord(/console {2}s3-read-only .*\n {4}to the clipboard\n/);
    await env.clipboard.writeText('');
  });

  it('is opened by the command that the user has set for the role', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'console-'));
    stage.atEnd(() => rm(folder, { recursive: true, force: true }));
    const [program, words] = [join(folder, 'browser'), join(folder, 'words')];
    await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${words}.part\nmv ${words}.part ${words}\n`);
    await chmod(program, 0o755);
    await stage.setting('consoleCommand', { '*': [program, '-P', '{role}', 'ext+container:name={role}&url={url}'] });
    await commands.executeCommand('roleSessions.openConsole');
    let written: string | undefined;
    while (written === undefined) {
      await sleep(50);
      written = await readFile(words, 'utf8').catch(() => undefined);
    }
    const [profile, role, last = ''] = written.split('\n');
    assert.deepEqual([profile, role, visited], ['-P', 's3-read-only', []]);
    const encoded = /^ext\+container:name=s3-read-only&url=(.*)$/.exec(last)?.[1] ?? '';
    assert.ok((await page(decodeURIComponent(encoded))).includes(session.identity.arn));
    await waitForRecord(new RegExp(`to ${program}\\n`));
  });

  it('is not opened where its sign-in says no, or nothing, and no message has a secret', async () => {
    const errors = stage.messages('showErrorMessage');
    stage.sandbox.addFault({
      operation: 'Federation',
      effect: { kind: 'error', status: 400, code: 'x', message: 'No' },
    });
    await commands.executeCommand('roleSessions.openConsole');
    stage.sandbox.clearFaults();
    stage.replace(env, { openExternal: (uri) => Promise.reject(new Error(`no scheme for ${uri.toString()}`)) });
    await commands.executeCommand('roleSessions.openConsole');
    await stage.setting('consoleCommand', { 's3-read-only': ['/no/such/browser', '{url}'] });
    await commands.executeCommand('roleSessions.openConsole');
    await stage.setting('consoleCommand', { 's3-read-only': ['firefox'] });
    await commands.executeCommand('roleSessions.openConsole');
    const { host } = new URL(stage.sandbox.endpoint);
    assert.deepEqual(
      errors.map(({ text }) => text),
      [
        `The sign-in at ${host} does not accept the credentials of this session (400). Renew the session, then try again.`,
        'The editor could not open the browser.',
        'The setting roleSessions.consoleCommand names the program “/no/such/browser”, which was not found. Give its full path.',
        'roleSessions.consoleCommand has no command for s3-read-only: it must be a list of words, the program first, one of the others with {url}.',
      ],
    );
    assert.deepEqual(visited, []);
  });

  it('is nobody’s who has ended meanwhile, and not a user’s own', async () => {
    const errors = stage.messages('showErrorMessage');
    const ending = async () => {
      await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
      return 'Copy Link';
    };
    stage.replace(window, { showWarningMessage: ending });
    const before = requests();
    await commands.executeCommand('roleSessions.copyConsoleLink');
    assert.equal(requests(), before);
    assert.deepEqual(
      errors.map(({ text }) => text),
      ['That session has ended, so there is nobody to open the console as.'],
    );
    const target = { kind: 'session-token', profile: 'ststestprofile', mfaSerial: undefined } as const;
    await stage.assume({ target, overrides: {} });
    const refusals = stage.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.openConsole');
    assert.deepEqual(
      refusals.map(({ text }) => text),
      [
        'AWS signs nobody in to the console with the session token of a user. Assume a role, or run Get Federation Token, and open the console as that.',
      ],
    );
    assert.deepEqual(visited, []);
  });
});
