// Drives whatever touches credentials, then looks for them in everything the editor wrote and showed.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../../sandbox/idp/index.js';
import { startSandbox, seedTutorial, totp, TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import { FEDERATION, seedFederation } from '../../sandbox/seedFederation.js';
import { awsCliFolder } from '../../tools/awsCli.js';
import { openWorkbench } from '../harness.js';
import { changeSettings, editorFolder } from '../pictures.js';
import { HOMES, Ledger } from './secretLedger.js';
import { DEBUGGED, storageOf, tellOfSessions, Windows } from './secretSessions.js';
import { browserStorage, filesBelow, Search, spellings } from './secretSearch.js';
import { CLIENT_SECRET, Programs, READER, SAML_PORT, seedKeys, writeProfiles, writeRoles } from './secretSetup.js';
import { Witness } from './secretWitness.js';
import type { Workbench } from '../workbench/workbench.js';
import { BROWSER_HOST } from '../workbench/workbenchBrowser.js';
import { waitUntil } from '../workbench/workbenchWait.js';

const { bucket, identityCenter, mfaSecretBase32, userArn } = TUTORIAL;
const MFA_STEP_MS = 30_000;
const REVIVAL = 'terminal.integrated.persistentSessionReviveProcess';

describe('secrets', () => {
  const programs = new Programs();
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let ledger: Ledger;
  let workbench: Workbench;
  let witness: Witness;

  beforeAll(async () => {
    sandbox = await startSandbox();
    idp = await startIdentityProvider({ host: BROWSER_HOST });
    seedTutorial(sandbox);
    seedFederation(sandbox, idp, `http://127.0.0.1:${SAML_PORT}/`);
    ledger = new Ledger(sandbox, idp);
    const container = await sandbox.startContainer({ roleArn: FEDERATION.machineArn });
    workbench = await openWorkbench({
      sandbox,
      files: { 'upload.txt': 'to be denied\n', ...DEBUGGED },
      env: {
        ...seedKeys(sandbox, ledger),
        AWS_CONTAINER_CREDENTIALS_FULL_URI: container.fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: container.authorizationToken ?? '',
      },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\nexport AWS_PROFILE=ststestprofile\n`,
      settings: { 'terminal.integrated.shellIntegration.enabled': true },
    });
    witness = new Witness(workbench, ledger);
    const user = { sandbox, idp, ledger, programs, workbench };
    await writeProfiles(user);
    await writeRoles(user);
  });

  afterAll(async () => {
    await sandbox.stop();
    await idp.stop();
    rmSync(programs.folder, { recursive: true, force: true });
  });

  const folder = (): string => dirname(workbench.home);
  const codeIn = (ms: number): string => ledger.addCode(totp(mfaSecretBase32, sandbox.clock.now() + ms));
  const calls = (operation: string): number =>
    sandbox.requests.filter((each) => each.operation === operation && each.status === 200).length;

  it('logs everything that it can log', async () => {
    await workbench.waitForStatus('No AWS role');
    await workbench.runCommand('Developer: Set Log Level...');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.type('Role Sessions');
    await workbench.quickInput.waitFor('Role Sessions for AWS');
    await workbench.quickInput.choose('Role Sessions for AWS');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.choose('Trace');
  });

  it('assumes roles: with keys, with MFA, refused, and in vain', async () => {
    await witness.choose('s3-read-only');
    await witness.waitForSession('s3-read-only 59m');
    await witness.choose('with-mfa');
    await witness.answerHidden('The six digits', codeIn(0));
    await witness.waitForSession('with-mfa 59m');
    for (const code of ['AccessDenied', 'SignatureDoesNotMatch', 'ValidationError']) {
      const message = `${code}: made up`;
      sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'error', status: 400, code, message } });
      await witness.choose('s3-full-access');
      await witness.seeToast('made up');
    }
    ledger.collect('roles');
  });

  it.each(['vault-keys', 'vault-role', 'from-shell', 'on-instance', 'in-container', 'ci-token', 'Tagged', 'Job'])(
    'assumes %s, from what the machine has',
    async (name) => {
      await witness.choose(name);
      await witness.waitForSession(name);
      ledger.collect(name);
    },
  );

  it.each(['vault-sealed', 'Sealed'])('is told by the program of %s more than it shows', async (name) => {
    await witness.choose(name);
    expect(await witness.seeToast('vault is sealed')).toContain('[redacted]');
  });

  it('signs in to Identity Center by a code', async () => {
    await witness.choose('portal-role');
    await workbench.quickInput.waitFor('To sign in, confirm the code');
    witness.shown.push(await workbench.quickInput.everything());
    const instance = sandbox.identityCenter.instance(identityCenter.startUrl);
    const [code = ''] = instance.pendingUserCodes();
    instance.answer(code, { allow: identityCenter.userName });
    await witness.waitForSession('portal-role 59m');
    await workbench.quickInput.waitClosed();
    ledger.collect('Identity Center', { tokens: HOMES.identityCenter });
  });

  it('renews what `aws login` left', async () => {
    await sandbox.signin.login(join(workbench.home, '.aws/login/cache'), userArn, { expired: true });
    await witness.choose('console-user');
    await witness.waitForSession('console-user 1');
    expect(calls('CreateOAuth2Token')).toBe(1);
    ledger.collect('aws login', { keys: HOMES.login, tokens: HOMES.login });
  });

  it('takes a pasted SAML assertion, that of a command, and one from the browser', async () => {
    await witness.choose('Pasted');
    await witness.answerHidden('Paste the value of SAMLResponse', await idp.samlResponse(READER));
    await witness.waitForSession('Pasted');
    await witness.choose('Printed');
    await witness.waitForSession('Printed');
    await witness.signIn('Sign in', () => witness.choose('Company'));
    await witness.pick('Role to Assume with SAML', 'saml-operator');
    await witness.waitForSession('Company');
    ledger.collect('SAML');
  });

  it('reports a refused assertion', async () => {
    await witness.choose('Tampered');
    await witness.seeToast('does not accept the SAML assertion');
    await witness.choose('Pasted');
    await witness.answerHidden('Paste the value of SAMLResponse', await idp.samlResponse(READER));
    await witness.waitForSession('Pasted');
    await workbench.runCommand('AWS Role: Renew Session');
    await witness.answerHidden('Paste the value', await idp.samlResponse({ ...READER, fault: 'expired' }));
    await witness.seeToast('expired');
    ledger.collect('refused SAML');
  });

  it('signs in with OpenID Connect, and asks for the client secret once', async () => {
    const renew = () => workbench.runCommand('AWS Role: Renew Session');
    await witness.choose('Partner');
    await witness.signIn('Allow', () => witness.answerHidden('Client Secret for', CLIENT_SECRET));
    await witness.waitForSession('Partner');
    await witness.signIn('Allow', renew);
    await expect.poll(() => calls('AssumeRoleWithWebIdentity')).toBe(4);
    await witness.waitForSession('Partner');
    idp.faults.oidc = 'nonce';
    await witness.signIn('Allow', renew);
    await witness.seeToast('nonce');
    ledger.collect('OpenID Connect');
  });

  it('has a command for MFA codes, and keeps the session that one code gave', async () => {
    changeSettings(workbench, 'Machine', {
      'roleSessions.mfaCommand': programs.printing('code', codeIn(MFA_STEP_MS)),
      'roleSessions.mfaSessionDurationSeconds': 3600,
    });
    await witness.choose('with-mfa');
    await witness.waitForSession('with-mfa');
    await workbench.runCommand('AWS Role: Renew Session');
    await expect.poll(() => calls('GetSessionToken')).toBe(1);
    await witness.waitForSession('with-mfa 59m');
    await workbench.runCommand('AWS Role: Renew Session');
    await witness.waitForSession('with-mfa 59m');
    expect(calls('GetSessionToken')).toBe(1);
    ledger.collect('MFA session');
  });

  it('gets a federation token, and assumes a role with less', async () => {
    await workbench.runCommand('AWS Role: Get Federation Token…');
    await witness.pick('Whose permissions', 'ststestprofile');
    await witness.answer('The federated user’s name', 'visitor');
    await witness.pick('What may the federated user do?', 'S3 Only');
    await witness.pick('Other…', '1 h');
    await witness.waitForSession('visitor');
    await witness.choose('s3-read-only', 'Assume with Less…');
    await witness.pick('What may the session still do', 'Read-Only');
    await witness.waitForSession('s3-read-only');
    ledger.collect('federation token and narrowed role');
  });

  it('opens terminals with the credentials', async () => {
    const terminal = await workbench.openTerminal();
    witness.shown.push((await workbench.toast('export AWS_PROFILE')).text);
    expect(await terminal.run('aws sts get-caller-identity')).toContain('sts-s3-read-only-role');
    // The secret is there, and stays where it is.
    expect(await terminal.run('echo ${#AWS_SESSION_TOKEN}')).toMatch(/^\d{2,}$/m);
  });

  it('browses, opens, downloads, and is denied an upload', async () => {
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.expand(bucket);
    await workbench.tree.doubleClick('README.md');
    await workbench.waitForTab('README.md');
    const target = join(workbench.workspace, 'downloaded.md');
    await witness.away();
    await workbench.tree.contextMenu('README.md', 'Download');
    await workbench.quickInput.waitFor('upload.txt');
    await workbench.quickInput.chooseFile(target);
    await waitUntil(() => Promise.resolve(existsSync(target)), 'downloaded file');
    await witness.away();
    await workbench.tree.contextMenu(bucket, 'Upload');
    await workbench.quickInput.waitFor('upload.txt');
    await workbench.quickInput.chooseFile(join(workbench.workspace, 'upload.txt'));
    witness.shown.push((await workbench.toast('s3:PutObject')).text);
    await witness.away();
    await workbench.tree.contextMenu('README.md', 'Copy Object URL');
    witness.shown.push(await workbench.page.evaluate(() => navigator.clipboard.readText()));
    await witness.look();
  });

  const windows = new Windows();
  tellOfSessions(() => ({ sandbox, ledger, programs, workbench, witness }), windows);

  it('keeps the session over a reload, and shows its log', async () => {
    await workbench.reload();
    await witness.waitForSession('s3-read-only');
    await workbench.runCommand('AWS Role: Show Log');
    await workbench.page.locator('.part.panel').getByText('Restored the session').first().waitFor();
    await witness.look();
  });

  it('has an editor that does not write the environments of terminals to disk', async () => {
    await workbench.runCommand('Preferences: Open Settings (UI)');
    const settings = workbench.page.locator('.settings-editor');
    await settings.locator('.suggest-input-container').click();
    await workbench.page.keyboard.type(`@id:${REVIVAL}`);
    const value = settings
      .locator('.setting-item-contents', { hasText: 'Persistent Session Revive Process' })
      .locator('select')
      .first();
    await value.waitFor();
    expect(await value.evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.text)).toBe('never');
  });

  describe('none of it', () => {
    let search: Search;

    beforeAll(() => {
      ledger.collect('the end');
      search = new Search(ledger.secrets);
    });

    it('is in the clear in any file, log or database but its own', () => {
      const strays = search.below(folder()).filter(({ secret, file }) => secret.home?.test(file) !== true);
      expect(strays.map(({ secret, file, before }) => `${secret.what} in ${file}: ${before}`)).toEqual([]);
    });

    it('is in a message or tooltip, or in what the page keeps', async () => {
      expect(search.inText(witness.shown.join('\n'))).toEqual([]);
      for (const window of [workbench, windows.second]) {
        expect(window === undefined ? ['no window'] : search.inText(await browserStorage(window))).toEqual([]);
      }
    });

    it('is in a file that others may read', () => {
      const caches = ['.aws/sso/cache', '.aws/login/cache'].map((path) => join(workbench.home, path));
      const ours = ['sessions', 'shells', 'audit'].map((name) => join(storageOf(workbench), name));
      const [theirs = [], files = []] = [caches, ours].map((paths) => paths.flatMap((path) => [...filesBelow(path)]));
      expect([theirs.length >= 2, files.length >= 2]).toEqual([true, true]);
      expect([...theirs, ...files].filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    });

    it('is a code of the MFA device', () => {
      const logs = [...filesBelow(folder())].filter((file) => file.endsWith('.log'));
      const texts = [...witness.shown, ...logs.map((file) => readFileSync(file, 'utf8'))];
      expect(texts.filter((text) => ledger.codes.test(text))).toEqual([]);
    });
  });

  describe('the search', () => {
    const searching = (what: string, text: string): Search => new Search([{ what, text }]);
    const filesWith = (text: string): string[] =>
      searching('', text)
        .below(folder())
        .map(({ file }) => file);

    it('looks where messages, logs and kept sessions are', async () => {
      const role = 'assumed-role/sts-s3-read-only-role';
      expect(filesWith(role).some((file) => /exthost.*Role Sessions.*\.log$/.test(file))).toBe(true);
      expect(filesWith(role).some((file) => file.endsWith('audit/audit.jsonl'))).toBe(true);
      expect(witness.shown.join('\n')).toContain(role);
      // The kept sessions are in the browser, encrypted; which ones there are is no secret.
      const storage = await browserStorage(workbench);
      expect(/\["secrets\.provider","[\w+/=]{1000,}"\]/.test(storage)).toBe(true);
      expect(storage.includes('123456789012.sts-s3-read-only-role')).toBe(true);
    });

    it('finds every secret that is where it may be', () => {
      const finds = new Search(ledger.secrets).below(folder());
      for (const home of [HOMES.credentials, HOMES.tokenFile, HOMES.identityCenter, HOMES.login]) {
        expect(
          finds.some(({ file }) => home.test(file)),
          String(home),
        ).toBe(true);
      }
    });

    it('finds a planted one in each of its spellings, a long one also where it is cut', () => {
      const long = ledger.secrets.find(({ what }) => what === 'session token of roles')?.text ?? '';
      const planted = join(editorFolder(workbench), 'data/planted.log');
      const ways = [long, TUTORIAL.secretAccessKey].flatMap((text) =>
        spellings(text).map((way) => [text, way] as const),
      );
      for (const [text, way] of [...ways, [long, long.slice(0, -10)], [long, long.slice(10)]] as const) {
        writeFileSync(planted, `x${way}x`);
        expect(filesWith(text)).toContain('e/data/planted.log');
      }
      rmSync(planted);
    });

    it('knows all flows', () => {
      const kinds = new Set(ledger.secrets.map(({ what }) => what.replace(/^.* of /, '')));
      for (const flow of ['vault-role', 'Identity Center', 'aws login', 'SAML', 'OpenID Connect', 'MFA session']) {
        expect(kinds).toContain(flow);
      }
      for (const flow of ['automatic renewal', 'refused renewal', 'another window', 'narrowing', 'expired session']) {
        expect(kinds).toContain(flow);
      }
      expect(readdirSync(programs.folder).length).toBeGreaterThan(5);
    });
  });
});
