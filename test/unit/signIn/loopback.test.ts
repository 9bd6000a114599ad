import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { receiveFromBrowser, type BrowserAnswerOptions } from '../../../src/signIn/loopback.js';

const GET: BrowserAnswerOptions = { path: '/callback', method: 'GET', parameters: ['code', 'error'] };
const POST: BrowserAnswerOptions = { path: '/saml', method: 'POST', parameters: ['SAMLResponse'] };

interface Wait {
  /** Where the browser is to come to. */
  readonly url: string;
  readonly result: Promise<string>;
}

const waitFor = (
  options: BrowserAnswerOptions,
  finish: (parameters: URLSearchParams) => string | Promise<string> = String,
): Promise<Wait> =>
  new Promise((resolve) => {
    const result = receiveFromBrowser(options, {
      open: async (url) => {
        await Promise.resolve();
        resolve({ url, result });
      },
      finish: (parameters) => Promise.resolve(parameters).then(finish),
    });
    result.catch(() => undefined);
  });

const isClosed = (url: string): Promise<void> => expect(fetch(url)).rejects.toThrow('fetch failed');

/** The status that a request with this Host header gets; fetch does not let one choose it. */
async function statusWithHost(url: string, host: string, path?: string): Promise<number | undefined> {
  const sent = request(url, { headers: { host }, ...(path === undefined ? {} : { path }) }).end();
  const [response] = (await once(sent, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

describe('an answer', () => {
  it('comes as a query, and the page says that the user is signed in', async () => {
    const { url, result } = await waitFor(GET);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const page = await fetch(`${url}?code=a%20b&state=x`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('You are signed in');
    await expect(result).resolves.toBe('code=a+b&state=x');
    await isClosed(url);
  });

  it('comes as a posted form', async () => {
    const { url, result } = await waitFor(POST);
    const page = await fetch(url, { method: 'POST', body: new URLSearchParams({ SAMLResponse: 'a+/=' }) });
    expect(page.status).toBe(200);
    await expect(result).resolves.toBe('SAMLResponse=a%2B%2F%3D');
  });

  it('comes in a form of at most 256 KiB', async () => {
    const { url, result } = await waitFor(POST);
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const page = await fetch(url, { method: 'POST', headers, body: 'SAMLResponse='.padEnd(262_144, 'x') });
    expect(page.status).toBe(200);
    expect(await result).toHaveLength(262_144);
  });

  it('is awaited at localhost if the provider wants that name', async () => {
    const { url, result } = await waitFor({ ...GET, host: 'localhost' });
    expect(url).toMatch(/^http:\/\/localhost:\d+\/callback$/);
    await fetch(`${url.replace('localhost', '127.0.0.1')}?code=1`);
    await expect(result).resolves.toBe('code=1');
  });

  it('is shown as failed, escaped, when it is of no use', async () => {
    const { url, result } = await waitFor(GET, () => {
      throw new UserError('Not <b>you</b>');
    });
    const page = await fetch(`${url}?code=1`);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('Not &lt;b&gt;you&lt;/b&gt;')]);
    await expect(result).rejects.toThrow('Not <b>you</b>');
    await isClosed(url);
  });

  it('does not show what a defect says', async () => {
    const { url, result } = await waitFor(GET, () => {
      throw new TypeError('undefined is not a secret');
    });
    expect(await (await fetch(`${url}?code=1`)).text()).not.toContain('secret');
    await expect(result).rejects.toThrow(TypeError);
  });

  it('leaves no trace in caches, runs nothing and loads nothing', async () => {
    const { url } = await waitFor(GET);
    const { headers } = await fetch(`${url}?code=1`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri/);
  });
});

describe('requests that are no answer', () => {
  const form = (body: string) => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

  it.each([
    ['another path', GET, '/favicon.ico', {}, 404],
    ['another method', GET, '/callback', { method: 'POST' }, 405],
    ['a GET where a form is awaited', POST, '/saml?SAMLResponse=x', {}, 405],
    ['no parameters', GET, '/callback', {}, 400],
    ['another form', POST, '/saml', form('RelayState=x'), 400],
    ['a body that is no form', POST, '/saml', { method: 'POST', body: 'SAMLResponse=x' }, 415],
    ['a form that is too long', POST, '/saml', form(`SAMLResponse=${'x'.repeat(300_000)}`), 413],
    ['a form that is too long by a byte', POST, '/saml', form('SAMLResponse='.padEnd(262_145, 'x')), 413],
  ])('%s does not end the wait', async (_, options, path, init, status) => {
    const { url, result } = await waitFor(options);
    expect((await fetch(new URL(path, url), init)).status).toBe(status);
    await fetch(options === GET ? `${url}?code=1` : url, options === GET ? {} : form('SAMLResponse=1'));
    await expect(result).resolves.toMatch(/=1$/);
  });

  it('an address that is none does not end the wait', async () => {
    const { url, result } = await waitFor(GET);
    expect(await statusWithHost(url, new URL(url).host, '//')).toBe(400);
    await fetch(`${url}?code=1`);
    await expect(result).resolves.toBe('code=1');
  });

  it.each(['evil.example.com', '127.0.0.1', '127.0.0.1.evil.example.com:80'])(
    'a request for host %s does not end the wait',
    async (host) => {
      const { url, result } = await waitFor(GET);
      expect(await statusWithHost(`${url}?code=stolen`, host)).toBe(403);
      expect(await statusWithHost(`${url}?code=1`, `localhost:${new URL(url).port}`)).toBe(200);
      await expect(result).resolves.toBe('code=1');
    },
  );

  it.each([
    ['of another site', 'https://evil.example.com', 403],
    ['that does not say whose it is', 'null', 403],
    ['of the awaited site on another port', 'https://idp.example.com:8443', 403],
    ['of the awaited site', 'https://idp.example.com', 200],
  ])('a form that a page %s posts is answered as it deserves', async (_, origin, status) => {
    const { url, result } = await waitFor({ ...POST, origin: 'https://idp.example.com' });
    const posted = { ...form('SAMLResponse=1'), headers: { ...form('').headers, origin } };
    const answer = await fetch(url, posted);
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(await answer.text()).toContain(`a page of ${origin}, and one of https://idp.example.com is awaited`);
      await fetch(url, form('SAMLResponse=1'));
    }
    await expect(result).resolves.toBe('SAMLResponse=1');
  });

  it('an answer that the caller refuses is told why, and does not end the wait', async () => {
    const { url, result } = await waitFor({
      ...GET,
      refusalOf: (parameters) => (parameters.get('code') === '1' ? undefined : 'That was not it'),
    });
    const refused = await fetch(`${url}?code=2`);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('That was not it');
    await fetch(`${url}?code=1`);
    await expect(result).resolves.toBe('code=1');
  });

  it('a second answer is told that it is late', async () => {
    const checked = new AbortController();
    const { url, result } = await waitFor(GET, () => once(checked.signal, 'abort').then(() => 'done'));
    const first = fetch(`${url}?code=1`);
    await expect.poll(async () => (await fetch(`${url}?code=2`)).status).toBe(410);
    checked.abort();
    expect((await first).status).toBe(200);
    await expect(result).resolves.toBe('done');
  });
});

describe('the wait ends', () => {
  it('when the user cancels', async () => {
    const abort = new AbortController();
    const { url, result } = await waitFor({ ...GET, signal: abort.signal });
    abort.abort();
    await expect(result).rejects.toThrow(Cancelled);
    await isClosed(url);
  });

  it('when the user cancels while the answer is checked, and the browser is told', async () => {
    const abort = new AbortController();
    const { url, result } = await waitFor({ ...GET, signal: abort.signal }, () => {
      abort.abort();
      return new Promise<string>(() => undefined);
    });
    expect((await fetch(`${url}?code=1`)).status).toBe(400);
    await expect(result).rejects.toThrow(Cancelled);
  });

  it('at once when it was cancelled before', async () => {
    await expect(
      receiveFromBrowser(
        { ...GET, signal: AbortSignal.abort() },
        { open: () => Promise.resolve(), finish: () => Promise.resolve() },
      ),
    ).rejects.toThrow(Cancelled);
  });

  it('when nobody answers, saying how long that was', async () => {
    const { url, result } = await waitFor({ ...GET, timeoutMs: 100 });
    await expect(result).rejects.toThrow('No answer from the browser within 1 second. Start again');
    await isClosed(url);
  });

  it('when the browser cannot be opened', async () => {
    const attempt = receiveFromBrowser(GET, {
      open: () => Promise.reject(new UserError('There is no browser')),
      finish: () => Promise.resolve(),
    });
    await expect(attempt).rejects.toThrow('There is no browser');
  });

  it('before it begins when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const attempt = receiveFromBrowser(
      { ...GET, port },
      { open: () => Promise.resolve(), finish: () => Promise.resolve() },
    );
    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(`port ${port} of this computer: another program uses it`);
    await expect(attempt).rejects.toMatchObject({ cause: { code: 'EADDRINUSE' } });
    other.close();
  });
});
