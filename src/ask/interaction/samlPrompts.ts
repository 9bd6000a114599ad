import { env, window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { SamlRole } from '../../model/plan/source.js';
import { askUntil } from '../kit/abortable.js';
import { looksLikeAssertion, samlRoleRow } from '../rows/samlRows.js';

/** The role to take of those that an assertion offers. @throws Cancelled */
export async function chooseSamlRole(roles: readonly SamlRole[], signal: AbortSignal): Promise<SamlRole> {
  const items = roles.map((role) => ({ ...samlRoleRow(role), role }));
  const chosen = await askUntil(signal, (token) =>
    window.showQuickPick(
      items.sort((a, b) => a.description.localeCompare(b.description) || a.label.localeCompare(b.label)),
      {
        title: l10n.t('Role to Assume with SAML'),
        placeHolder: l10n.t('The roles that the identity provider offers you'),
        matchOnDescription: true,
        matchOnDetail: true,
        ignoreFocusOut: true,
      },
      token,
    ),
  );
  return chosen.role;
}

/** A SAML assertion from the clipboard or pasted, which is never shown. @throws Cancelled */
export async function pasteAssertion(signal: AbortSignal): Promise<string> {
  const clipboard = await env.clipboard.readText();
  if (looksLikeAssertion(clipboard)) {
    const fromClipboard = l10n.t('Use the Assertion in the Clipboard');
    const answer = await askUntil(signal, (token) =>
      window.showQuickPick(
        [
          { label: `$(clippy) ${fromClipboard}`, description: l10n.t('{0} characters', clipboard.length), use: true },
          { label: `$(edit) ${l10n.t('Paste Another…')}`, use: false },
        ],
        {
          title: l10n.t('SAML Assertion'),
          placeHolder: l10n.t('The clipboard holds a SAML response'),
          ignoreFocusOut: true,
        },
        token,
      ),
    );
    if (answer.use) {
      return clipboard;
    }
  }
  return askUntil(signal, (token) =>
    window.showInputBox(
      {
        title: l10n.t('SAML Assertion'),
        prompt: l10n.t('Paste the value of SAMLResponse; it is good for five minutes'),
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) =>
          looksLikeAssertion(text) ? undefined : l10n.t('This is no SAML response: base64 of its XML is wanted.'),
      },
      token,
    ),
  );
}
