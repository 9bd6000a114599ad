// Opening, renewing, switching and losing sessions in the real editor; dialogs are for test/ui.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { commands, ConfigurationTarget, env, extensions, window, workspace } from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../sandbox/index.js';

const { readOnlyRoleArn, fullAccessRoleArn, accountId, userArn } = TUTORIAL;
const MINUTE_MS = 60_000;

describe('sessions in the editor', () => {
  let sandbox: Sandbox;
  let api: TestApi;
  let undo: (() => void)[] = [];

  const configFile = (): string => process.env['AWS_CONFIG_FILE'] ?? '';
  const assumeCalls = () => sandbox.requests.filter(({ operation }) => operation === 'AssumeRole');

  /** The messages shown since, with the buttons of each; each is answered with its button `answer`, if it has that. */
  function messages(kind: 'showErrorMessage' | 'showWarningMessage', answer?: string) {
    const shown: { text: string; buttons: readonly unknown[] }[] = [];
    const original = window[kind];
    const show = (text: string, ...buttons: unknown[]) => {
      shown.push({ text, buttons });
      return Promise.resolve(buttons.find((button) => button === answer));
    };
    Object.assign(window, { [kind]: show });
    undo.push(() => Object.assign(window, { [kind]: original }));
    return shown;
  }

  async function assume(name: string): Promise<LiveSession> {
    await commands.executeCommand('roleSessions.assumeRole', `profile:${name}`);
    const live = liveSession(api.sessions.active());
    assert.equal(live?.role.name, name);
    return live;
  }

  const setting = (name: string, value: unknown) =>
    workspace.getConfiguration('roleSessions').update(name, value, ConfigurationTarget.Global);

  async function profile(name: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const all = {
      role_arn: readOnlyRoleArn,
      source_profile: 'ststestprofile',
      region: 'us-west-2',
      endpoint_url: sandbox.endpoint,
    };
    const lines = Object.entries({ ...all, ...settings }).map(([key, value]) => `${key} = ${value}`);
    await appendFile(configFile(), `\n[profile ${name}]\n${lines.join('\n')}\n`);
  }

  /** Assumes a role that cannot be; answers the one message the user saw. */
  async function refused(name: string): Promise<string> {
    const shown = messages('showErrorMessage');
    await commands.executeCommand('roleSessions.assumeRole', `profile:${name}`);
    assert.equal(shown.length, 1, JSON.stringify(shown));
    return shown[0]?.text ?? '';
  }

  beforeEach(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    await writeAwsFiles(dirname(configFile()), sandbox);
    const extension = extensions.getExtension<TestApi>('role-sessions.role-sessions');
    assert.ok(extension);
    api = await extension.activate();
  });

  afterEach(async () => {
    for (const restore of undo.splice(0).reverse()) restore();
    undo = [];
    await commands.executeCommand('roleSessions.endAllSessions');
    await sandbox.stop();
    for (const name of ['roles', 'renewal']) await setting(name, undefined);
  });

  it('assumes, is the role that AWS says, renews with new keys, and ends', async () => {
    const first = await assume('s3-read-only');
    assert.match(first.identity.arn, /^arn:aws:sts::123456789012:assumed-role\/sts-s3-read-only-role\/vscode-/);
    await commands.executeCommand('roleSessions.renewSession');
    const second = liveSession(api.sessions.active());
    assert.equal(second?.key, first.key);
    assert.notEqual(second.credentials.accessKeyId, first.credentials.accessKeyId);
    assert.equal(assumeCalls().length, 2);
    await commands.executeCommand('roleSessions.endSession');
    assert.equal(api.sessions.active().kind, 'none');
    assert.equal(api.sessions.byKey(first.key), undefined);
  });

  it('asks STS once for two calls at once, and not at all for a session that is still good', async () => {
    await Promise.all([assume('s3-read-only'), assume('s3-read-only')]);
    assert.equal(assumeCalls().length, 1);
    const reader = liveSession(api.sessions.active());
    await assume('s3-full-access');
    assert.deepEqual((await assume('s3-read-only')).credentials, reader?.credentials);
    assert.equal(assumeCalls().length, 2);
  });

  it('a switch leaves the earlier session to what was opened with it', async () => {
    const reader = await assume('s3-read-only');
    const writer = await assume('s3-full-access');
    assert.equal(liveSession(api.sessions.active())?.key, writer.key);
    assert.equal(api.sessions.byKey(reader.key)?.role.name, 's3-read-only');
  });

  it('does nothing with the active session that was to be done with one that has ended', async () => {
    const reader = await assume('s3-read-only');
    const writer = await assume('s3-full-access');
    const gone = { sessionId: reader.id };
    await commands.executeCommand('roleSessions.endSession', gone);
    await env.clipboard.writeText('nothing yet');
    const shown = messages('showErrorMessage');
    const ids = ['useSession', 'endSession', 'renewSession', 'narrowSession', 'copyRoleArn', 'showPlan'];
    const others = ['openRoleDefinition', 'openTerminal', 's3.pin', 'assumeWithLess', 'assumeRoleWithOptions'];
    for (const id of [...ids, ...others]) {
      await commands.executeCommand(`roleSessions.${id}`, gone);
      const [message] = shown.splice(0);
      assert.match(message?.text ?? '', /^Th(at|is) session has ended/, id);
      assert.deepEqual(message?.buttons, ['Assume Role'], id);
    }
    assert.equal(liveSession(api.sessions.active()), writer);
    assert.equal(await env.clipboard.readText(), 'nothing yet');
  });

  it('a switch that fails leaves the session there was; without one it says so', async () => {
    await profile('missing', { role_arn: `arn:aws:iam::${accountId}:role/no-such-role` });
    assert.match(await refused('missing'), /the role does not exist/);
    assert.equal(api.sessions.active().kind, 'failed');
    await assume('s3-read-only');
    await refused('missing');
    assert.equal(liveSession(api.sessions.active())?.role.name, 's3-read-only');
  });

  it('the next call wins over one that hangs', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await profile('hangs', { endpoint_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    const shown = messages('showErrorMessage');
    const hanging = commands.executeCommand('roleSessions.assumeRole', 'profile:hangs');
    const [socket] = (await once(silent, 'connection')) as [Socket];
    await assume('s3-read-only');
    await hanging;
    assert.deepEqual(shown, []);
    socket.destroy();
    silent.close();
    assert.equal(liveSession(api.sessions.active())?.role.name, 's3-read-only');
  });

  it('is renewed by itself before it ends, again and again, without a gap', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'brief', seconds: 6 } });
    const shown = messages('showWarningMessage');
    const { key, expiresAt } = await assume('s3-read-only');
    const keys = new Set<string | undefined>();
    while (Date.now() < expiresAt + 4_000) {
      keys.add(api.sessions.byKey(key)?.credentials.accessKeyId);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok(keys.size >= 2 && !keys.has(undefined), [...keys].join());
    assert.deepEqual(shown, []);
    assert.equal(api.sessions.list().filter(({ state }) => 'key' in state && state.key === key).length, 1);
  });

  it('expires by the clock, says so, and Assume Again brings it back', async () => {
    await setting('renewal', 'off');
    sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'brief', seconds: 2 } });
    const shown = messages('showWarningMessage', 'Assume Again');
    const renewed = new Promise<void>((resolve) => {
      let expired = false;
      const changes = api.sessions.onDidChange(() => {
        const { kind } = api.sessions.active();
        expired ||= kind === 'expired';
        if (expired && kind === 'live') resolve();
      });
      undo.push(() => void changes.dispose());
    });
    const { key } = await assume('s3-read-only');
    await renewed;
    assert.match(shown[0]?.text ?? '', /The session of s3-read-only has expired/);
    assert.ok(api.sessions.byKey(key));
  });

  it('a clock that is off by ten minutes is allowed for, and told once', async () => {
    sandbox.clock.setOffset(10 * MINUTE_MS);
    const shown = messages('showWarningMessage');
    const live = await assume('with-external-id');
    assert.ok(Math.abs(live.expiresAt - Date.now() - 60 * MINUTE_MS) < 2 * MINUTE_MS);
    await commands.executeCommand('roleSessions.renewSession');
    assert.deepEqual(
      shown.map(({ text }) => text.includes("clock is 10 minutes behind AWS's")),
      [true],
    );
  });

  const refusals: [string, Readonly<Record<string, string>>, RegExp][] = [
    [
      'a role that does not exist',
      { role_arn: `arn:aws:iam::${accountId}:role/gone` },
      /user\/mynewuser may not assume arn:aws:iam::123456789012:role\/gone\. Either the role does not exist/,
    ],
    [
      'no external ID',
      { role_arn: TUTORIAL.externalIdRoleArn },
      /its trust policy does not allow .* \(asked without an external ID/,
    ],
    [
      'a session over the role’s maximum',
      { duration_seconds: '7200' },
      /7200 seconds .* over the role's maximum session duration/,
    ],
    ['a user’s ARN', { role_arn: userArn }, /role_arn is the ARN of a user, not of a role\..*line \d+\)/],
    [
      'another partition’s ARN',
      { role_arn: readOnlyRoleArn.replace('arn:aws:', 'arn:aws-cn:') },
      /may not assume arn:aws-cn:iam::/,
    ],
    ['an unknown source', { source_profile: 'nobody' }, /names the profile “nobody”, which does not exist/],
    ['itself as its source', { source_profile: 'the-case' }, /is its own source but holds no keys/],
    [
      'an endpoint where nobody listens',
      { endpoint_url: 'http://127.0.0.1:9' },
      /http:\/\/127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
    ],
  ];
  for (const [what, settings, message] of refusals) {
    it(`explains ${what}`, async () => {
      await profile('the-case', settings);
      assert.match(await refused('the-case'), message);
    });
  }

  it('explains source keys that have expired', async () => {
    const key = {
      accessKeyId: 'ASIASANDBOXEXPIRED00',
      secretAccessKey: 'expired/secret',
      sessionToken: 'expired-token',
    };
    sandbox.iam.addAccessKey(userArn, { ...key, expiresAt: Date.now() - MINUTE_MS });
    await writeFile(
      process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '',
      `[ststestprofile]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\naws_session_token = ${key.sessionToken}\n`,
    );
    assert.match(await refused('s3-read-only'), /The temporary keys of profile ststestprofile have expired/);
  });

  it('reads the setting, where a role may ask for all that a profile may', async () => {
    const role = {
      name: 'by-setting',
      arn: fullAccessRoleArn,
      sourceProfile: 'ststestprofile',
      sessionName: 'my-session',
      durationSeconds: 900,
      region: 'eu-central-1',
    };
    await workspace.getConfiguration('roleSessions').update('roles', [role], ConfigurationTarget.Global);
    await commands.executeCommand('roleSessions.assumeRole', 'setting:by-setting');
    const live = liveSession(api.sessions.active());
    assert.equal(live?.identity.sessionName, 'my-session');
    assert.equal(live.region, 'eu-central-1');
    assert.equal(assumeCalls().at(-1)?.parameters['DurationSeconds'], '900');
  });

  it('a workspace may not add roles', async () => {
    const update = workspace
      .getConfiguration('roleSessions')
      .update('roles', [{ arn: fullAccessRoleArn }], ConfigurationTarget.Workspace);
    await assert.rejects(Promise.resolve(update));
  });

  it('copies the ARN that AWS gave', async () => {
    const { identity } = await assume('s3-read-only');
    await commands.executeCommand('roleSessions.copyRoleArn');
    assert.equal(await env.clipboard.readText(), identity.arn);
  });

  it('opens the profile’s line', async () => {
    await assume('s3-read-only');
    await commands.executeCommand('roleSessions.openRoleDefinition');
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.fileName, configFile());
    assert.equal(editor.document.lineAt(editor.selection.active.line).text, `role_arn = ${readOnlyRoleArn}`);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});
