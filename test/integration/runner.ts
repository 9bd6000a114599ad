// Runs the integration tests inside a real extension host:
// `tsx test/integration/runner.ts [--desktop] [--version newest|oldest] [--pseudo] [--suite shells|folders|german] [--grep TEXT]`.
// Suites: ./shells are of terminals whose shells are zsh and fish, ./folders of a workspace that has several, ./german of
// a window whose display language that is. With
// --pseudo the extension speaks the pseudo-locale, and no text may have been forgotten.
// They find an empty HOME with empty AWS files, and start the sandboxes they want in their own process.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { cleanEnvironment, EXAMPLE, isCi, JUPYTER, OUTPUT, ROOT, temporaryFolder } from '../tools/environment.js';
import { speakLanguage, writePseudoExtension } from '../tools/pseudoExtension.js';
import { chosenVersion, onDesktop, type EditorVersion } from '../tools/editorVersions.js';
import { plain, PSEUDO_LOCALE } from '../support/pseudo.js';
import { keepLogs, openBrowser, startEditor, type Editor } from '../tools/editor.js';
import { freePort } from '../tools/ports.js';
import { writeWorkspace } from '../tools/workspaces.js';
import { bundleSuite } from './runnerBundle.js';
import { runOnDesktop } from './runnerDesktop.js';

const LIMIT_MS = Number(process.env['ROLE_SESSIONS_TEST_LIMIT_MS'] ?? 600_000);

/** The run's reports and logs, by its name: those in both editors go on side by side. */
interface Outputs {
  /** The bundled suite. */
  readonly suite: string;
  readonly mocha: string;
  readonly result: string;
  /** The editor's own logs, where the run failed. */
  readonly logs: string;
}

const SUITES = ['shells', 'folders', 'german'] as const;
type Suite = (typeof SUITES)[number];

interface Chosen {
  readonly version: EditorVersion;
  readonly isPseudo: boolean;
  /** Those of that folder instead. */
  readonly suite: Suite | undefined;
  readonly grep: string | undefined;
}

function outputsOf({ version, isPseudo, suite }: Chosen): Outputs {
  const marks = [suite ?? [], version === 'newest' ? [] : version, isPseudo ? 'pseudo' : []];
  const parts = ['integration', ...marks.flat()];
  const name = join(OUTPUT, parts.join('-'));
  return { suite: name, mocha: `${name}-mocha.log`, result: `${name}.json`, logs: `${name}-logs` };
}

/** Follows the workbench's log into page.log; resolves with the exit code that the workbench reports for the suite. */
async function suiteExitCode(page: Page, editor: Editor, url: string): Promise<number> {
  const lines: string[] = [];
  try {
    return await new Promise<number>((resolve, reject) => {
      const fail = (text: string) => () => reject(new Error(text));
      setTimeout(fail(`no result after ${LIMIT_MS} ms`), LIMIT_MS).unref();
      editor.process.once('exit', fail('the editor ended'));
      page.once('crash', fail('the page crashed'));
      const start = async () => {
        await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
          lines.push(`${type}: ${format(...args)}`);
        });
        await page.exposeFunction('codeAutomationExit', resolve);
        await page.goto(url);
      };
      start().catch(reject);
    });
  } finally {
    writeFileSync(join(editor.dir, 'page.log'), lines.join('\n'));
  }
}

interface Run extends Chosen {
  readonly outputs: Outputs;
  /** The extension's folder. */
  readonly extension: string;
  /** The folder that is opened, or the file that names several. */
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Whether the extension has written logs, all in English. */
function isLogEnglish(folder: string): boolean {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const logs = names.filter((name) => /role-sessions[^/]*\/[^/]+\.log$/.test(name));
  const lines = logs.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const wrong = lines.filter((line) => line !== plain(line));
  if (lines.length < 10) console.log(`The extension wrote no log: ${logs.join(', ')}`);
  if (wrong.length > 0) console.log(`The log is not in English:\n${wrong.join('\n')}`);
  return lines.length >= 10 && wrong.length === 0;
}

async function runOnServer(
  suite: string,
  { version, outputs, extension, isPseudo, suite: chosen, workspace, env }: Run,
): Promise<number> {
  const home = env['HOME'] ?? homedir();
  const editor = await startEditor({ version, home, extensions: [EXAMPLE, JUPYTER], env, driver: true });
  let code = 1;
  try {
    const browser = await openBrowser(editor.dir);
    const page = browser.pages()[0] ?? (await browser.newPage());
    if (isPseudo) await speakLanguage(page, PSEUDO_LOCALE);
    if (chosen === 'german') await speakLanguage(page, 'de');
    const opened = workspace.endsWith('.code-workspace') ? { workspace } : { folder: workspace };
    const url = editor.url({ ...opened, extensionDevelopmentPath: extension, extensionTestsPath: suite });
    code = await suiteExitCode(page, editor, url).finally(() => browser.close());
  } catch (error) {
    console.log(`Extension host: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await editor.stop();
    if (isPseudo && !isLogEnglish(join(editor.dir, 'data/logs'))) code = 1;
    if (code !== 0) keepLogs(editor, outputs.logs);
    editor.remove();
  }
  return code;
}

/** A HOME and AWS files of its own below `folder`: the developer's are never read. */
function prepareEnvironment(folder: string, proxyPort: number): Record<string, string> {
  const home = join(folder, 'home');
  const aws = join(home, '.aws');
  mkdirSync(aws, { recursive: true });
  const files = { AWS_CONFIG_FILE: join(aws, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(aws, 'credentials') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  return {
    ...files,
    HOME: home,
    USERPROFILE: home,
    ...proxyEnvironment(proxyPort),
    ...(isCi() ? { CI: 'true' } : {}),
  };
}

/** The editor reads these when it starts. Tests of proxies listen on that port; nothing else goes through it. */
function proxyEnvironment(port: number): Record<string, string> {
  const [proxy, direct] = [`http://127.0.0.1:${port}`, '127.0.0.1,localhost,.direct.invalid'];
  return { HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: direct, no_proxy: direct };
}

interface MochaStats {
  readonly tests: number;
  readonly failures: number;
}

/** A host that dies is reported as exit code 0 as well: only Mocha's own statistics are a verdict. */
function verdict(code: number, result: string): boolean {
  if (!existsSync(result)) {
    console.log('No verdict from Mocha: the extension host died, or never started.');
    return false;
  }
  const stats = JSON.parse(readFileSync(result, 'utf8')) as MochaStats;
  if (stats.tests === 0) console.log('No integration test ran.');
  return code === 0 && stats.tests > 0 && stats.failures === 0;
}

/** What the suite is told; see index.ts. */
function suiteEnvironment({ version, isPseudo, grep }: Chosen, outputs: Outputs): Record<string, string> {
  return {
    EXTHOST_TEST_LOG: outputs.mocha,
    EXTHOST_TEST_RESULT: outputs.result,
    EXTHOST_TEST_VERSION: version,
    ...(isPseudo ? { EXTHOST_TEST_PSEUDO: 'true' } : {}),
    ...(grep === undefined ? {} : { EXTHOST_TEST_GREP: grep }),
  };
}

/** Where the extension is that the suite must be a part of, to be given the same `vscode`. */
function prepareExtension(isPseudo: boolean, folder: string, outputs: Outputs): { extension: string; suite: string } {
  if (!isPseudo) return { extension: ROOT, suite: outputs.suite };
  const extension = join(folder, 'extension');
  writePseudoExtension(extension);
  symlinkSync(join(ROOT, 'node_modules'), join(extension, 'node_modules'));
  return { extension, suite: join(extension, 'suite') };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      desktop: { type: 'boolean' },
      version: { type: 'string' },
      pseudo: { type: 'boolean' },
      suite: { type: 'string' },
      grep: { type: 'string' },
    },
  });
  const version = chosenVersion(values.version);
  const { pseudo: isPseudo = false, grep } = values;
  const suite = SUITES.find((name) => name === values.suite);
  if (values.suite !== undefined && suite === undefined) throw new Error(`There is no suite ${values.suite}`);
  const chosen: Chosen = { version, isPseudo, suite, grep };
  const outputs = outputsOf(chosen);
  const folder = temporaryFolder();
  mkdirSync(OUTPUT, { recursive: true });
  const below = join(folder, 'workspace');
  mkdirSync(below);
  const workspace = suite === 'folders' ? writeWorkspace(below, ['one', 'two', 'three']) : below;
  const env = {
    ...prepareEnvironment(folder, await freePort()),
    ...suiteEnvironment(chosen, outputs),
  };
  for (const stale of [outputs.suite, outputs.mocha, outputs.result, outputs.logs])
    rmSync(stale, { recursive: true, force: true });
  try {
    const { extension, suite: suiteFolder } = prepareExtension(chosen.isPseudo, folder, outputs);
    const bundled = await bundleSuite(suiteFolder, suite ?? '.');
    // A desktop editor takes another language from a language pack only.
    const isDesktop = (values.desktop ?? onDesktop()) && !chosen.isPseudo && suite !== 'german';
    const code = isDesktop
      ? await runOnDesktop(bundled, { version, workspace, env: cleanEnvironment(env) })
      : await runOnServer(bundled, { ...chosen, outputs, extension, workspace, env });
    if (existsSync(outputs.mocha)) console.log(readFileSync(outputs.mocha, 'utf8').trimEnd());
    process.exitCode = verdict(code, outputs.result) ? 0 : 1;
    if (process.exitCode !== 0 && existsSync(outputs.logs)) console.log(`The editor's logs are in ${outputs.logs}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

await main().catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
