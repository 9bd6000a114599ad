// The .vsix, installed as the README says, does what the checkout does: nothing that it needs was left out of it.
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { EDITOR_VERSIONS } from '../tools/editorVersions.js';
import { temporaryFolder } from '../tools/environment.js';
import { packForEditor } from '../tools/release/pack.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

const folder = temporaryFolder();
const vsix = join(folder, 'role-sessions.vsix');
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
  await packForEditor(vsix);
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('Extensions: Install from VSIX…', () => {
  it('installs it, and it is active at once', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    const manifest = { publisher: 'somebody', name: 'other', version: '1.0.0', engines: { vscode: '*' } };
    writeFileSync(join(other, 'package.json'), JSON.stringify(manifest));
    const workbench = await openWorkbench({ extension: other });
    await workbench.runCommand('Extensions: Install from VSIX...');
    await workbench.quickInput.chooseFile(vsix);
    const install = workbench.page.locator('.quick-input-widget .monaco-button', { hasText: 'Install' });
    // An Enter is lost while the dialog lists the folder.
    await waitUntil(async () => {
      if (await install.isVisible()) await install.click({ timeout: 1000 }).catch(() => undefined);
      return !(await install.isVisible());
    }, 'the end of the file dialog');
    await workbench.waitForStatus('No AWS role', 60_000);
    await closeWorkbench(workbench);
  });
});

describe.each(EDITOR_VERSIONS)('the .vsix in the %s editor', (version) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench({ version, vsix, sandbox });
  });
  afterAll(() => closeWorkbench(workbench));

  it('is installed, and nothing of the checkout is', () => {
    const extensions = join(workbench.home, '../e/ext');
    const folders = readdirSync(extensions).filter((name) => lstatSync(join(extensions, name)).isDirectory());
    expect(folders).toEqual([expect.stringMatching(/^role-sessions\.role-sessions-\d+\.\d+\.\d+/)]);
    expect(readdirSync(join(extensions, folders[0]!))).toContain('dist');
  });

  it('is active, and its commands have titles', async () => {
    await workbench.waitForStatus('No AWS role');
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
  });

  it("shows the role's bucket", async () => {
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.expand(TUTORIAL.bucket);
    await workbench.tree.doubleClick('installing_terraform.sh');
    await workbench.waitForEditorText('terraform');
    await workbench.screenshot(`packaged-${version}`);
  });
});
