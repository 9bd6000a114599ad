// The integrated terminal, as a user types into it and reads it.
import type { Locator, Page } from 'playwright-core';
import { waitUntil } from './workbenchWait.js';

const ECHO_MS = 3_000;

/** A line that is wrapped at the terminal's edge is spread over several rows. */
const withoutSpace = (text: string) => text.replaceAll(/\s/g, '');

export class WorkbenchTerminal {
  constructor(private readonly page: Page) {}

  private get active(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm:visible').first();
  }

  isVisible(): Promise<boolean> {
    return this.active.isVisible();
  }

  waitVisible(): Promise<void> {
    return this.active.waitFor();
  }

  /** After this, `waitReady` waits for another terminal than those there are. */
  async markSeen(): Promise<void> {
    await this.page.locator('.terminal-wrapper .xterm').evaluateAll((terminals) => {
      for (const terminal of terminals) terminal.dataset['seen'] = 'yes';
    });
  }

  /** Waits for a new terminal (opened by whom- and whatever) and its shell's prompt, and focuses it. */
  async waitReady(): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm:visible:not([data-seen])').waitFor();
    await this.active.locator('.xterm-helper-textarea').waitFor({ state: 'attached' });
    await waitUntil(async () => /[$#%>]\s*$/.test((await this.text()).trimEnd()), 'a prompt in the terminal');
    await this.active.locator('.xterm-helper-textarea').focus();
  }

  /** A line typed and entered. Secrets do not belong here: the line stays on screen. */
  async type(line: string): Promise<void> {
    const shown = await this.echo(line);
    // The editor may take the focus for a moment, and a key with it.
    if (!shown) {
      await this.page.keyboard.press('Control+u');
      await this.echo(line);
    }
    await this.page.keyboard.press('Enter');
  }

  /** @returns whether the line is on the screen as it was typed */
  private async echo(line: string): Promise<boolean> {
    await this.active.locator('.xterm-helper-textarea').focus();
    await this.page.keyboard.type(line);
    const isShown = async () => withoutSpace(await this.text()).endsWith(withoutSpace(line));
    return waitUntil(isShown, 'the typed line', ECHO_MS).then(
      () => true,
      () => false,
    );
  }

  /** What is on the terminal's screen, rows separated by newlines. */
  async text(): Promise<string> {
    const rows = await this.active.locator('.xterm-rows > div').allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Waits for text on the screen; a line that is wrapped at the terminal's edge counts as one. */
  async waitForText(text: string | RegExp, timeoutMs = 30_000): Promise<string> {
    const matches = (screen: string) =>
      typeof text === 'string'
        ? screen.includes(text) || screen.replaceAll('\n', '').includes(text)
        : text.test(screen) || text.test(screen.replaceAll('\n', ''));
    let screen = '';
    await waitUntil(
      async () => matches((screen = await this.text())),
      () => `${String(text)} in the terminal, which shows:\n${screen}`,
      timeoutMs,
    );
    return screen;
  }

  /** Runs a command and answers its output: what is between the typed line and the next prompt. */
  async run(command: string, timeoutMs = 60_000): Promise<string> {
    const mark = `done-${Math.random().toString(36).slice(2, 8)}`;
    // The mark is spelled in two pieces, so that only its output matches.
    await this.type(`clear; ${command}; echo "${mark.slice(0, 5)}""${mark.slice(5)}"`);
    const screen = await this.waitForText(new RegExp(`^${mark}$`, 'm'), timeoutMs);
    return (
      screen
        .split(mark)[0]
        ?.replace(/^.*""[a-z0-9]+"\n/s, '')
        .trimEnd() ?? ''
    );
  }
}
