import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { failurePage, PAGE_HEADERS, signedInPage } from '../../../src/signIn/pages.js';

it('a reason cannot bring markup into the page', () => {
  const page = failurePage(`<script>&"'</script>`);
  expect(page).toContain('<p>&lt;script&gt;&amp;&quot;&#39;&lt;/script&gt;</p>');
  expect(page).not.toContain('<script');
});

it('the page that says how it went has a title that says it too', () => {
  expect(signedInPage()).toMatch(
    /<title>You are signed in<\/title>[^]*<h1>You are signed in<\/h1>[^]*return to the editor/,
  );
  expect(failurePage('x')).toMatch(/^<!doctype html>[^]*<title>The sign-in failed<\/title>/);
});

it('the page says which language it is in', () => {
  expect(failurePage('x')).toContain('<html lang="en">');
});

it('only the style that the pages have is applied', () => {
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(signedInPage()) ?? [];
  expect(style).toContain('body{');
  const hash = createHash('sha256').update(style).digest('base64');
  expect(PAGE_HEADERS['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

it('nothing keeps the page, and nothing learns of its address', () => {
  expect(PAGE_HEADERS).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
});
