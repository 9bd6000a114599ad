import { describe, expect, it } from 'vitest';
import { proxyOf } from '../../../../src/aws/transport/proxyVariables.js';
import { PROXY_CASES } from '../../../support/proxyCases.js';

describe('the proxy that variables name', () => {
  it.each(PROXY_CASES.map((each) => [each.what, each] as const))('%s', (_, { variables, url, proxied }) => {
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
  ])('%s is %s', (written, taken) => {
    expect(proxyOf(new URL('https://sts.amazonaws.com'), { HTTPS_PROXY: written })).toBe(taken);
  });
});
