// Makes the walkthrough's pictures, media/walkthrough/*.webp, from its own story in the real workbench: npm run pictures
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/index.js';
import { NEW_ACCOUNT, seedNewAccount, WalkthroughStory, type Moment } from '../ui/walkthroughStory.js';
import { Workbench, type Theme } from '../ui/workbench/workbench.js';
import { awsCliFolder } from './awsCli.js';
import { keepLogs, openBrowser, startEditor } from './editor.js';
import { OUTPUT, ROOT, temporaryFolder } from './environment.js';
import { webpOf, type Clip } from './webp.js';

const PICTURES = join(ROOT, 'media/walkthrough');
const SIZE = { width: 1280, height: 800 };
const WIDTH = 640;

/** Which part of the window shows what each step is about. */
const SHOTS: Partial<Record<Moment, { readonly name: string; readonly clip: Clip }>> = {
  source: { name: 'source', clip: { x: 340, y: 6, width: 602, height: 116 } },
  role: { name: 'role', clip: { x: 340, y: 0, width: 860, height: 640 } },
  picker: { name: 'assume', clip: { x: 340, y: 6, width: 602, height: 90 } },
  terminal: { name: 'terminal', clip: { x: 350, y: 440, width: 900, height: 360 } },
  s3: { name: 's3', clip: { x: 0, y: 36, width: 640, height: 400 } },
  explained: { name: 'denied', clip: { x: 352, y: 36, width: 928, height: 764 } },
};

const SETTINGS = {
  'window.autoDetectColorScheme': false,
  'workbench.reduceMotion': 'on',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.guides.indentation': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.defaultProfile.linux': 'bash',
  'terminal.integrated.shellIntegration.enabled': false,
};

async function tell(workbench: Workbench, admin: ReturnType<typeof seedNewAccount>): Promise<void> {
  const moment = async (name: Moment) => {
    const shot = SHOTS[name];
    if (shot === undefined) return;
    await workbench.page.mouse.move(SIZE.width / 2, 5); // Nothing hovered.
    const file = join(PICTURES, `${shot.name}-${workbench.theme}.webp`);
    const picture = await webpOf(workbench.page, shot.clip, WIDTH);
    writeFileSync(file, picture);
    console.log(`${file} ${picture.length} bytes`);
  };
  const story = new WalkthroughStory({ workbench, moment });
  await story.begin();
  await story.addSource(admin);
  await story.setUpRole();
  await story.assume();
  await story.useTerminal();
  await story.browse();
  await story.beDenied();
}

async function takeAll(theme: Theme): Promise<void> {
  const folder = temporaryFolder();
  const [home, workspace] = [join(folder, 'home'), join(folder, 'demo')];
  const cli = await awsCliFolder();
  if (cli === undefined) throw new Error('There is no AWS CLI here that follows AWS_ENDPOINT_URL.');
  for (const made of [home, workspace, PICTURES]) mkdirSync(made, { recursive: true });
  writeFileSync(join(home, '.bashrc'), `PS1='$ '\nPATH="${cli}:$PATH"\n`);
  writeFileSync(join(workspace, NEW_ACCOUNT.file), 'Hello!\n');
  const sandbox = await startSandbox();
  const admin = seedNewAccount(sandbox);
  const editor = await startEditor({
    dir: join(folder, 'e'),
    home,
    extensions: [ROOT],
    settings: {
      ...SETTINGS,
      'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
    },
    env: { SHELL: '/bin/bash', AWS_ENDPOINT_URL: sandbox.endpoint },
  });
  const browser = await openBrowser(editor.dir);
  const page = browser.pages()[0] ?? (await browser.newPage());
  try {
    await page.setViewportSize(SIZE);
    await page.goto(editor.url({ folder: workspace }));
    const workbench = new Workbench(page, home, workspace, theme);
    await workbench.waitReady();
    await tell(workbench, admin);
  } catch (error) {
    const evidence = join(OUTPUT, 'pictures');
    keepLogs(editor, evidence);
    await page.screenshot({ path: join(evidence, 'walkthrough.png') }).catch(() => undefined);
    throw error;
  } finally {
    await browser.close();
    await editor.stop();
    await sandbox.stop();
  }
}

await takeAll('dark');
await takeAll('light');
