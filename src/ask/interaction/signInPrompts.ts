import { env, Uri, window } from 'vscode';
import type { SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { DeviceCode, Interaction } from '../../model/session/interaction.js';
import { asWritten, userSetting } from '../../editor/settings.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { isLoopback } from '../../base/loopback.js';
import { askUntil } from '../kit/abortable.js';

/**
 * In the user's own browser. `returnsTo` is the address of this machine that the sign-in comes back to, where it is not
 * the redirect_uri of the page.
 * @throws Cancelled when they decline the editor's question whether to; UserError when the sign-in could not come back
 */
export async function openBrowser(url: string, signal: AbortSignal, returnsTo?: string): Promise<void> {
  await makeReachable(returnsTo ?? new URL(url).searchParams.get('redirect_uri'));
  if (signal.aborted || !(await openAsWritten(url))) {
    throw new Cancelled();
  }
}

/**
 * In a remote window the editor forwards the port, so that the browser beside the user finds it under the same number; or
 * under another one, where that is taken. Editors in a browser answer with a page of their own in front of it instead.
 */
async function makeReachable(address: string | null): Promise<void> {
  if (env.remoteName === undefined || address === null) {
    return;
  }
  const { port, pathname } = new URL(address);
  const external = new URL((await env.asExternalUri(Uri.parse(address, true))).toString(true));
  const isForwarded = isLoopback(external.hostname) && external.pathname === pathname;
  if (isForwarded && external.port !== port) {
    throw new UserError(
      l10n.t(
        'Port {0} of the computer beside you is taken by another program, which would get the sign-in. Free that port, or set another one, then try again.',
        port,
      ),
    );
  }
}

/**
 * The editor's `Uri` writes a query anew: what is encoded within a parameter would no longer be. The API takes text as
 * well, which it opens as it is, though its types do not say so.
 */
async function openAsWritten(url: string): Promise<boolean> {
  return env.openExternal(url as unknown as Uri);
}

/** Tells the code and offers the page; returns when the user has been told. */
export function showDeviceCode({ userCode, verificationUri }: DeviceCode): void {
  const copyAndOpen = l10n.t('Copy Code and Open Browser');
  const open = l10n.t('Open Browser');
  const message = l10n.t(
    'To sign in, confirm the code {0} at {1} in any browser.',
    userCode,
    verificationUri.replace(/[?#].*$/, ''),
  );
  void window.showInformationMessage(message, copyAndOpen, open).then(async (chosen) => {
    if (chosen === copyAndOpen) {
      await env.clipboard.writeText(userCode);
    }
    if (chosen !== undefined) {
      await openAsWritten(verificationUri);
    }
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
