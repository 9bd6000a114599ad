// The pages of the access portal: plain forms, for browsers and for fetch.
import { escapeMarkup } from '../idp/pages.js';
import type { SsoUser } from './types.js';

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${escapeMarkup(title)}</title>
<style>body{font:16px system-ui;max-width:30rem;margin:4rem auto;padding:0 1rem}label{display:block;margin:.5rem 0}
code{font-size:1.6rem;letter-spacing:.1em}button,input{font:inherit;padding:.4rem 1.2rem}
button{margin:1rem .5rem 0 0}input[type=radio]{margin-right:.5rem}</style></head>
<body><h1>${escapeMarkup(title)}</h1>
${body}
</body></html>
`;

export const messagePage = (title: string, message: string): string => page(title, `<p>${escapeMarkup(message)}</p>`);

/** Where a user types the code that a device shows. */
export const codePage = (): string =>
  page(
    'Authorize a device',
    `<form method="get" action="device">
<label>Enter the code displayed on your device <input name="user_code" autofocus></label>
<button>Next</button>
</form>`,
  );

const choice = ({ userName, email }: SsoUser, index: number): string =>
  `<label><input type="radio" name="user" value="${escapeMarkup(userName)}"${index === 0 ? ' checked' : ''}>${escapeMarkup(
    `${userName} (${email})`,
  )}</label>`;

/** Signing in and consent in one: who it is, and whether the client may act for them. */
export function consentPage(consent: {
  readonly clientName: string;
  readonly users: readonly SsoUser[];
  /** Relative: the editor's server may show the page below a path of its own. */
  readonly action: string;
  /** Name and value of what tells this request from others. */
  readonly field: readonly [name: string, value: string];
  readonly userCode?: string;
}): string {
  const { clientName, users, action, userCode } = consent;
  const [name, value] = consent.field;
  const code =
    userCode === undefined
      ? ''
      : `<p>Confirm that this code is displayed on your device:</p>\n<p><code>${escapeMarkup(userCode)}</code></p>\n`;
  return page(
    `Allow ${clientName} to access your data?`,
    `${code}<form method="post" action="${escapeMarkup(action)}">
<input type="hidden" name="${escapeMarkup(name)}" value="${escapeMarkup(value)}">
<fieldset><legend>Signed in as</legend>
${users.map(choice).join('\n')}
</fieldset>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}
