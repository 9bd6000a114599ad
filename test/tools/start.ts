// `npm start [-- --port N] [-- --desktop]`: the extension in a real editor, connected to the embedded sandbox.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { desktopEditor } from '../integration/runnerDesktop.js';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from './awsCli.js';
import { build } from './build.js';
import { startEditor } from './editor.js';
import { chosenVersion } from './editorVersions.js';
import { cleanEnvironment, isCi, prependPath, ROOT } from './environment.js';
import { spawnGroup, stopGroup } from './processes.js';
import { provide } from './requirements.js';
import { askedPort, ownPort } from './startPort.js';
import { prepareProfile, type Profile } from './startProfile.js';

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

async function startInBrowser(profile: Profile, env: Record<string, string>, port: number): Promise<Running> {
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
    port,
    env,
  });
  const url = editor.url({ folder: profile.workspace });
  console.log(`The editor is at  ${url}`);
  showInBrowser(url);
  return { ended: once(editor.process, 'exit'), stop: () => editor.stop() };
}

async function startOnDesktop(profile: Profile, env: Record<string, string>): Promise<Running> {
  const program = await desktopEditor(chosenVersion());
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

interface Options {
  readonly port?: string | undefined;
  readonly desktop?: boolean | undefined;
}

/** Runs until the editor ends. What it starts is told to `started` at once, so that it can be stopped at any time. */
async function run(options: Options, started: (stop: () => Promise<void>) => void): Promise<void> {
  // Before anything is written: what runs beside this one may use it.
  const asked = options.port === undefined ? undefined : await askedPort(options.port);
  const profile = prepareProfile();
  if (profile.number > 1) console.log('Another one is running: this one gets settings and AWS files of its own.');
  build();
  const sandbox = await startSeededSandbox();
  started(() => sandbox.stop());
  const { env } = await writeAwsFiles(join(profile.home, '.aws'), sandbox, { federated: true });
  const desktop = options.desktop ?? process.platform === 'win32';
  const editor = desktop
    ? await startOnDesktop(profile, { ...env })
    : await startInBrowser(profile, { ...env }, asked ?? (await ownPort(profile)));
  started(() => editor.stop());
  console.log(WHAT_TO_TRY);
  await editor.ended;
}

/** Settles on Ctrl+C, when the terminal closes, and when somebody ends us or npm. */
function stopAsked(): Promise<unknown> {
  return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, desktop: { type: 'boolean' } } });
  const stops: (() => Promise<void>)[] = [];
  try {
    await Promise.race([stopAsked(), run(values, (stop) => stops.unshift(stop))]);
  } finally {
    for (const stop of stops) await stop();
  }
}

const exitCode = await main().then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  },
);
// Whatever was still being fetched or started ends too: see processes.ts.
process.exit(exitCode);
