// `npm start [-- --port N] [-- --desktop]`: the extension in a real editor, connected to the embedded sandbox.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { desktopEditor } from '../integration/runnerDesktop.js';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from './awsCli.js';
import { cacheRoot } from './cache.js';
import { startEditor } from './editor.js';
import { cleanEnvironment, isCi, prependPath, ROOT } from './environment.js';
import { spawnGroup, stopGroup } from './processes.js';
import { provide } from './requirements.js';

/** Kept the same so that the browser finds its stored sessions again. */
const PORT = 8123;
const DEMO_FILES = {
  'installing_terraform.sh': '#!/bin/sh\n# The file that the tutorial tries to upload.\napt-get install -y terraform\n',
  'README.md': '# A folder to try Role Sessions in\n\nUpload `installing_terraform.sh` from here.\n',
};

interface Profile {
  readonly folder: string;
  readonly home: string;
  readonly workspace: string;
}

/** What persists between starts (settings, the demo folder), one per checkout. */
function prepareProfile(): Profile {
  const folder = join(cacheRoot(), `try-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`);
  const home = join(folder, 'home');
  const workspace = join(folder, 'demo');
  mkdirSync(home, { recursive: true });
  mkdirSync(workspace, { recursive: true });
  for (const [name, text] of Object.entries(DEMO_FILES)) {
    if (!existsSync(join(workspace, name))) writeFileSync(join(workspace, name), text);
  }
  return { folder, home, workspace };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function choosePort(asked: string | undefined): Promise<number> {
  const port = Number(asked ?? PORT);
  if (await isFree(port)) return port;
  if (asked !== undefined) throw new Error(`Port ${asked} is taken.`);
  return 0;
}

/** Opens the URL where somebody is likely to be looking. */
function showInBrowser(url: string): void {
  if (isCi()) return;
  const { platform } = process;
  if (platform === 'linux' && (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') === '') return;
  const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...args] = openers[platform] ?? ['xdg-open'];
  const browser = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  browser.once('error', () => console.log('No browser could be opened: follow the URL.'));
  browser.unref();
}

function build(): void {
  if (spawnSync(process.execPath, ['esbuild.js'], { cwd: ROOT, stdio: 'inherit' }).status !== 0) {
    throw new Error('The build failed.');
  }
}

const WHAT_TO_TRY = `
What to try:
  1. Click "No AWS role" in the status bar (or F1 > "AWS Role: Assume Role") and choose s3-read-only.
  2. Open a terminal: aws sts get-caller-identity; aws s3 ls; aws s3 ls s3://${TUTORIAL.bucket}
  3. Browse the same buckets in the AWS view of the activity bar.
  4. aws s3 cp installing_terraform.sh s3://${TUTORIAL.bucket}   is denied: the role is read-only.
     Choose s3-full-access and try again.
  5. with-mfa asks for a code; the device's secret is ${TUTORIAL.mfaSecretBase32}.
  6. sso-read-only, sso-admin, sso-second-account and sso-legacy sign in to IAM Identity Center in the browser.
After a rebuild (npm run build): F1 > "Developer: Reload Window". Ctrl+C stops everything.`;

interface Running {
  /** Settles when the editor has ended by itself. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

async function startInBrowser(
  profile: Profile,
  env: Record<string, string>,
  port: string | undefined,
): Promise<Running> {
  const missing = await provide(new Set(['editor', 'aws']));
  const noEditor = missing.get('editor');
  if (noEditor !== undefined) throw new Error(noEditor);
  for (const reason of missing.values()) console.log(`Without it the terminal has no \`aws\`: ${reason}`);
  const aws = await awsCliFolder();
  if (aws !== undefined) {
    // The login shell that the editor asks for its environment sets PATH anew.
    writeFileSync(join(profile.home, '.bashrc'), `PATH="${aws}:$PATH"\n`);
  }
  const editor = await startEditor({
    dir: profile.folder,
    home: profile.home,
    extensions: [ROOT],
    keepSettings: true,
    port: await choosePort(port),
    env,
  });
  const url = editor.url({ folder: profile.workspace });
  console.log(`The editor is at  ${url}`);
  showInBrowser(url);
  return { ended: once(editor.process, 'exit'), stop: () => editor.stop() };
}

async function startOnDesktop(profile: Profile, env: Record<string, string>): Promise<Running> {
  const program = await desktopEditor();
  const aws = await awsCliFolder();
  const own = [
    '--user-data-dir',
    join(profile.folder, 'desktop'),
    '--extensions-dir',
    join(profile.folder, 'desktop-ext'),
  ];
  // The developer's own HOME: the system's keychain, which SecretStorage needs, is found through it.
  const home = process.env['HOME'] === undefined ? {} : { HOME: process.env['HOME'] };
  const editor = spawnGroup(
    program,
    ['--extensionDevelopmentPath', ROOT, ...own, '--disable-workspace-trust', '--wait', profile.workspace],
    {
      env: cleanEnvironment({ ...env, ...home, ...(aws === undefined ? {} : { PATH: prependPath(aws) }) }),
      stdio: 'ignore',
    },
  );
  console.log('VS Code is starting on the desktop.');
  return { ended: once(editor, 'exit'), stop: () => stopGroup(editor) };
}

async function startSeededSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  console.log(`The sandbox (STS, IAM, S3, Identity Center) is at  ${sandbox.endpoint}`);
  return sandbox;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, desktop: { type: 'boolean' } } });
  build();
  const profile = prepareProfile();
  const sandbox = await startSeededSandbox();
  try {
    const { env } = await writeAwsFiles(join(profile.home, '.aws'), sandbox, { federated: true });
    const desktop = values.desktop ?? process.platform === 'win32';
    const editor = desktop
      ? await startOnDesktop(profile, { ...env })
      : await startInBrowser(profile, { ...env }, values.port);
    console.log(WHAT_TO_TRY);
    const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
    await Promise.race([asked, editor.ended]);
    await editor.stop();
  } finally {
    await sandbox.stop();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
