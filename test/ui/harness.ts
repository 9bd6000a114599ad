// Opens the extension in a real editor and browser, for one user with an empty HOME. Imported by tests: what they
// open is closed after their file, and a failing test leaves a screenshot and the editor's logs in test/.output.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { writeAwsFiles, type Sandbox } from '../sandbox/index.js';
import { PSEUDO_LOCALE } from '../support/pseudo.js';
import { keepLogs, openBrowser, startEditor, type Editor } from '../tools/editor.js';
import { chosenVersion, type EditorVersion } from '../tools/editorVersions.js';
import { OUTPUT, ROOT, temporaryFolder } from '../tools/environment.js';
import { speakLanguage, writePseudoExtension } from '../tools/pseudoExtension.js';
import { writeWorkspace } from '../tools/workspaces.js';
import { Workbench, type Theme } from './workbench/workbench.js';

const THEMES: Readonly<Record<Theme, string>> = { light: 'Default Light Modern', dark: 'Default Dark Modern' };
const FAILURES = join(OUTPUT, 'ui-failures');
/** A prompt that is the same everywhere, and short. */
const PLAIN_SHELL = "PS1='$ '\n";

export interface WorkbenchOptions {
  /** Default: ROLE_SESSIONS_TEST_VERSION, else the newest. */
  readonly version?: EditorVersion;
  /** The extension's folder; default: this checkout. */
  readonly extension?: string;
  /** Folders of extensions to install beside it. */
  readonly others?: readonly string[];
  /** A .vsix to install instead of it, by the editor's own command. */
  readonly vsix?: string;
  /** The extension speaks the pseudo-locale. */
  readonly isPseudo?: boolean;
  /** The display language of the window, for the extension alone; default: English. */
  readonly language?: 'de';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** The folder is not trusted: the window is in Restricted Mode. */
  readonly isRestricted?: boolean;
  /** Files of the opened folder: path → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders below the one that would be opened, which are opened as a workspace instead. */
  readonly folders?: readonly string[];
  /** Writes ~/.aws/config and ~/.aws/credentials with the tutorial's profiles, at this endpoint. */
  readonly sandbox?: Pick<Sandbox, 'endpoint'>;
  /** Text of ~/.aws/config and ~/.aws/credentials; default: neither file exists. */
  readonly aws?: { readonly config?: string; readonly credentials?: string };
  /** Further files of HOME: path → text. */
  readonly homeFiles?: Readonly<Record<string, string>>;
  /** Text of HOME's .bashrc, after a plain prompt. */
  readonly rcFile?: string;
  /** Shares the browser of that window, and closes with it. */
  readonly beside?: Workbench;
  /** Where the browser finds an editor instead of at its own address. */
  readonly through?: (url: string) => string;
  /** Further environment of the editor, and so of the extension host and terminals. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Opened {
  readonly workbench: Workbench;
  readonly editor: Editor;
  readonly browser: BrowserContext;
  readonly folder: string;
}

const opened = new Map<Workbench, Opened>();

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function prepareHome(home: string, options: WorkbenchOptions): Promise<void> {
  writeFiles(home, { '.bashrc': PLAIN_SHELL + (options.rcFile ?? ''), ...options.homeFiles });
  if (options.sandbox !== undefined) await writeAwsFiles(join(home, '.aws'), options.sandbox);
  const { config, credentials } = options.aws ?? {};
  if (config !== undefined) writeFiles(home, { '.aws/config': config });
  if (credentials !== undefined) writeFiles(home, { '.aws/credentials': credentials });
}

function settingsOf(options: WorkbenchOptions): Record<string, unknown> {
  return {
    'workbench.colorTheme': THEMES[options.theme ?? 'dark'],
    'window.autoDetectColorScheme': false,
    // Rows of text in the page, where tests can read them.
    'terminal.integrated.gpuAcceleration': 'off',
    'terminal.integrated.defaultProfile.linux': 'bash',
    'terminal.integrated.shellIntegration.enabled': false,
    'editor.minimap.enabled': false,
    ...options.settings,
  };
}

function extensionFolder(options: WorkbenchOptions, folder: string): string {
  if (options.isPseudo !== true) return options.extension ?? ROOT;
  const extension = join(folder, 'extension');
  writePseudoExtension(extension);
  return extension;
}

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const folder = temporaryFolder();
  const home = join(folder, 'home');
  const workspace = join(folder, 'workspace');
  await prepareHome(home, options);
  writeFiles(workspace, options.files ?? {});
  const editor = await startEditor({
    version: options.version ?? chosenVersion(),
    dir: join(folder, 'e'),
    home,
    ...(options.vsix === undefined
      ? { extensions: [extensionFolder(options, folder), ...(options.others ?? [])] }
      : { vsix: options.vsix }),
    settings: settingsOf(options),
    asksForTrust: options.isRestricted === true,
    env: { SHELL: '/bin/bash', ...options.env },
  });
  try {
    const shared = options.beside && opened.get(options.beside)?.browser;
    const browser = shared ?? (await openBrowser(editor.dir));
    const page = (shared === undefined ? browser.pages()[0] : undefined) ?? (await browser.newPage());
    const workbench = new Workbench(page, home, workspace, options.theme ?? 'dark');
    opened.set(workbench, { workbench, editor, browser, folder });
    const language = options.isPseudo === true ? PSEUDO_LOCALE : options.language;
    if (language !== undefined) await speakLanguage(page, language);
    const { folders } = options;
    const address = folders === undefined ? { folder: workspace } : { workspace: writeWorkspace(workspace, folders) };
    await page.goto((options.through ?? ((url: string) => url))(editor.url(address)));
    await workbench.waitReady();
    return workbench;
  } catch (error) {
    await keepEvidence('open');
    await editor.stop();
    throw error;
  }
}

/** Another window of the same editor, on no folder. Closed with the first. */
export async function openWindow(first: Workbench): Promise<Workbench> {
  const entry = opened.get(first);
  if (entry === undefined) throw new Error('That window is closed');
  const page = await entry.browser.newPage();
  const workbench = new Workbench(page, first.home, first.workspace, first.theme);
  await page.goto(entry.editor.url());
  await workbench.waitReady();
  return workbench;
}

/** Closes the window and its editor, and removes what they wrote. */
export async function closeWorkbench(workbench: Workbench): Promise<void> {
  const entry = opened.get(workbench);
  if (entry === undefined) return;
  opened.delete(workbench);
  await entry.browser.close();
  await entry.editor.stop();
  rmSync(entry.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Test files run side by side: the file's name keeps their tests apart. */
async function keepEvidence(test: string): Promise<void> {
  const file = basename(expect.getState().testPath ?? '', '.test.ts');
  const name = `${file}-${test}`.replace(/[^\w]+/g, '-').slice(0, 80);
  let index = 0;
  for (const { workbench, editor } of opened.values()) {
    index += 1;
    const into = join(FAILURES, index === 1 ? name : `${name}-${index}`);
    keepLogs(editor, into);
    await workbench.page.screenshot({ path: join(into, 'screenshot.png') }).catch(() => undefined);
    console.log(`A screenshot and the editor's logs are in ${into}`);
  }
}

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepEvidence(task.name);
});

afterAll(async () => {
  for (const workbench of [...opened.keys()]) await closeWorkbench(workbench);
});
