// A tree view in the side bar, and the welcome text it shows when empty.
import type { Locator, Page } from 'playwright-core';
import { waitUntil } from './workbenchWait.js';

/** The view of all sessions, the first in its container. */
const SESSIONS = '[id="workbench.view.extension.roleSessions"] .split-view-view:first-child .pane';

const ATTEMPT_MS = 2_000;

export class WorkbenchTree {
  private constructor(
    private readonly page: Page,
    private readonly pane: string,
  ) {}

  /** The view of all sessions. */
  static ofSessions(page: Page): WorkbenchTree {
    return new WorkbenchTree(page, SESSIONS);
  }

  /** Whichever other view is open: of S3, or of files. */
  static ofFiles(page: Page): WorkbenchTree {
    return new WorkbenchTree(page, `.part.sidebar .pane:not(${SESSIONS})`);
  }

  private get sidebar(): Locator {
    return this.page.locator(this.pane);
  }

  /** The row that has this text, as shown or as said by a screen reader. */
  row(text: string): Locator {
    const rows = this.sidebar.locator('.monaco-list-row');
    return rows
      .filter({ hasText: text })
      .or(this.sidebar.locator(`.monaco-list-row[aria-label*="${quoted(text)}"]`))
      .first();
  }

  /** The visible rows' accessible names, in order. */
  async rows(): Promise<string[]> {
    return this.sidebar.locator('.monaco-list-row').evaluateAll((elements) =>
      elements
        .map((element) => ({ index: Number(element.getAttribute('data-index')), label: element.ariaLabel ?? '' }))
        .sort((a, b) => a.index - b.index)
        .map(({ label }) => label.replace(/, has actions$/, '')),
    );
  }

  async waitForRow(text: string): Promise<Locator> {
    let rows: string[] = [];
    await waitUntil(
      async () => {
        rows = await this.rows();
        return (await this.row(text).count()) > 0;
      },
      () => `row "${text}" in the tree, which shows:\n${rows.join('\n')}`,
    );
    return this.row(text);
  }

  async expand(text: string): Promise<void> {
    const row = await this.waitForRow(text);
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
    await waitUntil(async () => (await this.row(text).getAttribute('aria-expanded')) === 'true', `open row "${text}"`);
  }

  async click(text: string): Promise<void> {
    await (await this.waitForRow(text)).click();
  }

  async doubleClick(text: string): Promise<void> {
    await (await this.waitForRow(text)).dblclick();
  }

  /** Opens the row's context menu and chooses an item. */
  async contextMenu(text: string, item: string): Promise<void> {
    const menu = await this.openContextMenu(text);
    const entry = menu.locator('.action-item', { hasText: item }).first();
    // A menu ignores the mouse for a moment after it opens.
    await waitUntil(
      async () => {
        await entry.click({ timeout: 2_000 }).catch(() => undefined);
        return disappears(menu);
      },
      () => `item "${item}" that could be chosen in the context menu of "${text}"`,
    );
  }

  /** The items of the row's context menu; closes it again. */
  async contextMenuItems(text: string): Promise<string[]> {
    const menu = await this.openContextMenu(text);
    const items = await menu.locator('.action-label:not(.separator)').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    return items;
  }

  private async openContextMenu(text: string): Promise<Locator> {
    await (await this.waitForRow(text)).click({ button: 'right' });
    const menu = this.page.locator('.monaco-menu');
    await menu.waitFor();
    return menu;
  }

  /** Clicks an icon that appears at the row's end when the mouse is over it: again where the row was drawn anew. */
  async inlineAction(text: string, action: string): Promise<void> {
    const click = async (): Promise<void> => {
      const row = await this.waitForRow(text);
      await row.hover({ timeout: ATTEMPT_MS });
      await row
        .locator(`.action-label[aria-label*="${quoted(action)}"]`)
        .first()
        .click({ timeout: ATTEMPT_MS });
    };
    let reason: unknown;
    const isClicked = async (): Promise<boolean> => {
      try {
        await click();
        return true;
      } catch (error) {
        reason = error;
        return false;
      }
    };
    await waitUntil(isClicked, () => `action "${action}" of row "${text}": ${String(reason)}`);
  }

  /** Clicks an icon in the view's title. */
  async titleAction(action: string): Promise<void> {
    await this.sidebar.first().hover();
    await this.sidebar
      .locator(`.pane-header .action-label[aria-label*="${quoted(action)}"]`)
      .or(this.page.locator(`.part.sidebar .title .action-label[aria-label*="${quoted(action)}"]`))
      .first()
      .click();
  }

  /** The text of the welcome view; '' when there is none. */
  async welcomeText(): Promise<string> {
    const welcome = this.sidebar.locator('.welcome-view-content:visible');
    return (await welcome.count()) === 0 ? '' : welcome.first().innerText();
  }

  async waitForWelcome(text: string): Promise<void> {
    let shown = '';
    await waitUntil(
      async () => (shown = await this.welcomeText()).includes(text),
      () => `welcome text "${text}"; there is "${shown}"`,
    );
  }

  /** A button or link of the welcome view. */
  welcomeButton(text: string): Locator {
    return this.sidebar.locator('.welcome-view-content').locator('.monaco-button, a', { hasText: text }).first();
  }
}

function disappears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ state: 'detached', timeout: 1_000 }).then(
    () => true,
    () => false,
  );
}

/** Text inside a quoted CSS attribute value. */
function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
