// Editors whose extension hosts are measured: one a set of extensions, each with a window that is loaded again and again.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, startEditor } from '../tools/editor.js';
import { Workbench } from '../ui/workbench/workbench.js';
import { waitUntil } from '../ui/workbench/workbenchWait.js';
import { writeWitness } from './emptyExtension.js';

/** Milliseconds that one extension took in one window. */
export interface Activation {
  /** "Developer: Startup Performance": Load Code + Call Activate + Finish Activate, waiting for others included. */
  readonly shown: number;
  /** Of that its own code: from willLoadExtensionCode to didLoadExtensionCode, and the same for its activation. */
  readonly own: number;
  /** What ours does in the turns after that, in which others wait for it as well. NaN of other extensions. */
  readonly later: number;
}

export interface Host {
  /** Loads the window anew and answers its extensions' times by id. */
  load(): Promise<ReadonlyMap<string, Activation>>;
  stop(): Promise<void>;
}

export const OURS = 'role-sessions.role-sessions';
const START_UP_TABLE = 'Startup Performance';

async function copyStartUpTable(workbench: Workbench, ids: readonly string[]): Promise<string> {
  const { page } = workbench;
  await workbench.runCommand(`Developer: ${START_UP_TABLE}`);
  await workbench.waitForTab(START_UP_TABLE);
  const input = page
    .locator('.editor-group-container.active .monaco-editor :is(.native-edit-context, textarea)')
    .first();
  let text = '';
  // The document is filled in when the window has come to rest. On screen are only some of its lines.
  await waitUntil(
    async () => {
      await input.focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+C');
      text = await page.evaluate(() => navigator.clipboard.readText());
      return ids.every((id) => text.includes(`| ${id} `));
    },
    `row of each of ${ids.join(', ')} in ${START_UP_TABLE}`,
    60_000,
  );
  return text;
}

function shownTime(table: string, id: string): number {
  const row = table.split('\n').find((line) => line.startsWith(`| ${id} `)) ?? '';
  const [, , , load, call, finish] = row.split('|');
  return Number(load) + Number(call) + Number(finish);
}

type Marks = Readonly<Record<string, number>>;

const between = (marks: Marks, from: string, to: string): number => (marks[to] ?? NaN) - (marks[from] ?? NaN);

function ownTime(marks: Marks, id: string): number {
  const span = (what: string): number =>
    between(marks, `code/extHost/will${what}/${id}`, `code/extHost/did${what}/${id}`);
  return span('LoadExtensionCode') + span('ActivateExtension');
}

function laterTime(marks: Marks): number {
  const span = (what: string): number => between(marks, `roleSessions/will${what}`, `roleSessions/did${what}`);
  return span('LoadWiring') + span('Wire');
}

/** A fresh editor with these extensions: ids and folders. */
export async function startHost(dir: string, extensions: ReadonlyMap<string, string>): Promise<Host> {
  const ids = [...extensions.keys()];
  const marksFile = join(dir, 'marks.json');
  const activated = ids.map((id) => `code/extHost/didActivateExtension/${id}`);
  const awaited = ids.includes(OURS) ? [...activated, 'roleSessions/didWire'] : activated;
  const home = join(dir, 'home');
  const editor = await startEditor({
    dir: join(dir, 'e'),
    home,
    extensions: [...extensions.values(), writeWitness(dir, awaited, marksFile)],
    settings: { 'workbench.editor.restoreEditors': false },
  });
  const browser = await openBrowser(editor.dir);
  const page = browser.pages()[0] ?? (await browser.newPage());
  return {
    async load() {
      rmSync(marksFile, { force: true });
      await page.goto(editor.url());
      const workbench = new Workbench(page, home, home, 'dark');
      await workbench.waitReady();
      await waitUntil(() => Promise.resolve(existsSync(marksFile)), `activation of ${ids.join(', ')}`, 60_000);
      const marks = JSON.parse(readFileSync(marksFile, 'utf8')) as Marks;
      const table = await copyStartUpTable(workbench, ids);
      await page.goto('about:blank'); // Ends the extension host.
      return new Map(
        ids.map((id) => [id, { shown: shownTime(table, id), own: ownTime(marks, id), later: laterTime(marks) }]),
      );
    },
    async stop() {
      await browser.close();
      await editor.stop();
    },
  };
}
