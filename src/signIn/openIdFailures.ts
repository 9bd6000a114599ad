// What went wrong in an OpenID Connect sign-in, for the user. Decided by the library's codes and the shape of its causes.
import { AuthorizationResponseError, ClientError, ResponseBodyError, type ServerMetadata } from 'openid-client';
import { errorCode, UserError } from '../base/errors.js';

const REQUIRED_CLAIMS = ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'];
const START_AGAIN = 'Start the sign-in again';

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
        `${document} is about another issuer, ${show(detail.body?.['issuer'])}. Enter the issuer exactly as the provider writes it, with or without a slash at the end.`,
      );
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return fail(
        `${document} answered ${detail.status === undefined ? 'with an error' : `with HTTP status ${detail.status}`}. Check the issuer, or try again later.`,
      );
    case 'OAUTH_TIMEOUT':
      return fail(`${document} did not answer in time. Check the network and a proxy.`);
    case 'TypeError':
      return fail(
        `${document} cannot be reached (${transportReason(error as Error)}). Check the issuer, the network and a proxy.`,
      );
    default:
      return fail(
        `${document} is no OpenID Connect discovery document. Check the issuer: it is the address before /.well-known.`,
      );
  }
}

/** The redirect does not belong to this sign-in, or says that there is none. */
export function redirectFailure(
  parameters: URLSearchParams,
  expectedState: string,
  metadata: Readonly<ServerMetadata>,
): UserError | undefined {
  if (parameters.get('state') !== expectedState) {
    return new UserError(
      `The answer in the browser belongs to another sign-in (its state differs), so it was not used. ${START_AGAIN}, and use the page that opens.`,
    );
  }
  const issuer = parameters.get('iss');
  const missing = issuer === null && metadata.authorization_response_iss_parameter_supported === true;
  if (missing || (issuer !== null && issuer !== metadata.issuer)) {
    return new UserError(
      `The answer in the browser does not come from ${metadata.issuer} but ${missing ? 'names no issuer' : `from "${issuer ?? ''}"`}, so it was not used. ${START_AGAIN}; if it happens again, tell those who run the identity provider.`,
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
        `The sign-in was not allowed: ${issuer} answered ${words}. ${START_AGAIN} and allow it, or ask those who run the identity provider.`,
      );
    case 'invalid_scope':
      return new UserError(`${issuer} does not know the scopes that were asked for (${words}). Check them.`);
    default:
      return new UserError(`${issuer} refused the sign-in (${words}). Check how the client is registered there.`);
  }
}

/** The code could not be exchanged, or the ID token is not to be trusted. */
export function exchangeFailure(error: unknown, issuer: string): UserError {
  return new UserError(exchangeText(error, issuer), { cause: error });
}

function exchangeText(error: unknown, issuer: string): string {
  if (error instanceof ResponseBodyError) return tokenEndpointText(error, issuer);
  if (error instanceof AuthorizationResponseError) {
    return `${issuer} refused the sign-in (${inItsWords(error.error, error.error_description)}).`;
  }
  const detail = detailOf(error);
  switch (codeOf(error)) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return claimText(detail, issuer);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return `The ID token of ${issuer} is ${detail.claim === 'nbf' ? 'not valid yet' : 'already expired'}. Check this computer's clock; if it is right, the provider's is wrong.`;
    case 'OAUTH_KEY_SELECTION_FAILED':
      return `The ID token of ${issuer} is signed with a key that the provider does not publish, so it was not used. ${START_AGAIN}; if it happens again, tell those who run the identity provider.`;
    case 'OAUTH_INVALID_RESPONSE':
      return invalidText(detail, issuer);
    case 'OAUTH_TIMEOUT':
      return `${issuer} did not answer in time when the sign-in was to be finished. ${START_AGAIN}.`;
    case 'TypeError':
      return `${issuer} cannot be reached to finish the sign-in (${transportReason(error as Error)}). Check the network and a proxy.`;
    default:
      return `${issuer} answered with something that is no token response. ${START_AGAIN}; if it happens again, tell those who run the identity provider.`;
  }
}

function tokenEndpointText({ error, error_description }: ResponseBodyError, issuer: string): string {
  const words = inItsWords(error, error_description);
  switch (error) {
    case 'invalid_client':
    case 'unauthorized_client':
      return `${issuer} does not accept the client (${words}). Check client id and client secret.`;
    case 'invalid_grant':
      return `${issuer} did not accept the sign-in's code (${words}). ${START_AGAIN}.`;
    default:
      return `${issuer} gave no token (${words}). Check how the client is registered there.`;
  }
}

function claimText({ claim = '', claims, expected }: Detail, issuer: string): string {
  const found = show(claims?.[claim]);
  switch (claim) {
    case 'nonce':
      return `The ID token of ${issuer} belongs to another sign-in (its nonce differs), so it was not used. ${START_AGAIN}.`;
    case 'iss':
      return `The ID token names another issuer, ${found}, instead of ${issuer}, so it was not used. Check the issuer.`;
    case 'aud':
    case 'azp':
      return `The ID token of ${issuer} is meant for another audience, ${found}, so it was not used. Check the client id.`;
    default:
      return `The ID token of ${issuer} has ${claim} ${found} instead of ${show(expected)}, so it was not used.`;
  }
}

function invalidText({ signature, claims, body }: Detail, issuer: string): string {
  if (signature !== undefined) {
    return `The signature of the ID token of ${issuer} is wrong, so it was not used. ${START_AGAIN}; if it happens again, someone may be in between.`;
  }
  const missing = REQUIRED_CLAIMS.filter((name) => claims !== undefined && claims[name] === undefined);
  if (missing.length > 0) return `The ID token of ${issuer} lacks ${missing.join(', ')}, so it was not used.`;
  if (body && body['id_token'] === undefined) {
    return `${issuer} gave no ID token. Add openid to the scopes, and check that the client may use it.`;
  }
  return `${issuer} answered with something that is no token response. ${START_AGAIN}.`;
}
