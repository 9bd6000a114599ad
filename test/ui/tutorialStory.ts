// The tutorial's story, done in the editor: from an empty profile folder to the role's AccessDenied.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox } from '../sandbox/index.js';
import type { Sandbox } from '../sandbox/index.js';
import { TUTORIAL, seedTutorial } from '../sandbox/seed.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { minorOf, oldestVsCode, type EditorVersion } from '../tools/editorVersions.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import type { Theme, Workbench } from './workbench/workbench.js';

const { bucket, readOnlyRoleArn, accessKeyId, secretAccessKey, region } = TUTORIAL;
const SCRIPT = '#!/bin/sh\necho "Installing Terraform…"\n';

interface Telling {
  readonly theme: Theme;
  readonly version: EditorVersion;
  /** What its pictures are called. */
  readonly pictures: string;
}

/** The tests of the story, for the `describe` of one editor. */
export function tellTutorial({ theme, version, pictures }: Telling): void {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      theme,
      version,
      files: { 'installing_terraform.sh': SCRIPT },
      settings: { 'terminal.integrated.shellIntegration.enabled': true },
      // The login shell that the editor asks for its environment sets PATH anew.
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n`,
    });
  });

  afterAll(async () => {
    await closeWorkbench(workbench);
    await sandbox.stop();
  });

  it(`is told in the ${version} editor`, async () => {
    const here = minorOf(await workbench.editorVersion());
    if (version === 'oldest') expect(here).toBe(minorOf(oldestVsCode()));
    else expect(here).not.toBe(minorOf(oldestVsCode()));
  });

  it('starts with no role, and says so', async () => {
    await workbench.waitForStatus('No AWS role');
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.waitForWelcome('Assume a role');
    await workbench.screenshot(`${pictures}-1-start`);
  });

  it('offers to set a role up when there is none', async () => {
    await workbench.clickStatus('No AWS role');
    await workbench.quickInput.waitFor('Open the AWS Config File');
    await workbench.screenshot(`${pictures}-2-no-roles`);
    await workbench.quickInput.cancel();
  });

  it('the user writes the profiles with the AWS CLI', async () => {
    const terminal = await workbench.openTerminal();
    await terminal.type('aws configure --profile ststestprofile');
    for (const [prompt, answer] of [
      ['Access Key ID', accessKeyId],
      ['Secret Access Key', secretAccessKey],
      ['Default region name', region],
      ['Default output format', 'json'],
    ] as const) {
      await terminal.waitForText(prompt);
      await terminal.type(answer);
    }
    const set = (key: string, value: string) => `aws configure set ${key} ${value} --profile`;
    const output = await terminal.run(
      [
        `${set('endpoint_url', sandbox.endpoint)} ststestprofile`,
        `${set('role_arn', readOnlyRoleArn)} s3-read-only`,
        `${set('source_profile', 'ststestprofile')} s3-read-only`,
        `${set('region', region)} s3-read-only`,
        `${set('endpoint_url', sandbox.endpoint)} s3-read-only`,
        // Debian's CLI does not know a profile's endpoint_url yet.
        `AWS_ENDPOINT_URL=${sandbox.endpoint} aws sts get-caller-identity --profile ststestprofile --output text`,
      ].join(' && '),
    );
    expect(output).toContain(`arn:aws:iam::${TUTORIAL.accountId}:user/mynewuser`);
  });

  it('assumes the role', async () => {
    await workbench.tree.welcomeButton('Assume Role').click();
    await workbench.quickInput.waitFor('s3-read-only');
    const [row] = await workbench.quickInput.rows();
    expect(row).toContain('123456789012');
    expect(row).toContain('from profile ststestprofile');
    expect(row).toContain('us-west-2');
    await workbench.screenshot(`${pictures}-3-pick-role`);
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    const tooltip = await workbench.statusTooltip('s3-read-only');
    expect(tooltip).toContain('arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/vscode-');
    expect(tooltip).toContain('profile ststestprofile');
    await workbench.screenshot(`${pictures}-4-status`);
  });

  it('a terminal acts as the role: it lists the bucket, and may not write to it', async () => {
    await workbench.runCommand('AWS Role: Open Terminal as Role');
    await workbench.terminal.waitReady();
    const identity = await workbench.terminal.run('aws sts get-caller-identity');
    expect(identity).toMatch(/"Arn": "arn:aws:sts::123456789012:assumed-role\/sts-s3-read-only-role\/vscode-/);
    expect(await workbench.terminal.run('aws s3 ls')).toContain(bucket);
    const denied = await workbench.terminal.run(`aws s3 cp installing_terraform.sh s3://${bucket}/`);
    expect(denied.replaceAll('\n', ' ')).toMatch(/AccessDenied.*PutObject/);
    await workbench.screenshot(`${pictures}-5-terminal`);
  });

  it('the S3 explorer shows the same bucket', async () => {
    await workbench.tree.expand(bucket);
    await workbench.tree.doubleClick('installing_terraform.sh');
    await workbench.waitForTab('installing_terraform.sh');
    await workbench.waitForEditorText('terraform');
    await workbench.screenshot(`${pictures}-6-explorer`);
  });

  it('an upload with the read-only role is denied, in words', async () => {
    await workbench.tree.contextMenu(bucket, 'Upload');
    await workbench.quickInput.waitFor('installing_terraform.sh');
    await workbench.quickInput.chooseFile(`${workbench.workspace}/installing_terraform.sh`);
    const toast = await workbench.toast('s3:PutObject');
    expect(toast.text).toContain('sts-s3-read-only-role');
    expect(toast.text).toContain(`arn:aws:s3:::${bucket}/installing_terraform.sh`);
    await workbench.screenshot(`${pictures}-7-denied`);
    expect(sandbox.requests.some(({ operation, status }) => operation === 'PutObject' && status === 200)).toBe(false);
  });

  it('after a reload the session is still there, and ends when the user ends it', async () => {
    await workbench.reload();
    await workbench.waitForStatus('s3-read-only 5');
    await workbench.clickStatus('s3-read-only');
    await workbench.quickInput.waitFor('End Session');
    await workbench.screenshot(`${pictures}-8-actions`);
    await workbench.quickInput.choose('End Session');
    await workbench.waitForStatus('No AWS role');
    const terminal = await workbench.openTerminal();
    expect(await terminal.run('env | grep -c "^AWS_" ; true')).toContain('0');
  });
}
