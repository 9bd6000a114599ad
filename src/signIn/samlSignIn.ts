// SAML sign-in in the browser, started at the identity provider, whose form is posted to this computer.
import { receiveFromBrowser } from './loopback.js';
import { otherAnswer, readAssertion } from './saml.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { parseSignInUrl } from './signInUrl.js';

export interface SamlSignIn {
  /** The identity provider's page for the application whose assertion consumer service is this computer. */
  readonly signInUrl: string;
  /** Of the assertion consumer service as registered: http://127.0.0.1:PORT/PATH. */
  readonly port: number;
  readonly path: string;
  /** Whose page posts the response; default: the sign-in page's. */
  readonly origin?: string | undefined;
  /** The entity ID of the provider, whose answers alone are taken; default: anybody's. */
  readonly issuer?: string | undefined;
  /** Throws Cancelled if the user does not want the browser. `over` aborts when its page is not awaited any more. */
  openBrowser(url: string, over: AbortSignal): PromiseLike<unknown>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the user has in the browser; default 5 minutes. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Signs the user in with the browser and returns the SAML response in base64, which `readAssertion` has accepted.
 * Throws Cancelled when the signal aborts, UserError as `readAssertion` and `receiveFromBrowser` do.
 */
export async function signInWithSaml(options: SamlSignIn): Promise<string> {
  const { port, path, signal, timeoutMs } = options;
  const signInUrl = parseSignInUrl(options.signInUrl, 'sign-in page');
  return receiveFromBrowser(
    {
      path,
      port,
      method: 'POST',
      parameters: ['SAMLResponse'],
      origin: options.origin ?? signInUrl.origin,
      // Browsers say "null" of an https page that posts to http: the default referrer policy hides it on a downgrade.
      originMayBeHidden: options.origin === undefined && signInUrl.protocol === 'https:',
      refusalOf: (parameters) => refusalOf(answerIn(parameters), options.issuer),
      signal,
      timeoutMs,
    },
    {
      open: (_, over) => options.openBrowser(options.signInUrl, over),
      finish: (parameters) => Promise.resolve(answerIn(parameters)).then((text) => readAssertion(text).base64),
    },
  );
}

function answerIn(parameters: URLSearchParams): string {
  return parameters.get('SAMLResponse') ?? '';
}

/** Anybody can make the browser come here: what is no answer of the provider ends nothing. */
function refusalOf(answer: string, issuer: string | undefined): string | undefined {
  const reason = otherAnswer(answer, issuer);
  return reason && sentences(reason, l10n.t('It was not used, and the editor still waits for your sign-in.'));
}
