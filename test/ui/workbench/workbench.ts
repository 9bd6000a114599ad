// The editor's window, in the words of someone who uses it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { OUTPUT } from '../../tools/environment.js';
import { QuickInput } from './workbenchQuickInput.js';
import { WorkbenchTerminal } from './workbenchTerminal.js';
import { WorkbenchTree } from './workbenchTree.js';
import { succeeds, waitUntil } from './workbenchWait.js';

export const SCREENSHOTS = join(OUTPUT, 'screenshots');
/** The palette loads its commands after its input appears. */
const ATTEMPT_MS = 2_000;
const READ_MS = 1_000;

export type Theme = 'light' | 'dark';

/** A message in the corner. */
export interface Toast {
  readonly text: string;
  /** Clicks one of its buttons. */
  click(button: string): Promise<void>;
  close(): Promise<void>;
}

export class Workbench {
  /** Quick picks and input boxes. */
  readonly quickInput: QuickInput;
  readonly tree: WorkbenchTree;
  readonly sessions: WorkbenchTree;
  readonly terminal: WorkbenchTerminal;

  constructor(
    readonly page: Page,
    /** HOME of the extension host and of the terminals. */
    readonly home: string,
    /** The folder that is open. */
    readonly workspace: string,
    readonly theme: Theme,
  ) {
    this.quickInput = new QuickInput(page);
    this.tree = WorkbenchTree.ofFiles(page);
    this.sessions = WorkbenchTree.ofSessions(page);
    this.terminal = new WorkbenchTerminal(page);
  }

  /** Waits until the window is painted and its extensions have started. */
  async waitReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await waitUntil(async () => (await this.page.locator('#status\\.host, .statusbar-item').count()) > 0, 'status bar');
  }

  /** Runs a command from the palette by its full title, "AWS Role: Assume Role". */
  async runCommand(title: string): Promise<void> {
    await this.openPalette(title);
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title });
    // A command that an extension contributes may come a moment after the window.
    for (let attempt = 0; !(await appears(row)); attempt += 1) {
      if (attempt === 10) throw new Error(`There is no command "${title}"`);
      await this.page.keyboard.press('Escape');
      await this.openPalette(title);
    }
    const exact = this.page.getByRole('option', { name: new RegExp(`^${escapeRegExp(title)}(,|$)`) });
    await ((await exact.count()) > 0 ? exact : row).first().click();
  }

  /** The first F1 after the window opens can get lost. */
  private async openPalette(text: string): Promise<void> {
    const { input } = this.quickInput;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.page.keyboard.press('F1');
      // One that is on its way out when it is found takes no text.
      if ((await appears(input)) && (await succeeds(input.fill(`>${text}`, { timeout: ATTEMPT_MS })))) return;
    }
    throw new Error('The command palette does not open');
  }

  /** The status bar item that shows or says this text. */
  statusItem(text: string): Locator {
    return this.page.locator('.statusbar-item', { hasText: text }).first();
  }

  async waitForStatus(text: string, timeoutMs = 30_000): Promise<void> {
    let shown = '';
    await waitUntil(
      async () => {
        shown = (await this.page.locator('.statusbar-item').allInnerTexts()).join(' | ');
        return (await this.statusItem(text).count()) > 0;
      },
      () => `status "${text}"; there is: ${shown}`,
      timeoutMs,
    );
  }

  async clickStatus(text: string): Promise<void> {
    await this.waitForStatus(text);
    await this.statusItem(text).locator('a').first().click();
  }

  /** The tooltip of a status bar item, as text. */
  async statusTooltip(text: string): Promise<string> {
    await this.statusItem(text).hover();
    const hover = this.page.locator('.monaco-hover:visible');
    await hover.first().waitFor();
    return hover.first().innerText();
  }

  /** Waits for a message whose text contains this. */
  async toast(text: string, timeoutMs = 30_000): Promise<Toast> {
    const toasts = this.page.locator('.notification-toast');
    let shown: string[] = [];
    await waitUntil(
      async () => (shown = await toasts.allInnerTexts()).some((each) => each.includes(text)),
      () => `message "${text}"; there are:\n${shown.join('\n')}`,
      timeoutMs,
    );
    const toast = toasts.filter({ hasText: text }).first();
    return {
      text: await toast.locator('.notification-list-item-message').innerText(),
      click: async (button) => {
        // As somebody who reads it first: the editor hides the fourth message within 800 ms.
        await this.page.waitForTimeout(READ_MS);
        await toast.hover();
        await toast.locator('.monaco-button', { hasText: button }).first().click();
      },
      // Again where the click met nothing: toasts move when another one comes or goes.
      close: () =>
        waitUntil(
          async () => {
            await succeeds(toast.hover({ timeout: ATTEMPT_MS }));
            await succeeds(toast.locator('.codicon-notifications-clear').first().click({ timeout: ATTEMPT_MS }));
            return succeeds(toast.waitFor({ state: 'detached', timeout: ATTEMPT_MS }));
          },
          () => `the end of message "${text}"`,
        ),
    };
  }

  /** The version that the editor names in its About dialog: "1.139.1". */
  async editorVersion(): Promise<string> {
    await this.runCommand('Help: About');
    const text = await this.dialogText();
    await this.dialogButton('OK');
    const version = /^(?:Code|Version): (\d+\.\d+\.\d+)/m.exec(text)?.[1];
    if (version === undefined) throw new Error(`The About dialog names no version:\n${text}`);
    return version;
  }

  /** The modal dialog's text; its buttons are `dialogButton`. */
  async dialogText(): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    return dialog.innerText();
  }

  async dialogButton(text: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box .monaco-button', { hasText: text }).first().click();
  }

  /** Opens a view container of the activity bar, by its title. */
  async openView(title: string): Promise<void> {
    const action = this.page.locator(`.activitybar a[aria-label^="${title}"]`);
    await action.waitFor();
    const opened = () =>
      this.page.locator('.part.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).isVisible();
    // A click on the open view would close it.
    if (!(await opened())) await action.click();
    await waitUntil(opened, `view "${title}"`);
  }

  /** The titles of the open editor tabs. */
  async tabs(): Promise<string[]> {
    const tabs = this.page.locator('.tabs-container .tab');
    return tabs.evaluateAll((elements) =>
      elements.map((element) => element.dataset['resourceName'] ?? element.ariaLabel ?? ''),
    );
  }

  async waitForTab(title: string): Promise<void> {
    let shown: string[] = [];
    await waitUntil(
      async () => (shown = await this.tabs()).some((tab) => tab.includes(title)),
      () => `tab "${title}"; there are: ${shown.join(', ')}`,
    );
  }

  /** The lines that the active text editor shows. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-line');
    const placed = await lines.evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
        .sort((a, b) => a.top - b.top),
    );
    return placed.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n');
  }

  async waitForEditorText(text: string): Promise<void> {
    let shown = '';
    await waitUntil(
      async () => (shown = await this.editorText()).includes(text),
      () => `"${text}" in the editor, which shows:\n${shown}`,
    );
  }

  /** Opens a new integrated terminal and waits for its prompt. */
  async openTerminal(): Promise<WorkbenchTerminal> {
    await this.terminal.markSeen();
    await this.runCommand('Terminal: Create New Terminal');
    await this.terminal.waitReady();
    return this.terminal;
  }

  /** The titles of the open terminals; one alone is named in the panel's title. */
  async terminalNames(): Promise<string[]> {
    const tabs = await this.page.locator('.terminal-tabs-entry').allInnerTexts();
    if (tabs.length > 0) return tabs.map((tab) => tab.trim());
    return this.page.locator('.single-terminal-tab').allInnerTexts();
  }

  /** Loads the window anew, as "Developer: Reload Window" does: the extension host starts again. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    const hadTerminal = await this.terminal.isVisible();
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.waitReady();
    // Terminals come back with their shells, a moment after the window.
    if (hadTerminal) await this.terminal.waitVisible();
  }

  /** Keeps a picture as `<name>-<theme>.png` in test/.output/screenshots. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const path = join(SCREENSHOTS, `${name}-${this.theme}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }
}

function appears(locator: Locator): Promise<boolean> {
  return succeeds(locator.first().waitFor({ timeout: ATTEMPT_MS }));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
