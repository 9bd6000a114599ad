import { env, Uri } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { isLoopback } from '../../base/loopback.js';
import { openAsWritten } from '../../editor/openAsWritten.js';
import type { SignInPage } from '../../model/session/interaction.js';
import { offerPage } from './waitingPage.js';

/**
 * In the user's own browser. Until the page is over they can have it again, in another browser too.
 * @throws Cancelled when they decline the editor's question whether to; UserError when the sign-in could not come back
 */
export async function openBrowser({ url, returnsTo, over }: SignInPage, signal: AbortSignal): Promise<void> {
  await makeReachable(returnsTo ?? new URL(url).searchParams.get('redirect_uri'));
  if (signal.aborted || !(await openAsWritten(url))) {
    throw new Cancelled();
  }
  offerPage({
    title: l10n.t('Sign In in the Browser'),
    placeholder: l10n.t('Waiting for your sign-in at {0}', new URL(url).host),
    url,
    openers: [{ label: l10n.t('Open Again') }],
    over,
  });
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
