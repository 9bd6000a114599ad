import { describe, expect, it } from 'vitest';
import { isLoopback, isPort, isSignInUrl } from '../../../src/base/loopback.js';

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['[::1]', true],
  ['::1', false],
  ['127.0.1', false],
  ['127.0.0.1.evil.example.com', false],
  ['evil.127.0.0.1', false],
  ['127.0.0.1000', false],
  ['127.a.0.1', false],
  ['localhost.example.com', false],
  ['128.0.0.1', false],
])('the host %s is of this computer: %s', (hostname, loopback) => {
  expect(isLoopback(hostname)).toBe(loopback);
});

it.each([
  ['https://sso.example.com/start', true],
  ['http://127.0.0.1:8123/start', true],
  ['http://localhost/start', true],
  ['http://sso.example.com/start', false],
  ['ftp://localhost/start', false],
  ['sso.example.com', false],
  ['https://sso.example.com/a b', false],
  ['https://sso.example.com/\n', false],
  ['', false],
])('sign-ins may travel to %j: %s', (text, allowed) => {
  expect(isSignInUrl(text)).toBe(allowed);
});

describe('a port', () => {
  it.each([1, 8123, 65_535])('may be %j', (port) => {
    expect(isPort(port)).toBe(true);
  });

  it.each([0, -1, 65_536, 80.5, '80', undefined, null, Number.NaN])('is not %j', (port) => {
    expect(isPort(port)).toBe(false);
  });
});
