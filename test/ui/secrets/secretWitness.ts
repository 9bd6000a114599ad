// A user who keeps all the text that was on screen.
import { expect } from 'vitest';
import { FEDERATION } from '../../sandbox/seedFederation.js';
import { HOMES, type Ledger } from './secretLedger.js';
import type { Workbench } from '../workbench/workbench.js';
import { answerSignIn, pageOpenedBy } from '../workbench/workbenchBrowser.js';

export class Witness {
  /** Messages, tooltips, trees, pages. */
  readonly shown: string[] = [];

  constructor(
    private readonly workbench: Workbench,
    private readonly ledger: Ledger,
  ) {}

  async look(): Promise<void> {
    this.shown.push(await this.workbench.page.locator('body').innerText());
  }

  /** A role, for a command that lets the user choose one. */
  async choose(name: string, command = 'Assume Role'): Promise<void> {
    const { quickInput } = this.workbench;
    await this.workbench.runCommand(`AWS Role: ${command}`);
    await quickInput.waitFor('us-west-2');
    await this.look();
    await quickInput.type(name);
    await this.pick(name, name);
  }

  async pick(question: string, row: string): Promise<void> {
    await this.workbench.quickInput.waitFor(question);
    await this.look();
    await this.workbench.quickInput.choose(row);
  }

  async answer(question: string, text: string): Promise<void> {
    await this.workbench.quickInput.waitFor(question);
    await this.workbench.quickInput.type(text);
    await this.look();
    await this.workbench.quickInput.accept();
  }

  /** In a box that hides what is typed. */
  async answerHidden(question: string, secret: string): Promise<void> {
    await this.workbench.quickInput.waitFor(question);
    expect(await this.workbench.quickInput.isMasked()).toBe(true);
    await this.answer(question, secret);
  }

  async waitForSession(status: string): Promise<void> {
    await this.workbench.waitForStatus(status);
    await expect.poll(() => this.workbench.statusItem(status).locator('.codicon-sync').count()).toBe(0);
    this.shown.push(await this.workbench.statusTooltip(status));
    await this.away();
  }

  /** Takes the mouse off, so that no hover covers what is clicked next. */
  async away(): Promise<void> {
    await this.workbench.page.mouse.move(640, 300);
    await this.workbench.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  async seeToast(text: string): Promise<string> {
    const toast = await this.workbench.toast(text);
    this.shown.push(toast.text);
    await toast.close();
    return toast.text;
  }

  /** On the identity provider's page that the action opens in the browser, which remembers where it was sent. */
  async signIn(button: string, action: () => Promise<void>): Promise<void> {
    const page = await pageOpenedBy(this.workbench, action);
    const posted: string[] = [];
    page.on('request', (request) => posted.push(request.postData() ?? ''));
    await answerSignIn(page, button, FEDERATION.user);
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:/);
    const query = new URL(page.url()).searchParams;
    for (const parameters of [query, ...posted.map((form) => new URLSearchParams(form))]) {
      const secret = parameters.get('code') ?? parameters.get('SAMLResponse');
      if (secret !== null) this.ledger.add('answer in the browser', secret, HOMES.browser);
    }
    this.shown.push(await page.locator('body').innerText());
    await page.close();
  }
}
