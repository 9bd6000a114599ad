// The first step of `npm start`, `npm test` and `npm run package`: plain Node, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endWithParent } from './parent.mjs';

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

/**
 * @param {readonly string[]} command
 * @returns {string | undefined} npm's complaint when it failed
 */
function npm(command) {
  const program = process.env['npm_execpath'];
  const args = [...command, '--no-audit', '--no-fund', '--loglevel=error'];
  /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const { status, stderr, error } = program?.endsWith('.js')
    ? spawnSync(process.execPath, [program, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0 ? undefined : (error?.message ?? stderr);
}

function installDependencies() {
  const reason = reasonToInstall();
  if (reason === undefined) return;
  console.log(`Fetching the npm packages of package-lock.json: ${reason}.`);
  const started = Date.now();
  let complaint = npm(['ci']);
  if (complaint?.includes('EUSAGE')) {
    // A registry mirror without every optional binary of other platforms: `npm ci` then takes the lock file for stale.
    console.log('`npm ci` misses optional packages in the lock file; `npm install` takes the same versions from it.');
    complaint = npm(['install', '--no-save']);
  }
  if (complaint !== undefined) {
    console.error(`${complaint}\nThe npm packages could not be installed. Is the npm registry reachable?`);
    process.exit(1);
  }
  console.log(`npm packages: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Makes sure of Node and node_modules, then runs a TypeScript file in this process.
 * @param {string} file its path from this folder
 */
export async function runTypeScript(file) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
  process.chdir(root);
  endWithParent();
  installDependencies();
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(root, 'test/tools', file)).href);
}
