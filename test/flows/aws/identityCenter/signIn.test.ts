// Signing in to IAM Identity Center for a role, in a browser and with a code.
import type { DeviceCode, SignInPage } from '../../../../src/model/session/interaction.js';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signInToPortal } from '../../../../src/aws/identityCenter/token.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import { TUTORIAL } from '../../../sandbox/index.js';
import {
  accessOf,
  assume,
  browsing,
  cached,
  cacheFile,
  confirming,
  LEGACY,
  MINUTE_MS,
  openDesk,
  operations,
  SOURCE,
  type Desk,
} from './harness.js';

const { startUrl, region, readOnly } = TUTORIAL.identityCenter;
const ROLE = new RegExp(`^arn:aws:sts::${TUTORIAL.accountId}:assumed-role/AWSReservedSSO_${readOnly}_\\w+/mynewuser$`);

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.leave());

const fault = (operation: string, code: string, times = 1) =>
  desk.sandbox.addFault({ operation, times, effect: { kind: 'error', status: 400, code, message: 'Said so' } });

/** Something happens when the user is asked. */
const at = (event: () => void) => () => Promise.resolve().then(event);

const nothingKept = () => expect(cached(desk)).rejects.toThrow('ENOENT');

describe('in the browser', () => {
  it('gives the role once the user has allowed it', async () => {
    const pages: string[] = [];
    const { arn, expiration } = await assume(desk, browsing('Allow', pages));
    expect(arn).toMatch(ROLE);
    expect(expiration).toBeGreaterThan(Date.now());
    const asked = new URL(pages[0]!).searchParams;
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    expect(asked.get('scopes')).toBe('sso:account:access');
    expect(pages).toHaveLength(1);
  });

  it('says that it was denied, and keeps no token', async () => {
    await expect(assume(desk, browsing('Deny'))).rejects.toThrow('Signing in to sandbox was denied in the browser.');
    await nothingKept();
  });

  it('takes no answer to another sign-in, and goes on waiting for its own', async () => {
    const abort = new AbortController();
    let page = '';
    const forged = {
      openBrowser: async ({ url }: SignInPage) => {
        const back = new URL(new URL(url).searchParams.get('redirect_uri')!);
        back.search = '?code=stolen&state=other';
        page = await (await fetch(back)).text();
        abort.abort();
      },
    };
    await expect(assume(desk, forged, { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
    expect(page).toContain('belongs to another sign-in');
    expect(operations(desk)).not.toContain('CreateToken');
    await nothingKept();
  });

  it('does not wait for ever for a browser that was closed', async () => {
    const closed = { openBrowser: () => Promise.resolve() };
    await expect(signInToPortal(accessOf(desk, closed, { browserTimeoutMs: 200 }))).rejects.toThrow(
      'No answer from the browser',
    );
    await nothingKept();
  });

  it('is cancelled while the browser is open', async () => {
    const abort = new AbortController();
    const opened = { openBrowser: () => Promise.resolve(void setImmediate(() => abort.abort())) };
    const result = assume(desk, opened, { signal: abort.signal });
    await expect(result).rejects.toBeInstanceOf(Cancelled);
    await nothingKept();
  });

  it('is cancelled when the user does not let the browser open', async () => {
    const declined = { openBrowser: () => Promise.reject(new Cancelled()) };
    await expect(assume(desk, declined)).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('with a code', () => {
  it('gives the role once the code is confirmed', async () => {
    const codes: string[] = [];
    const { arn } = await assume(desk, confirming('Allow', codes));
    expect(arn).toMatch(ROLE);
    expect(codes).toEqual([expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/)]);
  });

  it.each(['Allow', 'Deny'] as const)('shows it until the user has answered: %s', async (button) => {
    const overs: AbortSignal[] = [];
    const { showDeviceCode, ...others } = confirming(button);
    const shown = (code: DeviceCode) => {
      overs.push(code.over);
      expect(code.over.aborted).toBe(false);
      return showDeviceCode?.(code) ?? Promise.resolve();
    };
    await assume(desk, { ...others, showDeviceCode: shown }).catch(() => undefined);
    expect(overs.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('says that it was denied, and keeps no token', async () => {
    await expect(assume(desk, confirming('Deny'))).rejects.toThrow('Signing in to sandbox was denied in the browser.');
    await nothingKept();
  });

  it('goes on asking while nobody has confirmed, and slower when told to', async () => {
    fault('CreateToken', 'AuthorizationPendingException');
    fault('CreateToken', 'SlowDownException');
    await assume(desk, confirming('Allow'));
    expect(operations(desk).filter((name) => name === 'CreateToken')).toHaveLength(3);
  });

  it('says that the code has expired', async () => {
    const late = { ...confirming('Allow'), showDeviceCode: at(() => desk.sandbox.clock.setOffset(60 * MINUTE_MS)) };
    await expect(assume(desk, late)).rejects.toThrow('The sign-in to sandbox was not confirmed in time.');
    await nothingKept();
  });

  it('is cancelled while nobody confirms', async () => {
    const abort = new AbortController();
    const shown = { ...confirming('Allow'), showDeviceCode: at(() => abort.abort()) };
    await expect(assume(desk, shown, { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
    await nothingKept();
  });

  it('is the way of the legacy keys, whatever the setting says', async () => {
    const { arn } = await assume(
      desk,
      { ...confirming('Allow'), identityCenterFlow: () => 'browser' },
      { source: LEGACY },
    );
    expect(arn).toMatch(ROLE);
    const kept = await cached(desk, startUrl);
    expect(kept).toMatchObject({ startUrl, region });
    expect(kept).not.toHaveProperty('refreshToken');
  });
});

describe('what is kept', () => {
  it.each([
    ['browser', browsing('Allow')],
    ['code', confirming('Allow')],
  ])('after a sign-in by %s has the AWS CLI’s fields, for its owner alone', async (_, interaction) => {
    await assume(desk, interaction);
    const kept = await cached(desk);
    expect(Object.keys(kept).sort()).toEqual([
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ]);
    expect(kept['expiresAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(kept['registrationExpiresAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect((await stat(cacheFile(desk))).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(cacheFile(desk)))).mode & 0o777).toBe(0o700);
  });

  it('registers the editor once for several sign-ins', async () => {
    await signInToPortal(accessOf(desk, browsing('Allow')));
    await signInToPortal(accessOf(desk, browsing('Allow')));
    expect(operations(desk).filter((name) => name === 'RegisterClient')).toHaveLength(1);
  });

  it('registers anew where AWS has forgotten the editor', async () => {
    await signInToPortal(accessOf(desk, confirming('Allow')));
    fault('StartDeviceAuthorization', 'InvalidClientException');
    await signInToPortal(accessOf(desk, confirming('Allow')));
    expect(operations(desk).filter((name) => name === 'RegisterClient')).toHaveLength(2);
  });
});

describe('two at once', () => {
  it('ask the user once', async () => {
    const pages: string[] = [];
    const both = [assume(desk, browsing('Allow', pages)), assume(desk, browsing('Allow', pages))];
    for (const { arn } of await Promise.all(both)) expect(arn).toMatch(ROLE);
    expect(pages).toHaveLength(1);
  });

  it('leave the sign-in to the one who still waits', async () => {
    const abort = new AbortController();
    const pages: string[] = [];
    const slow = { openBrowser: ({ url }: SignInPage) => Promise.resolve(void pages.push(url)) };
    const first = assume(desk, slow, { signal: abort.signal });
    const second = assume(desk, {});
    await expect.poll(() => pages).toHaveLength(1);
    abort.abort();
    await expect(first).rejects.toBeInstanceOf(Cancelled);
    await browsing('Allow').openBrowser!({ url: pages[0]!, over: abort.signal });
    expect((await second).arn).toMatch(ROLE);
  });
});

describe('starting again', () => {
  it.each([
    ['in the browser', 'browser', browsing],
    ['with a code', 'device-code', confirming],
  ] as const)('%s asks once more for the sign-in under way, which serves both', async (_, flow, user) => {
    const first: string[] = [];
    const closed = {
      identityCenterFlow: () => flow,
      openBrowser: ({ url }: SignInPage) => Promise.resolve(void first.push(url)),
      showDeviceCode: ({ userCode }: { userCode: string }) => Promise.resolve(void first.push(userCode)),
    };
    const waiting = assume(desk, closed);
    await expect.poll(() => first).toHaveLength(1);
    const again: string[] = [];
    await signInToPortal(accessOf(desk, user('Allow', again)));
    expect(again).toEqual(first);
    expect((await waiting).arn).toMatch(ROLE);
  });
});

describe('wrong configuration', () => {
  it.each([
    ['browser', browsing('Allow')],
    ['code', confirming('Allow')],
  ])('a start URL that nobody has (%s)', async (_, interaction) => {
    const source = { ...SOURCE, startUrl: 'https://nobody.awsapps.com/start' };
    const failed = assume(desk, interaction, { source });
    await expect(failed).rejects.toBeInstanceOf(UserError);
    await expect(failed).rejects.toThrow(
      `IAM Identity Center in ${region} does not accept the start URL https://nobody.awsapps.com/start. Check sso_start_url and sso_region.`,
    );
  });

  it('an endpoint where nobody listens', async () => {
    const plan = { endpoints: { ssoOidc: 'http://127.0.0.1:9', sso: desk.sandbox.endpoint } };
    await expect(assume(desk, browsing('Allow'), { plan })).rejects.toThrow(
      'IAM Identity Center at http://127.0.0.1:9 cannot be reached (ECONNREFUSED).',
    );
  });

  it('another region than the portal’s', async () => {
    fault('StartDeviceAuthorization', 'InvalidRequestRegionException');
    await expect(assume(desk, confirming('Allow'))).rejects.toThrow(`belongs to another region than ${region}`);
  });

  it('scopes that AWS does not know', async () => {
    const source = { ...SOURCE, scopes: ['not a scope'] };
    await expect(assume(desk, browsing('Allow'), { source })).rejects.toThrow('Check sso_registration_scopes.');
  });
});
