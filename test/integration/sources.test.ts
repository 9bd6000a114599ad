// Every way to the first credentials of a session, in the real extension host.
import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, env, window, type Uri } from 'vscode';
import { signIn, type Person } from '../sandbox/idp/browser.js';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { TUTORIAL } from '../sandbox/index.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import { Stage } from './stage.js';

const { accountId, userArn } = TUTORIAL;
const SHARED_SESSION = /^arn:aws:sts::123456789012:assumed-role\/shared\//;
/** Not the default: a developer may use that. */
const SAML_PORT = 35_871;

describe('a session starts with', () => {
  let stage: Stage;
  let idp: IdentityProvider;

  beforeEach(async () => {
    stage = await Stage.set();
    idp = await startIdentityProvider();
    seedFederation(stage.sandbox, idp, `http://127.0.0.1:${SAML_PORT}/`);
  });

  afterEach(async () => {
    await stage.strike();
    await idp.stop();
  });

  const keysText = JSON.stringify({
    Version: 1,
    AccessKeyId: TUTORIAL.accessKeyId,
    SecretAccessKey: TUTORIAL.secretAccessKey,
  });

  /** An executable of the test's own. */
  async function script(name: string, body: string): Promise<string> {
    const folder = join(tmpdir(), `role-sessions-${process.pid}`);
    await mkdir(folder, { recursive: true });
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  }

  const sharedFrom = (settings: Readonly<Record<string, string>>) =>
    stage.profile('shared', { role_arn: FEDERATION.sharedArn, ...settings });

  it('credential_process, for itself and as the source of a role', async () => {
    await stage.profile('printed', { credential_process: await script('print-keys', `echo '${keysText}'`) });
    await sharedFrom({ source_profile: 'printed' });
    const printed = await stage.assume('profile:printed');
    assert.equal(printed.identity.arn, userArn);
    assert.equal(printed.credentials.sessionToken, '');
    assert.match((await stage.assume('profile:shared')).identity.arn, SHARED_SESSION);
  });

  it('no credential_process that fails; its words are shown, what is secret in them is not', async () => {
    const body = `echo "vault is sealed, AWS_SECRET_ACCESS_KEY=${TUTORIAL.secretAccessKey}" >&2; exit 3`;
    await stage.profile('sealed', { credential_process: await script('sealed', body) });
    const text = await stage.refused('profile:sealed');
    assert.match(text, /vault is sealed/);
    assert.match(text, /3/);
    assert.ok(!text.includes(TUTORIAL.secretAccessKey));
  });

  it('no credential_process that prints something else', async () => {
    await stage.profile('chatty', { credential_process: await script('chatty', 'echo Welcome') });
    assert.match(await stage.refused('profile:chatty'), /chatty/);
  });

  it('the environment', async () => {
    stage.variable('AWS_ACCESS_KEY_ID', TUTORIAL.accessKeyId);
    stage.variable('AWS_SECRET_ACCESS_KEY', TUTORIAL.secretAccessKey);
    await sharedFrom({ credential_source: 'Environment' });
    assert.match((await stage.assume('profile:shared')).identity.arn, SHARED_SESSION);
  });

  it('an EC2 instance’s metadata, in version 2', async () => {
    const metadata = await stage.sandbox.startMetadata({ roleArn: FEDERATION.machineArn });
    stage.variable('AWS_EC2_METADATA_SERVICE_ENDPOINT', metadata.endpoint);
    await sharedFrom({ credential_source: 'Ec2InstanceMetadata' });
    assert.match((await stage.assume('profile:shared')).identity.arn, SHARED_SESSION);
    assert.ok(metadata.requests.every(({ method, token }) => method === 'PUT' || token));
  });

  it('version 1 of an instance’s metadata only where that is allowed', async () => {
    const metadata = await stage.sandbox.startMetadata({ roleArn: FEDERATION.machineArn, tokens: 'unsupported' });
    stage.variable('AWS_EC2_METADATA_SERVICE_ENDPOINT', metadata.endpoint);
    await sharedFrom({ credential_source: 'Ec2InstanceMetadata', ec2_metadata_v1_disabled: 'true' });
    assert.match(await stage.refused('profile:shared'), /metadata/i);
    await stage.profile('v1', { role_arn: FEDERATION.sharedArn, credential_source: 'Ec2InstanceMetadata' });
    assert.match((await stage.assume('profile:v1')).identity.arn, SHARED_SESSION);
  });

  it('no instance metadata where there is no instance', async () => {
    stage.variable('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:9');
    await sharedFrom({ credential_source: 'Ec2InstanceMetadata' });
    assert.match(await stage.refused('profile:shared'), /metadata/i);
  });

  it('a container’s credentials', async () => {
    const container = await stage.sandbox.startContainer({ roleArn: FEDERATION.machineArn });
    stage.variable('AWS_CONTAINER_CREDENTIALS_FULL_URI', container.fullUri);
    stage.variable('AWS_CONTAINER_AUTHORIZATION_TOKEN', container.authorizationToken ?? '');
    await sharedFrom({ credential_source: 'EcsContainer' });
    assert.match((await stage.assume('profile:shared')).identity.arn, SHARED_SESSION);
  });

  it('a web identity token file', async () => {
    const token = await idp.idToken({ user: FEDERATION.user, clientId: FEDERATION.clientId });
    const file = join(homedir(), 'token.jwt');
    await writeFile(file, `${token}\n`);
    await stage.profile('web', { role_arn: FEDERATION.webIdentityArn, web_identity_token_file: file });
    assert.match((await stage.assume('profile:web')).identity.arn, /:assumed-role\/web-identity\//);
  });

  it('what `aws login` left', async () => {
    const { loginSession } = await stage.sandbox.signin.login(join(homedir(), '.aws', 'login', 'cache'), userArn);
    await stage.profile('signed-in', { login_session: loginSession });
    assert.equal((await stage.assume('profile:signed-in')).identity.arn, userArn);
  });

  describe('IAM Identity Center', () => {
    const { startUrl, region, userName, readOnly } = TUTORIAL.identityCenter;

    beforeEach(async () => {
      await stage.profile('center', { sso_session: 'center', sso_account_id: accountId, sso_role_name: readOnly });
      const session = `\n[sso-session center]\nsso_start_url = ${startUrl}\nsso_region = ${region}\nsso_registration_scopes = sso:account:access\n`;
      await writeFile(Stage.configFile, session, { flag: 'a' });
      stage.atEnd(() => rm(join(homedir(), '.aws', 'sso'), { recursive: true, force: true }));
    });

    it('in the browser, once for several sessions', async () => {
      await stage.setting('identityCenterSignIn', 'browser');
      const visited = stage.browser((url) => void allow(url));
      const live = await stage.assume('profile:center');
      assert.match(live.identity.arn, new RegExp(`:assumed-role/AWSReservedSSO_${readOnly}_\\w+/${userName}$`));
      await commands.executeCommand('roleSessions.renewSession');
      assert.equal(visited.length, 1);
    });

    it('by a code', async () => {
      await stage.setting('identityCenterSignIn', 'deviceCode');
      const pickers = stage.quickPicks();
      const assuming = stage.assume('profile:center');
      const instance = stage.sandbox.identityCenter.instance(startUrl);
      while (instance.pendingUserCodes().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      const [code = ''] = instance.pendingUserCodes();
      instance.answer(code, { allow: userName });
      await assuming;
      assert.ok(pickers.some(({ placeholder }) => placeholder?.includes(code)));
    });

    it('of the legacy keys, by a code', async () => {
      const legacy = { sso_start_url: startUrl, sso_region: region };
      await stage.profile('legacy', { ...legacy, sso_account_id: accountId, sso_role_name: readOnly });
      const assuming = stage.assume('profile:legacy');
      const instance = stage.sandbox.identityCenter.instance(startUrl);
      while (instance.pendingUserCodes().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      instance.answer(instance.pendingUserCodes()[0] ?? '', { allow: userName });
      assert.match((await assuming).identity.arn, new RegExp(`AWSReservedSSO_${readOnly}_`));
    });

    it('not when the user denies', async () => {
      await stage.setting('identityCenterSignIn', 'browser');
      stage.browser((url) => void allow(url, 'Deny'));
      assert.match(await stage.refused('profile:center'), /den|refus|not allow/i);
    });
  });

  describe('SAML', () => {
    const setRole = (more: object, name = 'company') => stage.setting('roles', [{ name, ...more }]);

    /** Answers the question which role. */
    function chooses(text: string): { asked: number } {
      const count = { asked: 0 };
      stage.replace(window, {
        showQuickPick: ((items: readonly { label: string }[]) => {
          count.asked += 1;
          return Promise.resolve(items.find((item) => JSON.stringify(item).includes(text)));
        }) as unknown as typeof window.showQuickPick,
      });
      return count;
    }

    it('in the browser; the user chooses the role; it lasts as the assertion says', async () => {
      await setRole({
        saml: { signInUrl: idp.samlSignInUrl(FEDERATION.application), port: SAML_PORT },
        region: 'us-west-2',
      });
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      stage.browser((url) => void signIn(url));
      const choice = chooses('saml-operator');
      const live = await stage.assume('setting:company');
      assert.equal(choice.asked, 1);
      assert.equal(live.identity.arn, `arn:aws:sts::${accountId}:assumed-role/saml-operator/${FEDERATION.email}`);
      assert.ok(live.expiresAt - Date.now() > 110 * 60_000);
    });

    it('at the address as it is written: what is encoded stays so', async () => {
      const signInUrl = `${idp.samlSignInUrl(FEDERATION.application)}&hint=a%2Bb%3D%26c`;
      await setRole({ saml: { signInUrl, port: SAML_PORT }, region: 'us-west-2' });
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      const visited = stage.browser((url) => void signIn(url));
      chooses('saml-operator');
      await stage.assume('setting:company');
      assert.deepEqual(visited, [signInUrl]);
    });

    it('anew each time that the role is left open: two roles are two sessions', async () => {
      await setRole({
        saml: { signInUrl: idp.samlSignInUrl(FEDERATION.application), port: SAML_PORT },
        region: 'us-west-2',
      });
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      stage.browser((url) => void signIn(url));
      chooses('saml-operator');
      const operator = await stage.assume('setting:company');
      chooses('saml-reader');
      const reader = await stage.assume('setting:company');
      assert.equal(reader.identity.name, 'saml-reader');
      assert.notEqual(reader.key, operator.key);
      assert.equal(stage.api.sessions.byKey(operator.key)?.identity.name, 'saml-operator');
    });

    it('by a command', async () => {
      const response = await idp.samlResponse({ user: FEDERATION.user, sessionDuration: 900 });
      const command = await script('assertion', `cat <<'X'\n${response}\nX`);
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      await setRole({ arn: FEDERATION.samlReaderArn, saml: { command } });
      assert.match((await stage.assume('setting:company')).identity.arn, /:assumed-role\/saml-reader\//);
    });

    it('from the clipboard or pasted', async () => {
      await env.clipboard.writeText('nothing of interest');
      const response = await idp.samlResponse({ user: FEDERATION.user, sessionDuration: 900 });
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      await setRole({ arn: FEDERATION.samlReaderArn, saml: {} });
      stage.replace(window, { showInputBox: () => Promise.resolve(response) });
      assert.match((await stage.assume('setting:company')).identity.arn, /:assumed-role\/saml-reader\//);
    });

    const wrong: [string, Parameters<IdentityProvider['samlResponse']>[0]['fault'], RegExp][] = [
      ['an expired assertion', 'expired', /expired/],
      ['an assertion for another audience', 'otherAudience', /another audience/],
      ['an assertion that was changed', 'tampered', /does not accept the SAML assertion/],
    ];
    for (const [what, fault, message] of wrong) {
      it(`not with ${what}`, async () => {
        const response = await idp.samlResponse({ user: FEDERATION.user, sessionDuration: 900, fault });
        const command = await script('assertion', `cat <<'X'\n${response}\nX`);
        stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
        await setRole({ arn: FEDERATION.samlReaderArn, saml: { command } });
        assert.match(await stage.refused('setting:company'), message);
      });
    }

    it('not for a role that the assertion does not hold', async () => {
      const command = await script('assertion', `cat <<'X'\n${await idp.samlResponse({ user: FEDERATION.user })}\nX`);
      stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint);
      await setRole({ arn: FEDERATION.sharedArn, saml: { command } });
      assert.match(await stage.refused('setting:company'), /does not hold the role/);
    });
  });

  describe('OpenID Connect', () => {
    const { webIdentityArn: arn, clientId } = FEDERATION;

    beforeEach(() => stage.variable('AWS_ENDPOINT_URL', stage.sandbox.endpoint));

    const signsIn = (person: Person = {}) => stage.browser((url) => void signIn(url, person));

    it('in the browser', async () => {
      await stage.setting('roles', [{ name: 'oidc', arn, webIdentity: { issuer: idp.issuer, clientId } }]);
      signsIn();
      assert.match((await stage.assume('setting:oidc')).identity.arn, /:assumed-role\/web-identity\//);
    });

    it('by a command', async () => {
      const token = await idp.idToken({ user: FEDERATION.user, clientId });
      const command = await script('token', `echo ${token}`);
      await stage.setting('roles', [{ name: 'oidc', arn, webIdentity: { command } }]);
      assert.match((await stage.assume('setting:oidc')).identity.arn, /:assumed-role\/web-identity\//);
    });

    it('not when the user denies', async () => {
      await stage.setting('roles', [{ name: 'oidc', arn, webIdentity: { issuer: idp.issuer, clientId } }]);
      signsIn({ decision: 'deny' });
      assert.match(await stage.refused('setting:oidc'), /den|refus|not allow/i);
    });

    it('not where the editor forwards another port: the sign-in would go to whoever has the one asked for', async () => {
      await stage.setting('roles', [{ name: 'oidc', arn, webIdentity: { issuer: idp.issuer, clientId } }]);
      const visited = signsIn();
      stage.replace(env, {
        asExternalUri: (uri: Uri) => Promise.resolve(uri.with({ authority: '127.0.0.1:1' })),
      });
      assert.match(await stage.refused('setting:oidc'), /Port \d+ .* is taken by another program/);
      assert.deepEqual(visited, []);
    });

    for (const fault of ['nonce', 'issuer', 'audience'] as const) {
      it(`not with another ${fault}`, async () => {
        idp.faults.oidc = fault;
        await stage.setting('roles', [{ name: 'oidc', arn, webIdentity: { issuer: idp.issuer, clientId } }]);
        signsIn();
        assert.match(await stage.refused('setting:oidc'), new RegExp(fault, 'i'));
      });
    }
  });
});

/** What somebody does on Identity Center's page. */
async function allow(url: string, button: 'Allow' | 'Deny' = 'Allow'): Promise<void> {
  const html = await (await fetch(url)).text();
  const form = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '';
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)) {
    fields.set(name, value);
  }
  fields.set('user', /name="user" value="([^"]+)" checked/.exec(html)?.[1] ?? '');
  fields.set('decision', new RegExp(`name="decision" value="([^"]+)">${button}<`).exec(html)?.[1] ?? '');
  await fetch(new URL(form, url), { method: 'POST', body: fields });
}
