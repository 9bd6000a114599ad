import { describe, expect, it } from 'vitest';
import { checkRequest, type AskedRequest } from '../../../../src/lending/endpoint/request.js';

const GOOD: AskedRequest = {
  method: 'GET',
  url: '/credentials',
  headers: { host: '127.0.0.1:4711', authorization: 'token' },
};
const check = (overrides: Partial<AskedRequest>) => checkRequest({ ...GOOD, ...overrides }, 4711);
const withHeaders = (headers: Record<string, string | undefined>) =>
  check({ headers: { ...GOOD.headers, ...headers } });

describe('a request', () => {
  it('asks with the token that it brings, as it is', () => {
    expect(check({})).toEqual({ kind: 'asks', token: 'token' });
    expect(withHeaders({ 'content-length': '0', accept: '*/*', 'sec-fetch-mode': 'cors' }).kind).toBe('asks');
  });

  it.each([
    ['a name that was bound to this address', 'attacker.example:4711'],
    ['localhost, which is not what was given out', 'localhost:4711'],
    ['another port', '127.0.0.1:4712'],
    ['none', undefined],
    ['one with something behind it', '127.0.0.1:4711.attacker.example'],
  ])('with the host of %s is refused', (_, host) => {
    expect(withHeaders({ host })).toEqual({ kind: 'refused', status: 403 });
  });

  it.each(['origin', 'referer', 'sec-fetch-site', 'access-control-request-method'])(
    'of a page in a browser is refused: %s',
    (name) => {
      expect(withHeaders({ [name]: 'null' })).toEqual({ kind: 'refused', status: 403 });
    },
  );

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'get', undefined])('by %s is refused', (method) => {
    expect(check({ method })).toEqual({ kind: 'refused', status: 405 });
  });

  it.each([
    '/',
    '/credentials/',
    '/credentials?token=x',
    '//credentials',
    '/Credentials',
    'http://127.0.0.1:4711/credentials',
    undefined,
  ])('for %s is refused', (url) => {
    expect(check({ url })).toEqual({ kind: 'refused', status: 404 });
  });

  it('with anything to read is refused', () => {
    expect(withHeaders({ 'content-length': '1' })).toEqual({ kind: 'refused', status: 400 });
    expect(withHeaders({ 'transfer-encoding': 'chunked' })).toEqual({ kind: 'refused', status: 400 });
  });

  it('without a token is refused', () => {
    expect(withHeaders({ authorization: undefined })).toEqual({ kind: 'refused', status: 401 });
  });
});
