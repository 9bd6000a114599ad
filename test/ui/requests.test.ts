// What a user asks of one session beyond the configuration, by the dialogs, and what the window shows of it.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { startSandbox, seedTutorial, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import type { RequestRecord } from '../sandbox/types.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const { accountId, bucket, mfaSerial, mfaSecretBase32, region, fullAccessRoleArn } = TUTORIAL;
/** Each code of an MFA device is taken once; a clock that is ahead by less is not corrected for. */
const NEXT_CODE_MS = 60_000;

/** Listing and reading in S3, and nothing else. */
const READING = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['s3:List*', 's3:GetObject'], Resource: '*' },
});

describe('a session on request', () => {
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let workbench: Workbench;
  let codes = 0;

  beforeAll(async () => {
    sandbox = await startSandbox();
    idp = await startIdentityProvider();
    seedTutorial(sandbox);
    seedFederation(sandbox, idp);
    workbench = await openWorkbench({
      sandbox,
      settings: { ...BOTH_THEMES, 'terminal.integrated.shellIntegration.enabled': true },
      files: { 'note.txt': 'A note\n', 'reading.json': READING, 'broken.json': '{ "Version": "2012-10-17", ' },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n`,
    });
    const common = `region = ${region}\nendpoint_url = ${sandbox.endpoint}`;
    const fromUser = `source_profile = ststestprofile\nmfa_serial = ${mfaSerial}`;
    appendFileSync(
      join(workbench.home, '.aws/config'),
      [
        `[profile chained]\nrole_arn = ${FEDERATION.sharedArn}\nsource_profile = s3-full-access\n${common}\n`,
        `[profile also-with-mfa]\nrole_arn = ${fullAccessRoleArn}\n${fromUser}\n${common}\n`,
      ].join('\n'),
    );
  });

  afterAll(async () => {
    await sandbox.stop();
    await idp.stop();
  });

  const calls = (operation: string): readonly RequestRecord[] =>
    sandbox.requests.filter((each) => each.operation === operation && each.status === 200);
  const parametersOf = (operation: string): RequestRecord['parameters'] => calls(operation).at(-1)?.parameters ?? {};
  const rows = async (): Promise<string> => (await workbench.quickInput.rows()).join('\n');

  /** Chooses a row of the question that shows a text; what is typed first brings the row into sight. */
  async function choose(question: string, row: string, filter = ''): Promise<void> {
    await workbench.quickInput.waitFor(question);
    if (filter !== '') await workbench.quickInput.type(filter);
    await workbench.quickInput.waitFor(row);
    await workbench.quickInput.choose(row);
  }

  async function answer(question: string, text: string): Promise<void> {
    await workbench.quickInput.waitFor(question);
    await workbench.quickInput.type(text);
    await workbench.quickInput.accept();
  }

  /** Is refused at once by words under the input, and Enter does not take it either. */
  async function refused(text: string, message: string): Promise<void> {
    await workbench.quickInput.type(text);
    await workbench.quickInput.waitForMessage(message);
    await workbench.quickInput.accept();
    await workbench.quickInput.waitForMessage(message);
  }

  async function answerCode(question: string): Promise<void> {
    sandbox.clock.setOffset(codes * NEXT_CODE_MS);
    codes += 1;
    await answer(question, totp(mfaSecretBase32, sandbox.clock.now()));
  }

  async function startLess(role: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume with Less…');
    await choose('Assume with Less: Role', role, role);
    await workbench.quickInput.waitFor(`What may the session still do, of what ${role} may?`);
  }

  async function tooltip(status: string): Promise<string> {
    await workbench.page.mouse.move(640, 300);
    return (await workbench.statusTooltip(status)).replaceAll('\u00a0', ' ');
  }

  /** What the message says that a denied upload ends in. */
  async function deniedUpload(into: string): Promise<string> {
    await workbench.tree.contextMenu(into, 'Upload');
    await workbench.quickInput.waitFor('note.txt');
    await workbench.quickInput.chooseFile(`${workbench.workspace}/note.txt`);
    const { text } = await workbench.toast('s3:PutObject');
    await expect.poll(() => workbench.page.locator('.notification-toast').count()).toBe(1); // the progress is gone
    return text;
  }

  const copy = (key: string): string => `aws s3 cp note.txt s3://${bucket}/${key} 2>&1`;

  describe('for a role by its ARN', () => {
    it('says at once what is no role', async () => {
      await workbench.runCommand('AWS Role: Assume Role by ARN…');
      await workbench.quickInput.waitFor('The role’s ARN, or account ID and role name');
      await pictures(workbench, 'requests-1-arn');
      await refused('shared', 'This is not a role.');
      await refused('1234/shared', 'An account has twelve digits, this one has 4.');
      await refused(TUTORIAL.userArn, 'role');
      await pictures(workbench, 'requests-1-arn-refused');
    });

    it('takes account and name, and the profile whose credentials assume it', async () => {
      await answer('Assume Role by ARN', '1234-5678-9012/shared');
      await workbench.quickInput.waitFor('Whose credentials shall assume the role?');
      await pictures(workbench, 'requests-1-source');
      await choose('Whose credentials', 'ststestprofile');
      await workbench.quickInput.waitFor('with the usual settings');
      await pictures(workbench, 'requests-1-assume');
      await workbench.quickInput.choose('with the usual settings');
      await workbench.waitForStatus('shared 59m');
      expect(await tooltip('shared')).toMatch(/:assumed-role\/shared\/vscode-[^]*profile ststestprofile/);
      await pictures(workbench, 'requests-1-status');
    });
  });

  describe('with options', () => {
    it('explains how long a session may last, chained or not', async () => {
      await workbench.runCommand('AWS Role: Assume Role with Options…');
      await choose('Assume Role with Options', 'chained', 'chained');
      await choose('Options for chained', 'Duration');
      await workbench.quickInput.waitFor('One hour at most, because temporary credentials assume this role');
      expect(await rows()).not.toContain('4 h');
      await pictures(workbench, 'requests-2-duration-chained');
      await workbench.quickInput.cancel();
      await workbench.quickInput.waitClosed();
      await workbench.runCommand('AWS Role: Assume Role with Options…');
      await workbench.quickInput.waitFor('Active');
      await pictures(workbench, 'requests-2-pick');
      await choose('Assume Role with Options', 'shared', 'shared');
      await workbench.quickInput.waitFor('Options for shared');
      await pictures(workbench, 'requests-2-form');
      await workbench.quickInput.choose('Duration');
      await workbench.quickInput.waitFor("The role's maximum session duration is the limit");
      await pictures(workbench, 'requests-2-duration');
      await workbench.quickInput.choose('Other…');
      await workbench.quickInput.waitForMessage("The role's maximum session duration is the limit");
      await refused('13h', 'At most 12 h.');
      await pictures(workbench, 'requests-2-duration-refused');
      await answer('At most 12 h.', '15m');
    });

    it('takes session tags and a source identity, and assumes', async () => {
      await choose('Options for shared', 'Session tags');
      await choose('Session tags, as key=value', 'Add Tag…');
      await workbench.quickInput.waitFor('A session tag, as key=value');
      await refused('red', 'Write it as key=value.');
      await answer('Write it as key=value.', 'team=red');
      await workbench.quickInput.waitFor('team=red');
      await pictures(workbench, 'requests-2-tags');
      await workbench.quickInput.choose('Done');
      await choose('Options for shared', 'Source identity');
      await answer('2 to 64 letters', 'ada');
      await workbench.quickInput.waitFor('with Duration, Session tags, Source identity');
      await pictures(workbench, 'requests-2-form-filled');
      await workbench.quickInput.choose('Assume shared');
      await workbench.waitForStatus('shared 14m');
      const tags = { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'red' };
      expect(parametersOf('AssumeRole')).toMatchObject({ SourceIdentity: 'ada', DurationSeconds: '900', ...tags });
      await tooltip('shared');
      await pictures(workbench, 'requests-2-status');
    });
  });

  describe('with less', () => {
    it('read-only: the status bar, its tooltip and S3 say so', async () => {
      await startLess('s3-full-access');
      await pictures(workbench, 'requests-3-less');
      await workbench.quickInput.choose('Read-Only');
      await workbench.waitForStatus('s3-full-access (read-only) 59m');
      expect(await tooltip('s3-full-access')).toMatch(/Narrowed to\s+read-only/);
      await pictures(workbench, 'requests-3-status');
      await workbench.openView('AWS Role Sessions');
      await workbench.tree.waitForRow(bucket);
      expect(await deniedUpload(bucket)).toContain(
        'This session is narrowed (read-only): the role itself may do more.',
      );
      await pictures(workbench, 'requests-3-denied');
      await (await workbench.toast('s3:PutObject')).close();
    });

    it('a renewed session stays narrow', async () => {
      const before = calls('AssumeRole').length;
      await workbench.runCommand('AWS Role: Renew Session');
      await expect.poll(() => calls('AssumeRole').length).toBe(before + 1);
      expect(parametersOf('AssumeRole')['PolicyArns.member.1.arn']).toMatch(/ReadOnlyAccess$/);
      await workbench.waitForStatus('s3-full-access (read-only) 59m');
    });

    it('one prefix, also for the AWS CLI in a terminal', async () => {
      await startLess('s3-full-access');
      await workbench.quickInput.choose('One Bucket or Prefix…');
      await workbench.quickInput.waitFor('A bucket, or a prefix in it');
      await refused('s3://', 'Write it as s3://bucket/prefix/.');
      await answer('One Bucket or Prefix', `s3://${bucket}/team/red/`);
      await workbench.quickInput.waitFor('What may the session do there?');
      await pictures(workbench, 'requests-3-prefix-access');
      await workbench.quickInput.choose('Read and Write');
      await workbench.waitForStatus('team/red/) 59m');
      expect(await tooltip('s3-full-access')).toContain(`s3://${bucket}/team/red/`);
      await workbench.tree.waitForRow('team/red');
      const terminal = await workbench.openTerminal();
      expect(await terminal.run(copy('team/red/note.txt'))).toContain('upload: ./note.txt to');
      expect((await terminal.run(copy('team/blue/note.txt'))).replaceAll('\n', '')).toMatch(/AccessDenied.*PutObject/);
      await pictures(workbench, 'requests-3-terminal');
      await workbench.runCommand('Terminal: Kill All Terminals');
    });

    it('a policy of the user’s; one that is none is refused', async () => {
      await startLess('s3-full-access');
      await workbench.quickInput.choose('A Policy of Your Own…');
      await workbench.quickInput.waitFor('Paste or Type JSON…');
      await pictures(workbench, 'requests-3-policy');
      await workbench.quickInput.choose('Paste or Type JSON…');
      await workbench.quickInput.waitFor('An IAM policy as JSON');
      await refused('{ "Statement": ', 'The policy is not JSON.');
      await pictures(workbench, 'requests-3-policy-refused');
      await workbench.page.locator('.quick-input-titlebar [aria-label^="Back"]').click();
      await choose('Paste or Type JSON…', 'Choose a JSON File…');
      await workbench.quickInput.chooseFile(`${workbench.workspace}/broken.json`);
      const toast = await workbench.toast('The policy is not JSON.');
      await workbench.quickInput.waitFor('Choose a JSON File…');
      await pictures(workbench, 'requests-3-policy-broken-file');
      await toast.click('OK');
      await choose('Paste or Type JSON…', 'Choose a JSON File…');
      await workbench.quickInput.chooseFile(`${workbench.workspace}/reading.json`);
      await workbench.waitForStatus('s3-full-access (reading) 59m');
      await workbench.tree.waitForRow(TUTORIAL.euBucket);
      expect(await deniedUpload(bucket)).toContain('This session is narrowed (reading)');
      await pictures(workbench, 'requests-3-policy-session');
      await (await workbench.toast('s3:PutObject')).close();
    });

    it('how it is reached is in the menu of the session', async () => {
      await workbench.clickStatus('s3-full-access (reading)');
      await workbench.quickInput.waitFor('Show How Role Is Reached');
      await pictures(workbench, 'requests-6-actions');
      await workbench.quickInput.choose('Show How Role Is Reached');
      await workbench.quickInput.waitFor('How s3-full-access Is Reached');
      expect(await rows()).toMatch(/AssumeRole sts-s3-full-access-role[^]*Narrowed, reading[^]* \(reading\)/);
      await pictures(workbench, 'requests-6-plan');
      await workbench.quickInput.cancel();
    });
  });

  describe('as the user', () => {
    it('a session token by an MFA code, for 36 hours', async () => {
      await workbench.runCommand('AWS Role: Get Session Token…');
      await workbench.quickInput.waitFor('Whose keys?');
      await pictures(workbench, 'requests-4-token-keys');
      await workbench.quickInput.choose('ststestprofile');
      await workbench.quickInput.waitFor('Up to 36 hours');
      await pictures(workbench, 'requests-4-token-duration');
      await workbench.quickInput.choose('36 h');
      await workbench.quickInput.waitFor('Another MFA Device…');
      await pictures(workbench, 'requests-4-token-mfa');
      await workbench.quickInput.choose('Another MFA Device…');
      await workbench.quickInput.waitFor('The ARN of the device');
      await refused('my phone', 'MFA');
      await pictures(workbench, 'requests-4-token-device-refused');
      await answer('Get Session Token', mfaSerial);
      await answerCode('MFA code for a session token');
      await workbench.waitForStatus('35h 59m');
      expect(await tooltip('session token')).toContain(TUTORIAL.userArn);
      await pictures(workbench, 'requests-4-token-status');
    });

    it('a federation token, which needs a policy', async () => {
      await workbench.runCommand('AWS Role: Get Federation Token…');
      await choose('Whose permissions', 'ststestprofile');
      await workbench.quickInput.waitFor('The federated user’s name');
      await refused('x', 'name');
      await pictures(workbench, 'requests-4-federation-name-refused');
      await answer('Get Federation Token', 'visitor');
      await workbench.quickInput.waitFor('Without a policy it could do nothing');
      await pictures(workbench, 'requests-4-federation-policy');
      await workbench.quickInput.choose('Read-Only');
      await choose('Up to 36 hours', '15 min');
      await workbench.waitForStatus('visitor (read-only) 14m');
      expect(await tooltip('visitor')).toContain(`arn:aws:sts::${accountId}:federated-user/visitor`);
      await pictures(workbench, 'requests-4-federation-status');
    });
  });

  describe('with one MFA code for many roles', () => {
    async function assume(name: string): Promise<void> {
      await workbench.runCommand('AWS Role: Assume Role');
      await choose('Choose a role', name, name);
    }

    it('the second role asks for none', async () => {
      changeSettings(workbench, 'Machine', { 'roleSessions.mfaSessionDurationSeconds': 3600 });
      const before = calls('GetSessionToken').length;
      await assume('also-with-mfa');
      await answerCode('MFA code for a session token');
      await workbench.waitForStatus('also-with-mfa 59m');
      await assume('with-mfa');
      await workbench.waitForStatus('with-mfa 59m');
      await expect.poll(() => parametersOf('AssumeRole')['RoleArn']).toBe(TUTORIAL.mfaRoleArn);
      expect(calls('GetSessionToken').length).toBe(before + 1);
    });

    it('after it is forgotten, renewing asks again', async () => {
      await workbench.runCommand('AWS Role: Forget MFA Sessions');
      const toast = await workbench.toast('MFA sessions forgotten: 1. New sessions ask for a code.');
      await pictures(workbench, 'requests-5-forgotten');
      await toast.close();
      await workbench.runCommand('AWS Role: Renew Session');
      await workbench.quickInput.waitFor('MFA code for a session token');
      await pictures(workbench, 'requests-5-code');
    });
  });
});
