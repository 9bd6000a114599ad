// Roles that an OpenID Connect provider vouches for: chosen in the editor, signed in for in the browser beside it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEDERATION } from '../sandbox/seedFederation.js';
import { FederationWindow, sessionOf } from './federationWindow.js';
import { pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { answerSignIn, pagePictures, pageOpenedBy } from './workbench/workbenchBrowser.js';

const { user, clientId } = FEDERATION;
const CLIENT_SECRET = 'what-only-the-client-knows';

describe('OpenID Connect', () => {
  let window: FederationWindow;
  let workbench: Workbench;

  beforeAll(async () => {
    window = await FederationWindow.open();
    ({ workbench } = window);
  });

  afterAll(() => window.stop());

  it('opens the provider’s page, and the session is there when the user has allowed it', async () => {
    const page = await window.signInPage(() => window.choose('Partner'));
    await page.getByRole('heading', { name: `Sign in to ${clientId}` }).waitFor();
    await pictures(workbench, 'oidc-1-waiting');
    await answerSignIn(page, 'Allow', user);
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await pagePictures(page, 'oidc-2-signed-in');
    await window.backInEditor(page);
    await window.settled('Partner 59m');
    expect(await window.tooltip('Partner')).toContain(sessionOf('web-identity'));
  });

  it('when the user denies, both the page and the editor say so', async () => {
    const page = await window.signInPage(() => window.renew());
    await answerSignIn(page, 'Deny');
    await page.getByRole('heading', { name: 'The sign-in failed' }).waitFor();
    await pagePictures(page, 'oidc-3-page-denied');
    expect(await page.locator('p').innerText()).toContain('The sign-in was not allowed');
    await window.backInEditor(page);
    const toast = await window.message('The sign-in was not allowed');
    await pictures(workbench, 'oidc-3-denied');
    await toast.close();
    await window.settled('Partner 5');
  });

  it('Cancel ends the wait for the browser without a message', async () => {
    const page = await window.signInPage(() => window.renew());
    await page.close();
    const progress = await workbench.toast('Assuming role Partner');
    await progress.click('Cancel');
    await window.settled('Partner 5');
  });

  it('a client’s secret is asked for once, hidden, and again when the provider does not take it', async () => {
    window.idp.addClient({ clientId, clientSecret: CLIENT_SECRET, redirectUris: ['http://127.0.0.1/callback'] });
    await window.choose('With secret');
    await workbench.quickInput.waitFor(`Client Secret for ${window.idpHost}`);
    expect(await workbench.quickInput.isMasked()).toBe(true);
    await pictures(workbench, 'oidc-4-secret');
    const refused = await answerWithSecret('not the secret');
    await refused.getByRole('heading', { name: 'The sign-in failed' }).waitFor();
    await pagePictures(refused, 'oidc-5-page-secret');
    await window.backInEditor(refused);
    const toast = await window.message('does not accept the client');
    await pictures(workbench, 'oidc-5-wrong-secret');
    await toast.click('Try Again');
    await workbench.quickInput.waitFor(`Client Secret for ${window.idpHost}`);
    const taken = await answerWithSecret(CLIENT_SECRET);
    await taken.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await window.backInEditor(taken);
    await window.settled('With secret 59m');
  });

  async function answerWithSecret(secret: string): Promise<Page> {
    await workbench.quickInput.type(secret);
    const page = await pageOpenedBy(workbench, () => workbench.quickInput.accept());
    await answerSignIn(page, 'Allow', user);
    return page;
  }
});
