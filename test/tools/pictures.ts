// Makes the README's pictures, media/readme/*.png, from the real workbench against a sandbox: npm run pictures
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, TUTORIAL, writeAwsFiles, seedTutorial, type Sandbox } from '../sandbox/index.js';
import { Workbench } from '../ui/workbench/workbench.js';
import { awsCliFolder } from './awsCli.js';
import { keepLogs, openBrowser, startEditor } from './editor.js';
import { OUTPUT, ROOT, temporaryFolder } from './environment.js';

const PICTURES = join(ROOT, 'media/readme');
const SIZE = { width: 1200, height: 750 };
const SIDE_BAR_EDGE = 430;
const ROLE = 's3-read-only';
const FILE = 'installing_terraform.sh';

const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  'workbench.reduceMotion': 'on',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.fontSize': 13,
  'terminal.integrated.defaultProfile.linux': 'bash',
};

/** The tutorial's profiles; the session is named after nobody. */
async function prepareHome(home: string, workspace: string, sandbox: Sandbox): Promise<void> {
  await writeAwsFiles(join(home, '.aws'), sandbox, {
    profiles: {
      [ROLE]: {
        role_arn: TUTORIAL.readOnlyRoleArn,
        source_profile: 'ststestprofile',
        role_session_name: 'mytestsession',
        region: TUTORIAL.region,
        endpoint_url: sandbox.endpoint,
      },
    },
  });
  const cli = await awsCliFolder();
  if (cli === undefined) throw new Error('There is no AWS CLI here that follows AWS_ENDPOINT_URL.');
  // The login shell that the editor asks for its environment sets PATH anew.
  writeFileSync(join(home, '.bashrc'), `PS1='$ '\nPATH="${cli}:$PATH"\n`);
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, FILE), '#!/bin/sh\necho "Installing Terraform…"\n');
}

async function take(workbench: Workbench, name: string): Promise<void> {
  const { page } = workbench;
  await page.mouse.move(SIZE.width / 2, 5); // Nothing hovered.
  await page.locator('.monaco-hover:visible, .monaco-progress-container.active').waitFor({ state: 'hidden' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  console.log(path);
}

/** Names, sizes and dates fit. */
async function widenSideBar({ page }: Workbench): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (bar === null) throw new Error('The side bar is closed');
  const edge = bar.x + bar.width + 2;
  await page.mouse.move(edge, SIZE.height / 3);
  await page.mouse.down();
  await page.mouse.move(edge + 20, SIZE.height / 3);
  await page.mouse.move(SIDE_BAR_EDGE, SIZE.height / 3);
  await page.mouse.up();
}

async function overview(workbench: Workbench): Promise<void> {
  await workbench.openView('AWS Role Sessions');
  await widenSideBar(workbench);
  await workbench.runCommand('AWS Role: Assume Role');
  await workbench.quickInput.waitFor(ROLE);
  await workbench.quickInput.choose(ROLE);
  await workbench.waitForStatus(`${ROLE} 59m`);

  await workbench.tree.expand(TUTORIAL.bucket);
  await workbench.tree.expand('logs');
  await workbench.tree.expand('2026');
  await workbench.tree.doubleClick(FILE);
  await workbench.waitForEditorText('terraform');

  await workbench.runCommand('AWS Role: Open Terminal as Role');
  await workbench.terminal.waitReady();
  await workbench.terminal.type('aws sts get-caller-identity');
  await workbench.terminal.waitForText(/"Arn": .*mytestsession"\s*}\s*\$/);
  await workbench.terminal.type('aws s3 ls');
  await workbench.terminal.waitForText(new RegExp(`${TUTORIAL.bucket}\\s*\\$`));
  await take(workbench, 'overview');
}

async function denied(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Panel Visibility');
  await workbench.page.locator('.part.panel').waitFor({ state: 'hidden' });
  await workbench.tree.contextMenu(TUTORIAL.bucket, 'Upload');
  await workbench.quickInput.waitFor(FILE);
  await workbench.quickInput.type(join(workbench.workspace, FILE));
  await workbench.quickInput.accept();
  await workbench.toast('s3:PutObject');
  const toast = workbench.page.locator('.notification-toast', { hasText: 's3:PutObject' });
  await toast.hover();
  await toast.locator('.codicon-notifications-expand').click();
  await toast.locator('.codicon-notifications-collapse').waitFor();
  await take(workbench, 'denied');
}

async function main(): Promise<void> {
  const folder = temporaryFolder();
  const home = join(folder, 'home');
  const workspace = join(folder, 'demo');
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  await prepareHome(home, workspace, sandbox);
  const editor = await startEditor({
    dir: join(folder, 'e'),
    home,
    extensions: [ROOT],
    settings: SETTINGS,
    env: { SHELL: '/bin/bash' },
  });
  const browser = await openBrowser(editor.dir);
  const page = browser.pages()[0] ?? (await browser.newPage());
  try {
    await page.setViewportSize(SIZE);
    await page.goto(editor.url({ folder: workspace }));
    const workbench = new Workbench(page, home, workspace, 'dark');
    await workbench.waitReady();
    mkdirSync(PICTURES, { recursive: true });
    await overview(workbench);
    await denied(workbench);
  } catch (error) {
    const evidence = join(OUTPUT, 'pictures');
    keepLogs(editor, evidence);
    await page.screenshot({ path: join(evidence, 'screenshot.png') }).catch(() => undefined);
    throw error;
  } finally {
    await browser.close();
    await editor.stop();
    await sandbox.stop();
  }
}

await main();
