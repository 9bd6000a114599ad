// A window whose roles come from an identity provider, and what its user does in the editor and in the browser.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings } from './pictures.js';
import type { Toast, Workbench } from './workbench/workbench.js';
import { BROWSER_HOST, pageOpenedBy } from './workbench/workbenchBrowser.js';

const { accountId, region } = TUTORIAL;
const { application, samlReaderArn, webIdentityArn: arn, clientId } = FEDERATION;
/** Not the default: a developer may use that. */
export const SAML_PORT = 35_872;
const LISTENER = `http://127.0.0.1:${SAML_PORT}/`;

/** How the ARN of every session of a role starts. */
export const sessionOf = (role: string): string => `arn:aws:sts::${accountId}:assumed-role/${role}/`;

export class FederationWindow {
  private constructor(
    readonly sandbox: Sandbox,
    readonly idp: IdentityProvider,
    readonly workbench: Workbench,
  ) {}

  static async open(): Promise<FederationWindow> {
    const sandbox = await startSandbox();
    const idp = await startIdentityProvider({ host: BROWSER_HOST });
    seedTutorial(sandbox);
    idp.addUser({ sub: 'grace', email: 'grace@example.com' });
    seedFederation(sandbox, idp, LISTENER);
    const workbench = await openWorkbench({
      settings: BOTH_THEMES,
      aws: { config: `[default]\nregion = ${region}\nendpoint_url = ${sandbox.endpoint}\n` },
    });
    const { issuer } = idp;
    changeSettings(workbench, 'Machine', {
      'roleSessions.roles': [
        { name: 'Company', saml: { signInUrl: idp.samlSignInUrl(application), port: SAML_PORT } },
        { name: 'By hand', arn: samlReaderArn, saml: {} },
        { name: 'Partner', arn, webIdentity: { issuer, clientId } },
        { name: 'With secret', arn, webIdentity: { issuer, clientId, clientSecret: true } },
        { name: 'Saml-cli', saml: { command: 'saml-cli assertion' } },
      ],
    });
    return new FederationWindow(sandbox, idp, workbench);
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await this.idp.stop();
  }

  get idpHost(): string {
    return new URL(this.idp.issuer).host;
  }

  /** How many calls of an operation AWS has got. */
  calls(operation: string): number {
    return this.sandbox.requests.filter((each) => each.operation === operation).length;
  }

  async openPicker(command: string): Promise<void> {
    await this.workbench.runCommand(`AWS Role: ${command}`);
    await this.workbench.quickInput.waitFor('Partner');
  }

  async choose(name: string): Promise<void> {
    await this.openPicker('Assume Role');
    await this.workbench.quickInput.choose(name);
  }

  renew(): Promise<void> {
    return this.workbench.runCommand('AWS Role: Renew Session');
  }

  /** The sign-in page that choosing a role or renewing its session opens. */
  async signInPage(action: () => Promise<void>): Promise<Page> {
    const page = await pageOpenedBy(this.workbench, action);
    await page.getByRole('button').first().waitFor();
    return page;
  }

  async backInEditor(page: Page): Promise<void> {
    await page.close();
    await this.workbench.page.bringToFront();
  }

  /** Waits for a session and that nothing is under way or left to read. */
  async settled(status: string): Promise<void> {
    await this.workbench.waitForStatus(status);
    await expect.poll(() => this.workbench.statusItem(status).locator('.codicon-sync').count()).toBe(0);
    await expect.poll(() => this.workbench.page.locator('.notification-toast').count()).toBe(0);
  }

  /** Waits for a message, and that the progress it ends is gone. */
  async message(text: string): Promise<Toast> {
    const toast = await this.workbench.toast(text);
    await expect.poll(() => this.workbench.page.locator('.notification-toast').count()).toBe(1);
    return toast;
  }

  async tooltip(status: string): Promise<string> {
    const text = await this.workbench.statusTooltip(status);
    await this.restMouse();
    return text;
  }

  /** Where it points at nothing that says something. */
  restMouse(): Promise<void> {
    return this.workbench.page.mouse.move(600, 600);
  }

  copy(text: string): Promise<void> {
    return this.workbench.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  }

  /** Whether the extension waits for a SAML response. */
  listens(): Promise<boolean> {
    return fetch(LISTENER).then(
      () => true,
      () => false,
    );
  }
}
