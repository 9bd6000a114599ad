// The first step of `npm start` and `npm test`: plain Node, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** `npm install` writes the lock file and its own record moments apart. */
const SLACK_MS = 10_000;

/** @returns {string | undefined} why the packages have to be fetched */
function reasonToInstall() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return 'node_modules is missing';
  const lock = statSync(join(root, 'package-lock.json')).mtimeMs;
  return lock > statSync(record).mtimeMs + SLACK_MS ? 'package-lock.json is newer than node_modules' : undefined;
}

function installDependencies() {
  const reason = reasonToInstall();
  if (reason === undefined) return;
  console.log(`Fetching the npm packages of package-lock.json: ${reason}.`);
  const started = Date.now();
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('`npm ci` failed; its own message is above. Is the npm registry reachable?');
    process.exit(1);
  }
  console.log(`npm packages: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Makes sure of Node and node_modules, then runs a TypeScript file in this process.
 * @param {string} file beside this one
 */
export async function runTypeScript(file) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
  process.chdir(root);
  installDependencies();
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(root, 'test/tools', file)).href);
}
