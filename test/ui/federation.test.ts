// Roles that an identity provider vouches for: chosen in the editor, signed in for in the browser beside it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench.js';
import { answerSignIn, BROWSER_HOST, pageOpenedBy, pagePictures } from './workbenchBrowser.js';

const { accountId, region } = TUTORIAL;
const { user, email, clientId, application } = FEDERATION;
/** Not the default: a developer may use that. */
const SAML_PORT = 35_872;
const LISTENER = `http://127.0.0.1:${SAML_PORT}/`;
const sessionOf = (role: string): string => `arn:aws:sts::${accountId}:assumed-role/${role}/`;

describe('roles of an identity provider', () => {
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let workbench: Workbench;
  let idpHost: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    idp = await startIdentityProvider({ host: BROWSER_HOST });
    idpHost = new URL(idp.issuer).host;
    seedTutorial(sandbox);
    idp.addUser({ sub: 'grace', email: 'grace@example.com' });
    seedFederation(sandbox, idp, LISTENER);
    workbench = await openWorkbench({
      settings: BOTH_THEMES,
      aws: { config: `[default]\nregion = ${region}\nendpoint_url = ${sandbox.endpoint}\n` },
    });
    changeSettings(workbench, 'Machine', {
      'roleSessions.roles': [
        { name: 'Company', saml: { signInUrl: idp.samlSignInUrl(application), port: SAML_PORT } },
        { name: 'By hand', arn: FEDERATION.samlReaderArn, saml: {} },
        { name: 'Partner', arn: FEDERATION.webIdentityArn, webIdentity: { issuer: idp.issuer, clientId } },
        { name: 'Saml-cli', saml: { command: 'saml-cli assertion' } },
      ],
    });
  });

  afterEach(() => {
    idp.faults.saml = undefined;
  });

  afterAll(async () => {
    await sandbox.stop();
    await idp.stop();
  });

  const toasts = (): Promise<number> => workbench.page.locator('.notification-toast').count();
  const calls = (operation: string): number => sandbox.requests.filter((each) => each.operation === operation).length;
  const copy = (text: string): Promise<void> =>
    workbench.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);

  async function openPicker(title: string): Promise<void> {
    await workbench.runCommand(`AWS Role: ${title}`);
    await workbench.quickInput.waitFor('Partner');
  }

  async function choose(name: string): Promise<void> {
    await openPicker('Assume Role');
    await workbench.quickInput.choose(name);
  }

  /** Chooses the role and lets the editor open its sign-in page, which is answered there. */
  async function openSignIn(name: string): Promise<Page> {
    const page = await pageOpenedBy(workbench, () => choose(name));
    await page.getByRole('button').first().waitFor();
    return page;
  }

  async function backInEditor(page: Page): Promise<void> {
    await page.close();
    await workbench.page.bringToFront();
  }

  async function waitForSession(name: string): Promise<void> {
    await workbench.waitForStatus(name);
    await expect.poll(() => workbench.statusItem(name).locator('.codicon-sync').count()).toBe(0);
    await expect.poll(toasts).toBe(0);
  }

  async function tooltip(name: string): Promise<string> {
    const text = await workbench.statusTooltip(name);
    await workbench.page.mouse.move(600, 300);
    return text;
  }

  async function showPlan(name: string): Promise<string> {
    await openPicker('Show How Role Is Reached');
    await workbench.quickInput.choose(name);
    await workbench.quickInput.waitFor(`How ${name} Is Reached`);
    return (await workbench.quickInput.rows()).join('\n');
  }

  describe('in the picker', () => {
    it('are told apart by how one signs in, also where the account shows only then', async () => {
      await openPicker('Assume Role');
      await pictures(workbench, 'federation-1-picker');
      const rows = (await workbench.quickInput.rows()).join('\n');
      console.log(rows);
      await workbench.quickInput.cancel();
    });

    it.each(['Company', 'By hand', 'Partner'])('show how %s is reached', async (name) => {
      const rows = await showPlan(name);
      console.log(rows);
      await pictures(workbench, `federation-2-plan-${name.toLowerCase().replace(' ', '-')}`);
      await workbench.quickInput.cancel();
    });
  });

  describe('SAML in the browser', () => {
    it('asks before it opens the browser; the user signs in there and chooses the role here', async () => {
      const page = await openSignIn('Company');
      await pagePictures(page, 'saml-1-identity-provider');
      await pictures(workbench, 'saml-2-waiting');
      await answerSignIn(page, 'Sign in', user);
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await pagePictures(page, 'saml-3-signed-in');
      await backInEditor(page);
      await workbench.quickInput.waitFor('Role to Assume with SAML');
      await pictures(workbench, 'saml-4-roles');
      console.log(await workbench.quickInput.rows());
      await workbench.quickInput.choose('saml-operator');
      await waitForSession('Company 1h 59m');
      const text = await tooltip('Company');
      console.log(text);
      expect(text).toContain(`${sessionOf('saml-operator')}${email}`);
    });
  });
});
