import { env, window } from 'vscode';
import type { SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { DeviceCode, Interaction } from '../../model/session/interaction.js';
import { asWritten, userSetting } from '../../editor/settings.js';
import { offerPage } from './waitingPage.js';
import { askUntil } from '../kit/abortable.js';

/** Tells the code and offers the page until it is over; returns when the user has been told. */
export function showDeviceCode({ userCode, verificationUri: url, over }: DeviceCode): void {
  const page = url.replace(/[?#].*$/, '');
  offerPage({
    title: l10n.t('Sign In with a Code'),
    placeholder: l10n.t('To sign in, confirm the code {0} at {1} in any browser.', userCode, page),
    url,
    openers: [{ label: l10n.t('Copy Code and Open Browser'), copies: userCode }, { label: l10n.t('Open Browser') }],
    over,
  });
}

const identityCenterSignIn = userSetting('roleSessions.identityCenterSignIn', asWritten);

/** A browser on another machine cannot answer to a port of this one, which a device code does without. */
export function identityCenterFlow(): ReturnType<Interaction['identityCenterFlow']> {
  switch (identityCenterSignIn.value) {
    case 'browser':
      return 'browser';
    case 'deviceCode':
      return 'device-code';
    default:
      return env.remoteName === undefined ? 'browser' : 'device-code';
  }
}

/** Asked once for an issuer and client, and kept. @throws Cancelled */
export async function clientSecret(
  storage: SecretStorage,
  issuer: string,
  clientId: string,
  signal: AbortSignal,
): Promise<string> {
  const key = secretKey(issuer, clientId);
  const kept = await storage.get(key);
  if (kept !== undefined) {
    return kept;
  }
  const secret = await askUntil(signal, (token) =>
    window.showInputBox(
      {
        title: l10n.t('Client Secret for {0}', new URL(issuer).host),
        prompt: l10n.t('The secret of the client {0}; the editor keeps it in its secret store', clientId),
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) => (text.trim() === '' ? l10n.t('There is nothing yet.') : undefined),
      },
      token,
    ),
  );
  await storage.store(key, secret.trim());
  return secret.trim();
}

export async function forgetClientSecret(storage: SecretStorage, issuer: string, clientId: string): Promise<void> {
  await storage.delete(secretKey(issuer, clientId));
}

function secretKey(issuer: string, clientId: string): string {
  return `clientSecret:${JSON.stringify([issuer, clientId])}`;
}
