// What went wrong in an OpenID Connect sign-in, for the user. Decided by the library's codes and the shape of its causes.
import * as l10n from '../base/l10n.js';
import { AuthorizationResponseError, ClientError, ResponseBodyError, type ServerMetadata } from 'openid-client';
import { errorCode, UserError } from '../base/errors.js';
import { sentences } from '../base/words.js';

const REQUIRED_CLAIMS = ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'];
const startAgain = (): string => l10n.t('Start the sign-in again.');
const startAgainOrTell = (): string =>
  l10n.t('Start the sign-in again; if it happens again, tell those who run the identity provider.');

/** How the library words its causes: claims for tokens, attribute and body for documents. */
interface Detail {
  readonly claim?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly expected?: unknown;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signature?: unknown;
  readonly status?: number;
}

/** The detail is the cause of the innermost error, which some errors carry themselves. */
function detailOf(error: unknown): Detail {
  if (!(error instanceof Error)) return error ?? {};
  return detailOf(error.cause);
}

const codeOf = (error: unknown): string | undefined => (error instanceof ClientError ? error.code : errorCode(error));

/** "ECONNREFUSED": the socket's own error below fetch's. */
const transportReason = (error: Error): string =>
  errorCode(error.cause) ?? (error.cause instanceof Error ? error.cause.message : error.message);

const show = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

/** OAuth's error code, followed by the provider's own sentence if it gives one. */
const inItsWords = (error: string, description: string | undefined): string =>
  description === undefined || description === '' ? `"${error}"` : `"${error}": ${description.replace(/\.?$/, '')}`;

/** Discovery failed: unreachable, not JSON, or about another issuer. */
export function discoveryFailure(error: unknown, issuer: string): UserError {
  const detail = detailOf(error);
  const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const fail = (message: string): UserError => new UserError(message, { cause: error });
  switch (codeOf(error)) {
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return fail(
        l10n.t(
          '{0} is about another issuer, {1}. Enter the issuer exactly as the provider writes it, with or without a slash at the end.',
          document,
          show(detail.body?.['issuer']),
        ),
      );
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return fail(
        detail.status === undefined
          ? l10n.t('{0} answered with an error. Check the issuer, or try again later.', document)
          : l10n.t('{0} answered with HTTP status {1}. Check the issuer, or try again later.', document, detail.status),
      );
    case 'OAUTH_TIMEOUT':
      return fail(l10n.t('{0} did not answer in time. Check the network and a proxy.', document));
    case 'TypeError':
      return fail(
        l10n.t(
          '{0} cannot be reached ({1}). Check the issuer, the network and a proxy.',
          document,
          transportReason(error as Error),
        ),
      );
    default:
      return fail(
        l10n.t(
          '{0} is no OpenID Connect discovery document. Check the issuer: it is the address before /.well-known.',
          document,
        ),
      );
  }
}

/** Why a redirect does not belong to this sign-in, as anybody can make the browser come: it ends nothing. */
export function otherSignIn(parameters: URLSearchParams, expectedState: string): string | undefined {
  return parameters.get('state') === expectedState
    ? undefined
    : l10n.t(
        'The answer in the browser belongs to another sign-in (its state differs), so it was not used. Use the page that was opened last, or start the sign-in again.',
      );
}

/** The redirect comes from elsewhere, or says that there is no sign-in. */
export function redirectFailure(
  parameters: URLSearchParams,
  metadata: Readonly<ServerMetadata>,
): UserError | undefined {
  const issuer = parameters.get('iss');
  const missing = issuer === null && metadata.authorization_response_iss_parameter_supported === true;
  if (missing || (issuer !== null && issuer !== metadata.issuer)) {
    return new UserError(
      sentences(
        missing
          ? l10n.t(
              'The answer in the browser does not come from {0} but names no issuer, so it was not used.',
              metadata.issuer,
            )
          : l10n.t(
              'The answer in the browser does not come from {0} but from "{1}", so it was not used.',
              metadata.issuer,
              issuer ?? '',
            ),
        startAgainOrTell(),
      ),
    );
  }
  const error = parameters.get('error');
  return error === null ? undefined : denied(error, parameters.get('error_description') ?? undefined, metadata.issuer);
}

function denied(error: string, description: string | undefined, issuer: string): UserError {
  const words = inItsWords(error, description);
  switch (error) {
    case 'access_denied':
      return new UserError(
        l10n.t(
          'The sign-in was not allowed: {0} answered {1}. Start the sign-in again and allow it, or ask those who run the identity provider.',
          issuer,
          words,
        ),
      );
    case 'invalid_scope':
      return new UserError(
        l10n.t('{0} does not know the scopes that were asked for ({1}). Check them.', issuer, words),
      );
    default:
      return new UserError(
        l10n.t('{0} refused the sign-in ({1}). Check how the client is registered there.', issuer, words),
      );
  }
}

/** The code could not be exchanged, or the ID token is not to be trusted. */
export function exchangeFailure(error: unknown, issuer: string): UserError {
  return new UserError(exchangeText(error, issuer), { cause: error });
}

function exchangeText(error: unknown, issuer: string): string {
  if (error instanceof ResponseBodyError) return tokenEndpointText(error, issuer);
  if (error instanceof AuthorizationResponseError) {
    return l10n.t('{0} refused the sign-in ({1}).', issuer, inItsWords(error.error, error.error_description));
  }
  const detail = detailOf(error);
  switch (codeOf(error)) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return claimText(detail, issuer);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return sentences(
        detail.claim === 'nbf'
          ? l10n.t('The ID token of {0} is not valid yet.', issuer)
          : l10n.t('The ID token of {0} is already expired.', issuer),
        l10n.t("Check this computer's clock; if it is right, the provider's is wrong."),
      );
    case 'OAUTH_KEY_SELECTION_FAILED':
      return sentences(
        l10n.t(
          'The ID token of {0} is signed with a key that the provider does not publish, so it was not used.',
          issuer,
        ),
        startAgainOrTell(),
      );
    case 'OAUTH_INVALID_RESPONSE':
      return invalidText(detail, issuer);
    case 'OAUTH_TIMEOUT':
      return sentences(l10n.t('{0} did not answer in time when the sign-in was to be finished.', issuer), startAgain());
    case 'TypeError':
      return l10n.t(
        '{0} cannot be reached to finish the sign-in ({1}). Check the network and a proxy.',
        issuer,
        transportReason(error as Error),
      );
    default:
      return sentences(noTokenResponse(issuer), startAgainOrTell());
  }
}

function tokenEndpointText({ error, error_description }: ResponseBodyError, issuer: string): string {
  const words = inItsWords(error, error_description);
  switch (error) {
    case 'invalid_client':
    case 'unauthorized_client':
      return l10n.t('{0} does not accept the client ({1}). Check client id and client secret.', issuer, words);
    case 'invalid_grant':
      return sentences(l10n.t("{0} did not accept the sign-in's code ({1}).", issuer, words), startAgain());
    default:
      return l10n.t('{0} gave no token ({1}). Check how the client is registered there.', issuer, words);
  }
}

function claimText({ claim = '', claims, expected }: Detail, issuer: string): string {
  const found = show(claims?.[claim]);
  switch (claim) {
    case 'nonce':
      return sentences(
        l10n.t('The ID token of {0} belongs to another sign-in (its nonce differs), so it was not used.', issuer),
        startAgain(),
      );
    case 'iss':
      return l10n.t(
        'The ID token names another issuer, {0}, instead of {1}, so it was not used. Check the issuer.',
        found,
        issuer,
      );
    case 'aud':
    case 'azp':
      return l10n.t(
        'The ID token of {0} is meant for another audience, {1}, so it was not used. Check the client id.',
        issuer,
        found,
      );
    default:
      return l10n.t(
        'The ID token of {0} has {1} {2} instead of {3}, so it was not used.',
        issuer,
        claim,
        found,
        show(expected),
      );
  }
}

function invalidText({ signature, claims, body }: Detail, issuer: string): string {
  if (signature !== undefined) {
    return l10n.t(
      'The signature of the ID token of {0} is wrong, so it was not used. Start the sign-in again; if it happens again, someone may be in between.',
      issuer,
    );
  }
  const missing = REQUIRED_CLAIMS.filter((name) => claims !== undefined && claims[name] === undefined);
  if (missing.length > 0)
    return l10n.t('The ID token of {0} lacks {1}, so it was not used.', issuer, missing.join(', '));
  if (body && body['id_token'] === undefined) {
    return l10n.t('{0} gave no ID token. Add openid to the scopes, and check that the client may use it.', issuer);
  }
  return sentences(noTokenResponse(issuer), startAgain());
}

const noTokenResponse = (issuer: string): string =>
  l10n.t('{0} answered with something that is no token response.', issuer);
