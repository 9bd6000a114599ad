// Signing in to IAM Identity Center, choosing among its roles, and signing out.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { BROWSER_HOST } from './workbench/workbenchBrowser.js';
import { waitUntil } from './workbench/workbenchWait.js';

const { accountId } = TUTORIAL;
const { startUrl, region, session, readOnly, powerUser, otherAccountId } = TUTORIAL.identityCenter;

const configOf = (endpoint: string): string => `[sso-session ${session}]
sso_start_url = ${startUrl}
sso_region = ${region}
sso_registration_scopes = sso:account:access

[profile sso-read-only]
sso_session = ${session}
sso_account_id = ${accountId}
sso_role_name = ${readOnly}
region = ${TUTORIAL.region}
endpoint_url = ${endpoint}
`;

describe('IAM Identity Center', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox({ host: BROWSER_HOST });
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      settings: BOTH_THEMES,
      aws: { config: configOf(sandbox.endpoint) },
    });
  });

  afterAll(() => sandbox.stop());

  const sign = (way: 'browser' | 'deviceCode'): void =>
    changeSettings(workbench, 'Machine', {
      'roleSessions.identityCenterSignIn': way,
    });

  /** The user's own browser. */
  const nextPage = () => workbench.page.context().waitForEvent('page');

  const tokens = (): string[] => {
    const cache = join(workbench.home, '.aws/sso/cache');
    return existsSync(cache) ? readdirSync(cache) : [];
  };

  it('the role’s profile leads to a sign-in in the browser', async () => {
    sign('browser');
    await workbench.clickStatus('No AWS role');
    const opening = nextPage();
    await workbench.quickInput.choose('sso-read-only');
    const page = await opening;
    await page.getByText('Allow Role Sessions for AWS to access your data?').waitFor();
    await page.screenshot({
      path: 'test/.output/screenshots/identity-center-1-consent.png',
    });
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('You are signed in').waitFor();
    await page.close();
    await workbench.waitForStatus('sso-read-only');
    await waitUntil(
      async () => (await workbench.statusTooltip('sso-read-only')).includes(`AWSReservedSSO_${readOnly}_`),
      'the role in the tooltip',
    );
    await pictures(workbench, 'identity-center-2-role');
    expect(tokens()).toHaveLength(2);
  });

  it('lists accounts and roles that no profile names', async () => {
    await workbench.runCommand('AWS Role: Assume Role from IAM Identity Center…');
    await workbench.quickInput.waitFor('Choose an account');
    await pictures(workbench, 'identity-center-3-accounts');
    await workbench.quickInput.choose('Second account');
    await workbench.quickInput.waitFor(`Choose a role in account ${otherAccountId}`);
    await pictures(workbench, 'identity-center-4-roles');
    await workbench.quickInput.choose(powerUser);
    await workbench.waitForStatus(powerUser);
    await waitUntil(async () => (await workbench.statusTooltip(powerUser)).includes(otherAccountId), 'the account');
  });

  it('signs out', async () => {
    await workbench.runCommand('AWS Role: Sign Out of IAM Identity Center…');
    await workbench.quickInput.waitFor('signed in');
    await pictures(workbench, 'identity-center-5-sign-out');
    await workbench.quickInput.choose(session);
    const toast = await workbench.toast('Signed out.');
    await toast.click('OK');
    expect(tokens()).toHaveLength(1);
  });

  it('signs in with a code', async () => {
    sign('deviceCode');
    await workbench.runCommand('AWS Role: Sign In to IAM Identity Center…');
    await workbench.quickInput.waitFor('To sign in, confirm the code');
    const code = /[A-Z]{4}-[A-Z]{4}/.exec(await workbench.quickInput.everything())?.[0] ?? '';
    await pictures(workbench, 'identity-center-6-code');
    const opening = nextPage();
    await workbench.quickInput.choose('Copy Code and Open Browser');
    const page = await opening;
    await page.getByText(code).waitFor();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Request approved').waitFor();
    await page.close();
    await workbench.quickInput.waitClosed();
    await workbench.toast('Signed in to sandbox.');
    await pictures(workbench, 'identity-center-7-signed-in');
    expect(tokens()).toHaveLength(3);
  });
});
