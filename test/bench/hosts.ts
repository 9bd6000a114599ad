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
}

export interface Host {
  /** Loads the window anew and answers its extensions' times by id. */
  load(): Promise<ReadonlyMap<string, Activation>>;
  stop(): Promise<void>;
}

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

function ownTime(marks: Readonly<Record<string, number>>, id: string): number {
  const span = (what: string): number =>
    (marks[`code/extHost/did${what}/${id}`] ?? NaN) - (marks[`code/extHost/will${what}/${id}`] ?? NaN);
  return span('LoadExtensionCode') + span('ActivateExtension');
}

/** A fresh editor with these extensions: ids and folders. */
export async function startHost(dir: string, extensions: ReadonlyMap<string, string>): Promise<Host> {
  const ids = [...extensions.keys()];
  const marksFile = join(dir, 'marks.json');
  const home = join(dir, 'home');
  const editor = await startEditor({
    dir: join(dir, 'e'),
    home,
    extensions: [...extensions.values(), writeWitness(dir, ids, marksFile)],
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
      const marks = JSON.parse(readFileSync(marksFile, 'utf8')) as Record<string, number>;
      const table = await copyStartUpTable(workbench, ids);
      await page.goto('about:blank'); // Ends the extension host.
      return new Map(ids.map((id) => [id, { shown: shownTime(table, id), own: ownTime(marks, id) }]));
    },
    async stop() {
      await browser.close();
      await editor.stop();
    },
  };
}
