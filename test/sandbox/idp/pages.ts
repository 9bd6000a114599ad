// The pages a person (or a test's browser) meets. Forms are plain HTML, so that fetch can submit them as well.
import type { IdpUser } from './types.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeMarkup(title)}</title>
<style>body{font:16px system-ui;max-width:28rem;margin:4rem auto}label{display:block;margin:.5rem 0}
button{font:inherit;padding:.4rem 1.2rem;margin:1rem .5rem 0 0}</style></head>
<body><h1>${escapeMarkup(title)}</h1>
${body}
</body></html>
`;

const hidden = (fields: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(fields)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`<input type="hidden" name="${name}" value="${escapeMarkup(value)}">`],
    )
    .join('\n');

/** The user that is preselected: the one hinted at, or the first. */
function choices(users: readonly IdpUser[], hint: string | undefined): string {
  const chosen = users.find(({ sub, email }) => sub === hint || email === hint) ?? users[0];
  return users
    .map((user) => {
      const checked = user === chosen ? ' checked' : '';
      const label = escapeMarkup(`${user.sub} (${user.email})`);
      return `<label><input type="radio" name="user" value="${escapeMarkup(user.sub)}"${checked}> ${label}</label>`;
    })
    .join('\n');
}

export interface SignInPage {
  readonly title: string;
  readonly users: readonly IdpUser[];
  readonly hint?: string | undefined;
  readonly action: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** Text and value of each button named "decision". */
  readonly buttons: Readonly<Record<string, string>>;
}

export function signInPage({ title, users, hint, action, fields, buttons }: SignInPage): string {
  const rows = Object.entries(buttons).map(
    ([text, value]) => `<button name="decision" value="${escapeMarkup(value)}">${escapeMarkup(text)}</button>`,
  );
  return page(
    title,
    `<form method="post" action="${escapeMarkup(action)}">
${hidden(fields)}
${choices(users, hint)}
${rows.join('\n')}
</form>`,
  );
}

/** Posts its fields on to another site by itself; the button is for browsers without scripts. */
export const postingPage = (action: string, fields: Readonly<Record<string, string | undefined>>): string =>
  page(
    'Signing you in',
    `<form method="post" action="${escapeMarkup(action)}">
${hidden(fields)}
<button>Continue</button>
</form>
<script>document.forms[0].submit();</script>`,
  );

export const errorPage = (message: string): string => page('Sign-in failed', `<p>${escapeMarkup(message)}</p>`);
