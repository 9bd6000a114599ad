import * as l10n from '../../base/l10n.js';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { portalName } from '../../model/plan/portal.js';
import { errorCode, UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { receiveFromBrowser } from '../../signIn/loopback.js';
import { authorizationOrigin } from './clients.js';
import { createToken, type KeepToken } from './createToken.js';
import { identityCenterFailure } from './failures.js';
import { askUser, registrationScopes, type PortalAccess } from './portal.js';
import { CALLBACK_PATH, registeredClient } from './registration.js';
import { dropRegistration, type PortalToken, type Registration } from './tokenCache.js';

/** As long as the AWS CLI waits. */
const BROWSER_TIMEOUT_MS = 10 * 60_000;

interface Attempt {
  readonly client: Registration;
  readonly state: string;
  readonly verifier: string;
}

/**
 * Authorization code grant with PKCE (RFC 7636): the browser brings the code back to a port of this machine.
 * @throws UserError, Cancelled
 */
export async function signInWithBrowser(access: PortalAccess, keep: KeepToken): Promise<PortalToken> {
  const client = await registeredClient(access, 'browser');
  const attempt = { client, state: randomUUID(), verifier: randomBytes(48).toString('base64url') };
  const origin = await authorizationOrigin(access);
  const { signal, browserTimeoutMs: timeoutMs = BROWSER_TIMEOUT_MS } = access;
  return receiveFromBrowser(
    {
      path: CALLBACK_PATH,
      method: 'GET',
      parameters: ['code', 'error'],
      refusalOf: (parameters) => otherSignIn(parameters, access, attempt.state),
      signal,
      timeoutMs,
    },
    {
      open: (redirectUri, over) => {
        const url = authorizationUrl(origin, redirectUri, access, attempt);
        return askUser(access, (interaction) => interaction.openBrowser({ url, over }));
      },
      finish: (parameters, redirectUri) => exchange(parameters, redirectUri, access, attempt, keep),
    },
  );
}

/** The AWS CLI says `scopes` where OAuth says `scope`. */
function authorizationUrl(origin: string, redirectUri: string, { portal }: PortalAccess, attempt: Attempt): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: attempt.client.clientId,
    redirect_uri: redirectUri,
    state: attempt.state,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    scopes: registrationScopes(portal).join(' '),
  });
  return `${origin}/authorize?${parameters.toString()}`;
}

async function exchange(
  parameters: URLSearchParams,
  redirectUri: string,
  access: PortalAccess,
  { client, verifier }: Attempt,
  keep: KeepToken,
): Promise<PortalToken> {
  const code = readAnswer(parameters, access);
  const grant = { grantType: 'authorization_code', code, redirectUri, codeVerifier: verifier };
  try {
    return await createToken(access, client, grant, keep);
  } catch (error) {
    if (errorCode(error) === 'InvalidClientException') {
      await dropRegistration(access.portal, 'browser', access.homeDirectory);
    }
    throw identityCenterFailure(error, access);
  }
}

/** Anybody can make the browser come here: an answer to something else ends nothing. */
function otherSignIn(parameters: URLSearchParams, { portal }: PortalAccess, state: string): string | undefined {
  return parameters.get('state') === state
    ? undefined
    : l10n.t(
        'The answer from the browser belongs to another sign-in than the one to {0} (its state differs), so it was not used. Use the page that was opened last, or start again.',
        portalName(portal),
      );
}

/** The authorization code. */
function readAnswer(parameters: URLSearchParams, { portal }: PortalAccess): string {
  const name = portalName(portal);
  const code = parameters.get('code');
  if (code !== null && code !== '') {
    return code;
  }
  const error = parameters.get('error') ?? l10n.t('an error');
  if (error === 'access_denied') {
    throw new UserError(l10n.t('Signing in to {0} was denied in the browser. Sign in again to allow it.', name));
  }
  const description = parameters.get('error_description') ?? '';
  throw new UserError(
    sentences(
      l10n.t('Signing in to {0} failed with {1}.', name, error),
      description === '' ? undefined : l10n.t('AWS says: {0}', `${description}.`),
    ),
  );
}
