// Roles that an identity provider vouches for by SAML: chosen in the editor, signed in for in the browser beside it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TUTORIAL } from '../sandbox/index.js';
import { FEDERATION } from '../sandbox/seedFederation.js';
import { FederationWindow, SAML_PORT, sessionOf } from './federationWindow.js';
import { pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { answerSignIn, pagePictures } from './workbench/workbenchBrowser.js';

const { accountId, region } = TUTORIAL;
const { user, email } = FEDERATION;

describe('roles of an identity provider', () => {
  let window: FederationWindow;
  let workbench: Workbench;

  beforeAll(async () => {
    window = await FederationWindow.open();
    ({ workbench } = window);
  });

  afterEach(() => {
    window.idp.faults.saml = undefined;
  });

  afterAll(() => window.stop());

  async function showPlan(name: string): Promise<string> {
    await window.openPicker('Show How Role Is Reached');
    await workbench.quickInput.choose(name);
    await workbench.quickInput.waitFor(`How ${name} Is Reached`);
    return (await workbench.quickInput.rows()).join('\n');
  }

  describe('in the picker', () => {
    it('are told apart by how one signs in, also where the account shows only then', async () => {
      await window.openPicker('Assume Role');
      await window.restMouse();
      await pictures(workbench, 'federation-1-picker');
      const rows = (await workbench.quickInput.rows()).join('\n');
      for (const row of [
        `By hand, ${accountId} · saml-reader, from pasted SAML assertion · ${region}`,
        `Company, a role that you choose, from SAML sign-in at ${window.idpHost} · ${region}`,
        `Partner, ${accountId} · web-identity, from sign-in at ${window.idpHost} · ${region}`,
        `Saml-cli, a role that you choose, from SAML assertion of a command · ${region}`,
      ]) {
        expect(rows).toContain(row);
      }
      await workbench.quickInput.cancel();
    });

    it.each([
      ['Company', '1. AssumeRoleWithSAML, a role of the assertion', 'You choose one of the roles'],
      ['By hand', `1. AssumeRoleWithSAML saml-reader, account ${accountId}`, 'You paste the assertion.'],
      ['Partner', `1. AssumeRoleWithWebIdentity web-identity, account ${accountId} · 1 h`, 'Session name vscode-'],
    ])('show how %s is reached, and why there is no role chaining', async (name, call, detail) => {
      const rows = await showPlan(name);
      await window.restMouse();
      await pictures(workbench, `federation-2-plan-${name.toLowerCase().replace(' ', '-')}`);
      for (const text of [call, detail, 'signed, so this is no role chaining.']) expect(rows).toContain(text);
      await workbench.quickInput.cancel();
    });
  });

  describe('SAML in the browser', () => {
    it('opens the identity provider’s page; the user signs in there and chooses the role here', async () => {
      const page = await window.signInPage(() => window.choose('Company'));
      await page.getByRole('heading', { name: 'Sign in to aws' }).waitFor();
      await workbench.toast(`Assuming role Company: sign in at ${window.idpHost} in the browser`);
      await pictures(workbench, 'saml-1-waiting');
      await answerSignIn(page, 'Sign in', user);
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await pagePictures(page, 'saml-2-signed-in');
      await window.backInEditor(page);
      await workbench.quickInput.waitFor('Role to Assume with SAML');
      await window.restMouse();
      await pictures(workbench, 'saml-3-roles');
      await workbench.quickInput.choose('saml-operator');
      // As long as the assertion's SessionDuration says, longer than the default hour.
      await window.settled('Company 1h 59m');
      const text = await workbench.statusTooltip('Company');
      await pictures(workbench, 'saml-4-session');
      await window.restMouse();
      expect(text).toContain(`${sessionOf('saml-operator')}${email}`);
      expect(text).toMatch(new RegExp(`Source\\s+SAML sign-in at ${window.idpHost}`));
      expect(await window.listens()).toBe(false);
    });

    it('a renewal is of the same role, without a question', async () => {
      const before = window.calls('AssumeRoleWithSAML');
      const page = await window.signInPage(() => window.renew());
      await answerSignIn(page, 'Sign in', user);
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await window.backInEditor(page);
      await expect.poll(() => window.calls('AssumeRoleWithSAML')).toBe(before + 1);
      await window.settled('Company 1h 59m');
      expect(await window.tooltip('Company')).toContain(sessionOf('saml-operator'));
    });

    it('ends without a word when the user chooses no role', async () => {
      const page = await window.signInPage(() => window.choose('Company'));
      await answerSignIn(page, 'Sign in', user);
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await window.backInEditor(page);
      await workbench.quickInput.waitFor('Role to Assume with SAML');
      await workbench.quickInput.cancel();
      await window.settled('Company 1h 5');
    });

    it.each([
      ['expired', 'The SAML assertion expired'],
      ['denied', 'The identity provider did not sign you in: The user is not assigned to this application.'],
      ['noRoles', 'The SAML assertion names no AWS role'],
    ] as const)('an answer that is %s is explained in both places', async (fault, message) => {
      window.idp.faults.saml = fault;
      const before = window.calls('AssumeRoleWithSAML');
      const page = await window.signInPage(() => window.renew());
      await answerSignIn(page, 'Sign in', user);
      await page.getByRole('heading', { name: 'The sign-in failed' }).waitFor();
      await pagePictures(page, `saml-5-page-${fault}`);
      expect(await page.locator('p').innerText()).toContain(message);
      await window.backInEditor(page);
      const toast = await window.message(message);
      await pictures(workbench, `saml-5-${fault}`);
      await toast.close();
      await window.settled('Company 1h 5');
      expect(window.calls('AssumeRoleWithSAML')).toBe(before);
    });

    it('says so when another program has the port', async () => {
      const other = createServer().listen(SAML_PORT, '127.0.0.1');
      await once(other, 'listening');
      await window.renew();
      const toast = await window.message(`port ${SAML_PORT} of this computer: another program uses it`);
      await pictures(workbench, 'saml-6-port');
      await toast.close();
      other.close();
      await once(other, 'close');
      await window.settled('Company 1h 5');
    });

    it('Cancel ends the wait for a browser that was closed; a late answer finds nobody', async () => {
      const page = await window.signInPage(() => window.renew());
      const progress = await workbench.toast('Assuming role Company');
      expect(await window.listens()).toBe(true);
      await workbench.page.bringToFront();
      await progress.click('Cancel');
      await window.settled('Company 1h 5');
      expect(await window.listens()).toBe(false);
      const lost = page.waitForEvent('requestfailed');
      await answerSignIn(page, 'Sign in', user);
      expect((await lost).failure()?.errorText).toBe('net::ERR_CONNECTION_REFUSED');
      await window.backInEditor(page);
      await window.settled('Company 1h 5');
      await workbench.quickInput.waitClosed();
    });
  });

  describe('a SAML assertion by hand', () => {
    const assertion = (fault?: 'expired' | 'otherAudience'): Promise<string> =>
      window.idp.samlResponse({ user, sessionDuration: 2700, fault });

    async function paste(text: string): Promise<void> {
      await window.copy('nothing of interest');
      await window.renew();
      await workbench.quickInput.waitFor('Paste the value of SAMLResponse');
      await workbench.quickInput.type(text);
    }

    it('is offered from the clipboard, without being shown', async () => {
      const text = await assertion();
      await window.copy(text);
      await window.choose('By hand');
      await workbench.quickInput.waitFor('Use the Assertion in the Clipboard');
      await window.restMouse();
      await pictures(workbench, 'saml-7-clipboard');
      expect((await workbench.quickInput.rows()).join('\n')).not.toContain(text.slice(0, 20));
      await workbench.quickInput.choose('Use the Assertion in the Clipboard');
      await window.settled('By hand 44m');
      expect(await window.tooltip('By hand')).toContain(`${sessionOf('saml-reader')}${email}`);
    });

    it('is pasted into a masked box, which takes nothing else', async () => {
      await paste('eyJub3QiOiJTQU1MIn0=');
      expect(await workbench.quickInput.isMasked()).toBe(true);
      await workbench.quickInput.waitForMessage('This is no SAML response');
      await pictures(workbench, 'saml-8-masked');
      await workbench.quickInput.type(await assertion());
      await workbench.quickInput.waitForMessage('it is good for five minutes');
      await workbench.quickInput.accept();
      await window.settled('By hand 44m');
    });

    it.each([
      ['expired', 'The SAML assertion expired 10 minutes ago'],
      ['otherAudience', 'The SAML assertion is for another audience, https://sp.example.com'],
    ] as const)('that is wrong (%s) is not sent to AWS, and the user learns why', async (fault, message) => {
      const before = window.calls('AssumeRoleWithSAML');
      await paste(await assertion(fault));
      await workbench.quickInput.accept();
      const toast = await window.message(message);
      await pictures(workbench, `saml-9-${fault}`);
      await toast.close();
      await window.settled('By hand 4');
      expect(window.calls('AssumeRoleWithSAML')).toBe(before);
    });
  });
});
