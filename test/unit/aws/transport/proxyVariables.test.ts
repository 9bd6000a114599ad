import { describe, expect, it } from 'vitest';
import { proxyOf } from '../../../../src/aws/transport/proxyVariables.js';
import { PROXY_CASES } from '../../../support/proxyCases.js';

describe('the proxy that variables name', () => {
  it.each(PROXY_CASES.map((each) => [each.what, each] as const))('%s', (_, { variables, url, proxied }) => {
    expect(proxyOf(new URL(url), variables) !== undefined).toBe(proxied);
  });

  it.each<[string, Record<string, string>, string, boolean]>([
    ['another variable of the same length', { HTTPS_STYLE: 'http://p' }, 'https://sts.test', false],
    ['an empty one that hides no other', { Http_Proxy: 'http://p', HTTP_PROXY: '' }, 'http://sts.test', true],
    ['one for TLS in a CGI script', { HTTPS_PROXY: 'http://p', REQUEST_METHOD: 'GET' }, 'https://sts.test', true],
    ['an exception without a name', { HTTP_PROXY: 'http://p', NO_PROXY: 'a,,b' }, 'http://sts.test.', true],
  ])('by %s', (_, variables, url, proxied) => {
    expect(proxyOf(new URL(url), variables) !== undefined).toBe(proxied);
  });

  it.each([
    ['http://p.example.com:3128', 'http://p.example.com:3128'],
    ['https://p.example.com', 'https://p.example.com'],
    ['p.example.com:3128', 'http://p.example.com:3128'],
    ['//p.example.com:3128', 'http://p.example.com:3128'],
    ['me:p%40ss@p.example.com', 'http://me:p%40ss@p.example.com'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128'],
    ['socks5://p.example.com', 'socks5://p.example.com'],
    ['p.example.com/http://x', 'http://p.example.com/http://x'],
  ])('%s is %s', (written, taken) => {
    expect(proxyOf(new URL('https://sts.amazonaws.com'), { HTTPS_PROXY: written })).toBe(taken);
  });
});
