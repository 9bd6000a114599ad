// Starts the editor server with fresh folders, and a browser on its workbench.
import { cpSync, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { chromium, type BrowserContext } from 'playwright-core';
import { codeServer, type CodeServer } from './codeServer.js';
import { folderArguments, folderEnvironment, installVsix, linkExtensions } from './editorExtensions.js';
import type { EditorVersion } from './editorVersions.js';
import { cleanEnvironment, temporaryFolder } from './environment.js';
import { spawnGroup, stopGroup } from './processes.js';
import { chromiumPath } from './requirements.js';

const START_MS = 60_000;
const OLD_CODE_SERVER = join(import.meta.dirname, 'oldCodeServer.mjs');

/** Settings that keep the workbench still: no welcome page, experiments, updates, questions about trust. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'window.restoreWindows': 'none',
};

/** No question stands in the way: a folder is not trusted until the user says so. */
const RESTRICTED_SETTINGS: Readonly<Record<string, unknown>> = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'always',
};

export interface EditorOptions {
  /** Default: the newest. */
  readonly version?: EditorVersion;
  /** Holds data, extensions, logs and Chromium's profile; default: a fresh temporary folder. Keep its path short. */
  readonly dir?: string;
  /** HOME of the editor, its extension host and its terminals. */
  readonly home: string;
  /** Folders of extensions to install, as links: `<publisher>.<name>-<version>`. */
  readonly extensions?: readonly string[];
  /** A packaged extension to install, by the editor's own command. */
  readonly vsix?: string;
  /** User settings, written over QUIET_SETTINGS. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Leaves an existing settings.json of `dir` as the user left it. */
  readonly keepSettings?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders are asked about, and those that nobody trusts open in Restricted Mode. */
  readonly asksForTrust?: boolean;
  /** The smoke-test driver: makes the server read `payload`, and hides toasts. */
  readonly driver?: boolean;
  /** Loopback port; default: a free one. */
  readonly port?: number;
}

export interface EditorAddress {
  /** Folder to open; default: an empty window. */
  readonly folder?: string;
  /** A .code-workspace file to open instead. */
  readonly workspace?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

export interface Editor {
  readonly process: ChildProcess;
  readonly dir: string;
  readonly origin: string;
  url(address?: EditorAddress): string;
  stop(): Promise<void>;
  /** Removes `dir`; after `stop`. */
  remove(): void;
}

function writeSettings(dir: string, options: EditorOptions): void {
  const user = join(dir, 'data/User');
  mkdirSync(user, { recursive: true });
  const trust = options.asksForTrust === true ? RESTRICTED_SETTINGS : {};
  const text = JSON.stringify({ ...QUIET_SETTINGS, ...trust, ...options.settings }, null, 2);
  try {
    writeFileSync(join(user, 'settings.json'), text, { flag: options.keepSettings === true ? 'wx' : 'w' });
  } catch {
    // The user's own are there.
  }
}

function serverArguments(program: CodeServer, dir: string, options: EditorOptions): string[] {
  const ofVsCode = ['disable-experiments', ...(options.driver === true ? ['enable-smoke-test-driver'] : [])];
  const { takesOptions } = program;
  return [
    ...(takesOptions ? [program.entry] : [OLD_CODE_SERVER, program.entry]),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`, ...folderArguments(dir)],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(options.asksForTrust === true ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '--ignore-last-opened'],
    // openExternal asks no question.
    ...(takesOptions ? ['--link-protection-trusted-domains', '*'] : []),
    ...ofVsCode.flatMap((name) => (takesOptions ? ['--vscode-option', name] : [`--${name}`])),
  ];
}

async function listeningPort(server: ChildProcess, log: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`The editor did not start in ${START_MS} ms; see ${log}`)),
      START_MS,
    );
    server.stderr?.on('data', (data: Buffer) => {
      output += data.toString();
    });
    server.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    server.once('close', (code) => reject(new Error(`The editor ended with ${String(code)}: ${output}; see ${log}`)));
    server.once('error', reject);
    server.once('exit', () => clearTimeout(timer));
    server.stdout?.once('close', () => clearTimeout(timer));
    timer.unref();
  });
}

function urlOf(authority: string, address: EditorAddress): string {
  // The authority must equal the page's location.host.
  const uri = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const { folder, workspace, extensionDevelopmentPath, extensionTestsPath } = address;
  const opened = folder === undefined ? { ew: 'true' } : { folder };
  const query = new URLSearchParams(workspace === undefined ? opened : { workspace });
  const payload = Object.entries({ extensionDevelopmentPath, extensionTestsPath }).flatMap(([key, path]) =>
    path === undefined ? [] : [[key, uri(path)]],
  );
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://${authority}/?${query.toString()}`;
}

function spawnServer(program: CodeServer, dir: string, options: EditorOptions, log: string): ChildProcess {
  const server = spawnGroup(program.node, serverArguments(program, dir, options), {
    cwd: options.home,
    env: cleanEnvironment({ ...folderEnvironment(dir, options.home), ...options.env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stream = createWriteStream(log);
  server.stdout?.pipe(stream, { end: false });
  server.stderr?.pipe(stream, { end: false });
  server.once('close', () => stream.end());
  return server;
}

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const program = await codeServer(options.version ?? 'newest');
  const dir = options.dir ?? temporaryFolder();
  mkdirSync(options.home, { recursive: true });
  writeSettings(dir, options);
  linkExtensions(join(dir, 'ext'), options.extensions ?? []);
  writeFileSync(join(dir, 'config.yaml'), '');
  if (options.vsix !== undefined) await installVsix(options.vsix, program, dir, options.home);
  const log = join(dir, 'server.log');
  const server = spawnServer(program, dir, options, log);
  const authority = `127.0.0.1:${await listeningPort(server, log)}`;
  return {
    process: server,
    dir,
    origin: `http://${authority}`,
    url: (address = {}) => urlOf(authority, address),
    stop: () => stopGroup(server),
    remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Copies what explains a failure: the server's output, the editor's and the extension's logs, the page's console. */
export function keepLogs(editor: Editor, into: string): void {
  mkdirSync(into, { recursive: true });
  for (const [from, to] of [
    ['server.log', 'server.log'],
    ['page.log', 'page.log'],
    ['data/logs', 'logs'],
  ] as const) {
    try {
      cpSync(join(editor.dir, from), join(into, to), { recursive: true });
    } catch {
      // Not every kind of run writes every log.
    }
  }
}

/** Headless Chromium with a fresh profile below `dir`. */
export async function openBrowser(dir: string): Promise<BrowserContext> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH.');
  return chromium.launchPersistentContext(join(dir, 'chromium'), {
    executablePath,
    headless: true,
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}
