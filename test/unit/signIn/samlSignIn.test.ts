import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { readAssertion } from '../../../src/signIn/saml.js';
import { signInWithSaml, type SamlSignIn } from '../../../src/signIn/samlSignIn.js';
import { signIn, type Person } from '../../sandbox/idp/browser.js';
import { freePort } from '../../tools/ports.js';
import { startIdentityProvider, type IdentityProvider, type SamlFault } from '../../sandbox/idp/index.js';

const ROLE = {
  roleArn: 'arn:aws:iam::123456789012:role/saml',
  providerArn: 'arn:aws:iam::123456789012:saml-provider/c',
};

let idp: IdentityProvider;
let port: number;
/** What the browser ended on. */
let page: Promise<string>;

beforeAll(async () => {
  idp = await startIdentityProvider();
  port = await freePort();
  idp.addApplication({ name: 'aws', acsUrl: `http://127.0.0.1:${port}/saml` });
  idp.addUser({ sub: 'ada', email: 'ada@example.com', saml: { roles: [ROLE] } });
  idp.addUser({ sub: 'bob', email: 'bob@example.com', saml: { roles: [ROLE] } });
});
afterAll(() => idp.stop());
beforeEach(() => {
  idp.faults.saml = undefined;
  page = Promise.resolve('');
});

const attempt = (changes: Partial<SamlSignIn> = {}, person: Person = {}) =>
  signInWithSaml({
    signInUrl: idp.samlSignInUrl('aws', 'relay'),
    port,
    path: '/saml',
    openBrowser: (url) => {
      page = signIn(url, person).then((response) => response.text());
      return Promise.resolve();
    },
    ...changes,
  });

function changed(base64: string, from: string, to: string): string {
  return Buffer.from(Buffer.from(base64, 'base64').toString().replaceAll(from, to)).toString('base64');
}

describe('a sign-in', () => {
  it('gives the assertion about whom the user chose', async () => {
    expect(readAssertion(await attempt({}, { user: 'bob' })).sessionName).toBe('bob@example.com');
    expect(await page).toContain('You are signed in');
  });

  it.each<[SamlFault, RegExp]>([
    ['denied', /did not sign you in: The user is not assigned to this application/],
    ['expired', /expired 10 minutes ago/],
    ['otherAudience', /for another audience/],
    ['noRoles', /names no AWS role/],
    ['encrypted', /is encrypted/],
  ])('whose response is %s gives a message, here and in the browser', async (fault, message) => {
    idp.faults.saml = fault;
    const failed = attempt();
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(message);
    expect(await page).toContain('The sign-in failed');
  });

  it.each<[string, (good: string) => string, string]>([
    ['that is empty', () => '', 'There is no SAML assertion'],
    ['that is no base64', () => '{"rubbish":true}', 'This is not a SAML response in base64.'],
    ['that is no XML', () => Buffer.from('<Response').toString('base64'), 'its XML is damaged'],
    ['that is another document', () => Buffer.from('<html></html>').toString('base64'), 'not a SAML response'],
    ['of another issuer', (good) => changed(good, idp.entityId, 'urn:evil'), 'another identity provider, urn:evil,'],
  ])('goes on where something comes %s, whose sender is told why', async (_, forge, reason) => {
    const good = await idp.samlResponse({ user: 'ada' });
    const post = async (SAMLResponse: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/saml`, {
        method: 'POST',
        body: new URLSearchParams({ SAMLResponse }),
      });
      return [answer.status, await answer.text()] as const;
    };
    const openBrowser = async () => {
      const [status, text] = await post(forge(good));
      expect(status).toBe(400);
      expect(text).toContain(reason);
      expect(text).toContain('It was not used, and the editor still waits for your sign-in.');
      page = post(good).then(([, said]) => said);
    };
    expect(readAssertion(await attempt({ issuer: idp.entityId, openBrowser })).sessionName).toBe('ada@example.com');
    expect(await page).toContain('You are signed in');
  });

  it('that the user leaves is over in time', async () => {
    await expect(attempt({ timeoutMs: 300 }, { decision: 'deny' })).rejects.toThrow(/^No answer from the browser/);
  });

  it('takes what a page of the provider posts, and no other’s', async () => {
    const post = async (origin: string) => {
      const body = new URLSearchParams({ SAMLResponse: await idp.samlResponse({ user: 'ada' }) });
      return fetch(`http://127.0.0.1:${port}/saml`, { method: 'POST', body, headers: { origin } });
    };
    const openBrowser = async () => {
      expect((await post('https://elsewhere.example.com')).status).toBe(403);
      page = post(new URL(idp.issuer).origin).then((response) => response.text());
    };
    expect(readAssertion(await attempt({ openBrowser })).sessionName).toBe('ada@example.com');
    expect(await page).toContain('You are signed in');
    const set = {
      origin: 'https://elsewhere.example.com',
      openBrowser: () => {
        page = post('https://elsewhere.example.com').then((response) => response.text());
        return Promise.resolve();
      },
    };
    expect(readAssertion(await attempt(set)).sessionName).toBe('ada@example.com');
    expect(await page).toContain('You are signed in');
  });

  it('opens the page as it is written', async () => {
    const signInUrl = `${idp.samlSignInUrl('aws')}&RelayState=a%3Db%26c%2Bd&x=%7e`;
    const opened: string[] = [];
    const openBrowser = (url: string) => {
      opened.push(url);
      void signIn(url, {});
      return Promise.resolve();
    };
    await attempt({ signInUrl, openBrowser });
    expect(opened).toEqual([signInUrl]);
  });

  it('ends when the user cancels', async () => {
    const abort = new AbortController();
    const openBrowser = () => {
      abort.abort();
      return Promise.resolve();
    };
    await expect(attempt({ openBrowser, signal: abort.signal })).rejects.toThrow(Cancelled);
  });

  it.each([
    ['sso.example.com/aws', /The sign-in page "sso\.example\.com\/aws" is not a URL/],
    ['http://sso.example.com/aws', /must start with https:/],
  ])('at %s does not begin', async (signInUrl, message) => {
    await expect(attempt({ signInUrl })).rejects.toThrow(message);
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(attempt()).rejects.toThrow(`port ${port} of this computer: another program uses it`);
    other.close();
    await once(other, 'close');
  });
});
