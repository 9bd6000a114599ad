// Quick picks and input boxes: both live in the quick input widget.
import type { Locator, Page } from 'playwright-core';
import { waitUntil } from './workbenchWait.js';

/** The file dialog lists folders while one types. */
const SETTLE_MS = 500;

export class QuickInput {
  constructor(private readonly page: Page) {}

  private get widget(): Locator {
    return this.page.locator('.quick-input-widget:visible:not(.quick-input-widget-closing)');
  }

  get input(): Locator {
    return this.widget.locator('.quick-input-filter input').first();
  }

  /** Waits for the widget; with `text`, for one whose title, placeholder, prompt or rows contain it. */
  async waitFor(text?: string): Promise<void> {
    await this.widget.waitFor();
    if (text === undefined) return;
    let shown = '';
    await waitUntil(
      async () => (shown = await this.everything()).includes(text),
      () => `"${text}" in the quick input, which shows:\n${shown}`,
    );
  }

  /** All that it shows: title, placeholder, message, and the visible rows. */
  async everything(): Promise<string> {
    if (!(await this.widget.isVisible())) return '';
    const placeholder = (await this.input.getAttribute('placeholder').catch(() => '')) ?? '';
    return [await this.title(), placeholder, await this.message(), ...(await this.rows())].join('\n');
  }

  title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  /** The prompt or the validation message under the input. */
  message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** Whether what is typed is password-masked. */
  async isMasked(): Promise<boolean> {
    return (await this.input.getAttribute('type')) === 'password';
  }

  /** The visible rows, in order, as a screen reader says them: label, description and detail. */
  async rows(): Promise<string[]> {
    const rows = this.widget.locator('.quick-input-list .monaco-list-row');
    return rows.evaluateAll((elements) =>
      elements
        .map((element) => ({ index: Number(element.getAttribute('data-index')), label: element.ariaLabel ?? '' }))
        .sort((a, b) => a.index - b.index)
        .map(({ label }) => label),
    );
  }

  row(text: string): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  /** Replaces what is in the input. */
  async type(text: string): Promise<void> {
    await this.widget.waitFor();
    await this.input.fill(text);
  }

  async choose(text: string): Promise<void> {
    await this.page.mouse.move(1, 1); // where it rests, a row says more about itself, over the one that is meant
    await this.row(text).click();
  }

  /** Names a file in the editor's own file dialog, once that has filled in what it proposes. */
  async chooseFile(path: string): Promise<void> {
    await waitUntil(async () => (await this.input.inputValue()).startsWith('/'), 'a proposal in the file dialog');
    // It takes no answer before it has listed the folder; ".." is always there.
    await waitUntil(async () => (await this.rows()).length > 0, 'the folder in the file dialog');
    await this.page.waitForTimeout(SETTLE_MS);
    await this.input.fill(path);
    await waitUntil(async () => (await this.input.inputValue()) === path, `${path} in the file dialog`);
    await this.page.waitForTimeout(SETTLE_MS);
    await this.accept();
  }

  accept(): Promise<void> {
    return this.input.press('Enter');
  }

  /** Presses Escape; the next question may open at once. */
  cancel(): Promise<void> {
    return this.page.keyboard.press('Escape');
  }

  waitClosed(): Promise<void> {
    return this.widget.waitFor({ state: 'hidden' });
  }

  async waitForMessage(text: string): Promise<void> {
    let shown = '';
    await waitUntil(
      async () => (shown = await this.message()).includes(text),
      () => `message "${text}"; there is "${shown}"`,
    );
  }
}
