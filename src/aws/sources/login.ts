// The SDK's own provider (@aws-sdk/credential-provider-login) finds the profile and the cache by the variables of the
// process alone, and says in prose why it failed; the client that it uses is the same.
import * as l10n from '../../base/l10n.js';
import { CreateOAuth2TokenCommand, SigninClient } from '@aws-sdk/nested-clients/signin';
import { isFullPath, withHome, withVariables } from '../../base/files/fullPath.js';
import type { Environment } from '../../model/environment.js';
import { errorCode, throwIfCancelled, UserError } from '../../base/errors.js';
import { Flights, SteadyFlights } from '../../base/waiting/flights.js';
import { sentences } from '../../base/words.js';
import { transportFailure } from '../../base/transportFailure.js';
import { clientTransport } from '../transport/transport.js';
import { addDpop } from './dpop.js';
import { loadLogin, loginFile, saveLogin, type CachedLogin } from './loginCache.js';
import type { SourceContext } from './source.js';
import type { LoginSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/** As botocore and the SDKs. */
const REFRESH_BEFORE_MS = 5 * 60_000;
const TIMEOUT_MS = 25_000;

/** `over`: signing in again helps. */
type Refreshed =
  | { readonly kind: 'credentials'; readonly credentials: SourceCredentials }
  | { readonly kind: 'over'; readonly reason: string };

/** By file: a refresh token is used once at a time. */
const flights = new Flights<Refreshed>();
const renewals = new SteadyFlights<CachedLogin>();

/**
 * What `aws login` left: keys for 15 minutes, and a token that gives new ones for 12 hours
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html). When both are over, or there is
 * nothing, the user is asked to sign in, once.
 * @throws UserError, Cancelled
 */
export async function loginCredentials(source: LoginSource, context: SourceContext): Promise<SourceCredentials> {
  context.interaction.report(l10n.t('aws login ({0})', source.profile));
  const first = await readOrRefresh(source, context);
  if (first.kind === 'credentials') {
    return first.credentials;
  }
  await context.interaction.signInWithAwsLogin(source.profile);
  throwIfCancelled(context.signal);
  const second = await readOrRefresh(source, context);
  if (second.kind === 'credentials') {
    return second.credentials;
  }
  throw new UserError(
    sentences(second.reason, l10n.t('Run “aws login --profile {0}” in a terminal, then try again.', source.profile)),
  );
}

function readOrRefresh(source: LoginSource, context: SourceContext): Promise<Refreshed> {
  const { environment } = context;
  const folder = cacheFolder(environment);
  const file = loginFile(source.loginSession, folder, environment.homeDirectory);
  return flights.join(file, context.signal, async (signal) => {
    const login = await loadLogin(file);
    if (login === undefined) {
      return { kind: 'over', reason: l10n.t('There is no sign-in of aws login for profile {0}.', source.profile) };
    }
    return isFresh(login)
      ? { kind: 'credentials', credentials: credentialsOf(login) }
      : refresh(source, { ...context, signal }, login, file);
  });
}

function isFresh({ expiresAt }: CachedLogin): boolean {
  return expiresAt - Date.now() > REFRESH_BEFORE_MS;
}

/** As botocore expands it. @throws UserError for a relative one: it must not depend on where the editor was started */
function cacheFolder({ variables, homeDirectory }: Environment): string | undefined {
  const name = 'AWS_LOGIN_CACHE_DIRECTORY';
  const written = variables[name] ?? '';
  const folder = withHome(withVariables(written, variables), homeDirectory);
  if (folder !== '' && !isFullPath(folder)) {
    throw new UserError(l10n.t('{0} is “{1}”, which is no whole path. Give one, or start it with ~/.', name, folder));
  }
  return folder === '' ? undefined : folder;
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: CachedLogin): SourceCredentials {
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt };
}

async function refresh(
  source: LoginSource,
  context: SourceContext,
  login: CachedLogin,
  file: string,
): Promise<Refreshed> {
  try {
    const renewed = await renewals.join(file, context.signal, () => renew(context, login, file));
    return { kind: 'credentials', credentials: credentialsOf(renewed) };
  } catch (error) {
    throwIfCancelled(context.signal);
    const elsewhere = await renewedElsewhere(file, login);
    return elsewhere === undefined
      ? notRenewed(error, source, login)
      : { kind: 'credentials', credentials: credentialsOf(elsewhere) };
  }
}

/** A refresh token is good once: what came of it is kept also for whoever cancels meanwhile. */
async function renew(context: SourceContext, login: CachedLogin, file: string): Promise<CachedLogin> {
  const renewed = await createToken(context, login, file);
  // Keys that cannot be kept for others are good all the same.
  await saveLogin(file, renewed).catch((error: unknown) =>
    context.interaction.warn('The keys of aws login were renewed', error),
  );
  return renewed;
}

/** The AWS CLI or another window may have been first. */
async function renewedElsewhere(file: string, login: CachedLogin): Promise<CachedLogin | undefined> {
  const now = await loadLogin(file).catch(() => undefined);
  return now !== undefined && now.accessKeyId !== login.accessKeyId && isFresh(now) ? now : undefined;
}

function notRenewed(error: unknown, { profile }: LoginSource, login: CachedLogin): Refreshed {
  switch (refusal(error)) {
    case 'TOKEN_EXPIRED':
      return { kind: 'over', reason: l10n.t('The sign-in of aws login for profile {0} has expired.', profile) };
    case 'USER_CREDENTIALS_CHANGED':
      return { kind: 'over', reason: l10n.t('The password of profile {0} was changed since aws login.', profile) };
    case 'INSUFFICIENT_PERMISSIONS':
      throw new UserError(
        l10n.t(
          'The keys of aws login for profile {0} cannot be renewed: its identity may not call signin:CreateOAuth2Token.',
          profile,
        ),
        { cause: error },
      );
  }
  if (error instanceof UserError) {
    throw error;
  }
  // The keys that are there do as long as they last.
  return login.expiresAt > Date.now()
    ? { kind: 'credentials', credentials: credentialsOf(login) }
    : renewalFailed(error, profile);
}

function renewalFailed(error: unknown, profile: string): Refreshed {
  const transport = transportFailure(error);
  if (transport !== undefined) {
    throw new UserError(
      transport.kind === 'timeout'
        ? l10n.t('AWS Sign-In, which renews the keys of aws login for profile {0}, did not answer in time.', profile)
        : l10n.t(
            'AWS Sign-In, which renews the keys of aws login for profile {0}, cannot be reached ({1}).',
            profile,
            transport.detail,
          ),
      { cause: error },
    );
  }
  return {
    kind: 'over',
    reason: l10n.t(
      'AWS Sign-In did not renew the keys of aws login for profile {0} ({1}).',
      profile,
      errorCode(error) ?? l10n.t('error'),
    ),
  };
}

/** CreateOAuth2Token says in a field of its own why it denies access. */
function refusal(error: unknown): unknown {
  return errorCode(error) === 'AccessDeniedException' && error instanceof Error
    ? Reflect.get(error, 'error')
    : undefined;
}

async function createToken({ plan }: SourceContext, login: CachedLogin, file: string): Promise<CachedLogin> {
  const { endpoints, region } = plan;
  const client = new SigninClient({
    region: login.region ?? region,
    credentials: { accessKeyId: '', secretAccessKey: '' },
    ...clientTransport(endpoints, 'signin'),
  });
  addDpop(client, login.dpopKey, file);
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { clientId, refreshToken } = login;
    const { tokenOutput } = await client.send(
      new CreateOAuth2TokenCommand({ tokenInput: { clientId, refreshToken, grantType: 'refresh_token' } }),
      { abortSignal: deadline },
    );
    const { accessKeyId, secretAccessKey, sessionToken } = tokenOutput?.accessToken ?? {};
    if (!accessKeyId || !secretAccessKey || !sessionToken || !tokenOutput?.refreshToken || !tokenOutput.expiresIn) {
      throw new UserError(l10n.t('AWS Sign-In answered without credentials. Is the endpoint really AWS Sign-In?'));
    }
    const expiresAt = Date.now() + tokenOutput.expiresIn * 1000;
    return { ...login, accessKeyId, secretAccessKey, sessionToken, expiresAt, refreshToken: tokenOutput.refreshToken };
  } catch (error) {
    deadline.throwIfAborted(); // the SDK would only say that somebody ended it
    throw error;
  } finally {
    client.destroy();
  }
}
