import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { proxyFor, proxyName, proxyPort, proxyRefusal } from '../../../../src/aws/transport/proxy.js';
import { UserError } from '../../../../src/base/errors.js';

const STS = 'https://sts.us-west-2.amazonaws.com';

beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the proxy of the environment', () => {
  it.each([
    ['https://p.example.com', 'https://p.example.com/'],
    ['http://me:pass@p.example.com:3128', 'http://me:pass@p.example.com:3128/'],
    ['p.example.com:3128', 'http://p.example.com:3128/'],
    ['socks5://p.example.com:1080', 'socks5://p.example.com:1080'],
  ])('%s is %s', (written, href) => {
    vi.stubEnv('HTTPS_PROXY', written);
    expect(proxyFor(STS)?.href).toBe(href);
  });

  it('is none where none is set', () => {
    expect(proxyFor(STS)).toBeUndefined();
  });

  it('is refused without a word of it where it is no URL', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://me:MARKED@:x');
    expect(() => proxyFor(STS)).toThrow(
      new UserError('HTTPS_PROXY or HTTP_PROXY is not a URL. Give something like http://proxy.example.com:3128.'),
    );
  });
});

it('is named without user name and password', () => {
  expect(proxyName(new URL('http://me:MARKED@p.example.com:3128/x'))).toBe('http://p.example.com:3128');
});

it.each([
  ['http://p.example.com', 80],
  ['https://p.example.com', 443],
  ['https://p.example.com:3128', 3128],
])('%s listens at %i', (proxy, port) => {
  expect(proxyPort(new URL(proxy))).toBe(port);
});

it.each([
  [
    'http://p.example.com:1',
    407,
    'The proxy http://p.example.com:1 wants a user name and password (407). They belong into HTTPS_PROXY, before the host.',
  ],
  [
    'http://me:MARKED@p.example.com:1',
    407,
    'The proxy http://p.example.com:1 wants a user name and password, and does not accept those it was given (407). They belong into HTTPS_PROXY, before the host.',
  ],
  ['http://p.example.com:1', 403, 'The proxy http://p.example.com:1 did not connect (403). Is the host allowed there?'],
])('a refusal by %s: %i', (proxy, status, text) => {
  expect(proxyRefusal(new URL(proxy), status).message).toBe(text);
});
