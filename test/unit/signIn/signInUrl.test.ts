import { expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { parseSignInUrl } from '../../../src/signIn/signInUrl.js';

it.each(['https://sso.example.com/start?app=aws', 'http://127.0.0.1:8123/start', 'http://localhost/start'])(
  '%s is taken',
  (text) => {
    expect(parseSignInUrl(text, 'issuer').href).toBe(text);
  },
);

it.each([
  ['accounts.example.com', /^The issuer "accounts\.example\.com" is not a URL\./],
  ['', /^The issuer "" is not a URL\./],
  ['http://accounts.example.com', /^The issuer "http:\/\/accounts\.example\.com" must start with https:/],
  ['ftp://localhost/', /must start with https:/],
  ['file:///etc/passwd', /must start with https:/],
])('%j is refused', (text, message) => {
  const parse = () => parseSignInUrl(text, 'issuer');
  expect(parse).toThrow(UserError);
  expect(parse).toThrow(message);
});

it.each([
  ['sso.example.com', 'The sign-in page "sso.example.com" is not a URL. It starts with https://, as the'],
  ['http://sso.example.com', 'The sign-in page "http://sso.example.com" must start with https://: sign-ins do not'],
])('a sign-in page is called one: %s', (text, message) => {
  expect(() => parseSignInUrl(text, 'sign-in page')).toThrow(message);
});
