// What the browser shows when the sign-in has come back: no scripts, nothing from elsewhere.
import { createHash } from 'node:crypto';
import * as l10n from '../base/l10n.js';

const STYLE =
  'html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto 0;padding:0 1rem}';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const language = (): string =>
  l10n.t({ message: 'en', comment: ['The code of the language of these messages: the lang attribute of a page'] });

const page = (title: string, text: string): string => `<!doctype html>
<html lang="${escape(language())}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
</body>
</html>
`;

export const signedInPage = (): string =>
  page(l10n.t('You are signed in'), l10n.t('Close this page and return to the editor.'));

export const failurePage = (reason: string): string => page(l10n.t('The sign-in failed'), reason);
