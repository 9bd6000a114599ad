// Pictures of one moment in both themes, and the editor's own files beside a workbench.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SCREENSHOTS, type Workbench } from './workbench/workbench.js';

/** The folder with the editor's data, logs, and the browser's profile. */
export const editorFolder = (workbench: Workbench): string => join(dirname(workbench.home), 'e');

type SettingsKind = 'User' | 'Machine';

/** Changes the user's settings, or those of the machine (the remote settings), as somebody who edits the file. */
export function changeSettings(workbench: Workbench, kind: SettingsKind, values: Record<string, unknown>): void {
  const file = join(editorFolder(workbench), 'data', kind, 'settings.json');
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(file, JSON.stringify({ ...before, ...values }, null, 2));
}

/** Settings by which a window follows the browser's colour scheme, so that a picture needs no second editor. */
export const BOTH_THEMES: Readonly<Record<string, unknown>> = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
};

/** Keeps `<name>-light.png` and `<name>-dark.png` of a window opened with BOTH_THEMES, and leaves it dark. */
export async function pictures(workbench: Workbench, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await workbench.page.emulateMedia({ colorScheme: theme });
    await workbench.page.locator(`.monaco-workbench.${theme === 'light' ? 'vs' : 'vs-dark'}`).waitFor();
    await workbench.page.screenshot({ path: join(SCREENSHOTS, `${name}-${theme}.png`), animations: 'disabled' });
  }
}
