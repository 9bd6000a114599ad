import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { discoveryFailure, exchangeFailure, otherSignIn, redirectFailure } from '../../../src/signIn/openIdFailures.js';

const ISSUER = 'https://idp.example.com';
const AGAIN = 'Start the sign-in again.';
const AGAIN_OR_TELL = 'Start the sign-in again; if it happens again, tell those who run the identity provider.';

const coded = (code: string, cause: unknown): ClientError =>
  Object.assign(new ClientError('failed', { cause }), { code });

/** As the library throws: what it knows is the cause of the innermost error. */
const failed = (code: string, detail?: object): ClientError => coded(code, new Error('inner', { cause: detail }));

const unreachable = (cause?: unknown): TypeError => new TypeError('fetch failed', { cause });
const REFUSED = unreachable(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));

describe('a discovery that failed', () => {
  const DOCUMENT = `${ISSUER}/.well-known/openid-configuration`;

  it.each<[string, unknown, string]>([
    [
      'is about another issuer',
      failed('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', { body: { issuer: 'https://other.example.com' } }),
      `${DOCUMENT} is about another issuer, "https://other.example.com". Enter the issuer exactly as the provider writes it, with or without a slash at the end.`,
    ],
    [
      'is about no text',
      failed('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', { body: { issuer: 1 } }),
      `${DOCUMENT} is about another issuer, 1. Enter the issuer exactly as the provider writes it, with or without a slash at the end.`,
    ],
    [
      'answered with an error',
      coded('OAUTH_RESPONSE_IS_NOT_CONFORM', { status: 503 }),
      `${DOCUMENT} answered with HTTP status 503. Check the issuer, or try again later.`,
    ],
    [
      'answered with an error of which nothing is known',
      failed('OAUTH_RESPONSE_IS_NOT_CONFORM'),
      `${DOCUMENT} answered with an error. Check the issuer, or try again later.`,
    ],
    ['took too long', failed('OAUTH_TIMEOUT'), `${DOCUMENT} did not answer in time. Check the network and a proxy.`],
    [
      'reached nobody',
      REFUSED,
      `${DOCUMENT} cannot be reached (ECONNREFUSED). Check the issuer, the network and a proxy.`,
    ],
    [
      'reached nobody, for a reason in words',
      unreachable(new Error('no route')),
      `${DOCUMENT} cannot be reached (no route). Check the issuer, the network and a proxy.`,
    ],
    [
      'reached nobody, for no reason',
      unreachable(),
      `${DOCUMENT} cannot be reached (fetch failed). Check the issuer, the network and a proxy.`,
    ],
    [
      'found something else',
      failed('OAUTH_RESPONSE_IS_NOT_JSON'),
      `${DOCUMENT} is no OpenID Connect discovery document. Check the issuer: it is the address before /.well-known.`,
    ],
  ])('%s', (_, error, message) => {
    for (const issuer of [ISSUER, `${ISSUER}/`]) {
      const failure = discoveryFailure(error, issuer);
      expect(failure).toBeInstanceOf(UserError);
      expect(failure.message).toBe(message);
      expect(failure.cause).toBe(error);
    }
  });
});

describe('an answer in the browser', () => {
  const metadata = { issuer: ISSUER };
  const told = (answer: Record<string, string>, more = {}): string | undefined =>
    redirectFailure(new URLSearchParams(answer), { ...metadata, ...more })?.message;
  const namesIssuer = { authorization_response_iss_parameter_supported: true };

  it.each([
    [{}, {}],
    [{ iss: ISSUER }, {}],
    [{ iss: ISSUER }, namesIssuer],
    [{}, { authorization_response_iss_parameter_supported: false }],
  ])('is one: %j where %j', (answer, more) => {
    expect(told({ code: 'x', ...answer }, more)).toBeUndefined();
  });

  it.each<[string, Record<string, string>, object, string]>([
    [
      'of somebody else',
      { iss: 'https://evil.example.com' },
      {},
      `The answer in the browser does not come from ${ISSUER} but from "https://evil.example.com", so it was not used. ${AGAIN_OR_TELL}`,
    ],
    [
      'of nobody, where the provider names itself',
      { error: 'access_denied' },
      namesIssuer,
      `The answer in the browser does not come from ${ISSUER} but names no issuer, so it was not used. ${AGAIN_OR_TELL}`,
    ],
    [
      'that is empty where the provider names itself',
      { iss: '' },
      namesIssuer,
      `The answer in the browser does not come from ${ISSUER} but from "", so it was not used. ${AGAIN_OR_TELL}`,
    ],
    [
      'that the user denied it',
      { error: 'access_denied', error_description: 'No, thanks' },
      {},
      `The sign-in was not allowed: ${ISSUER} answered "access_denied": No, thanks. Start the sign-in again and allow it, or ask those who run the identity provider.`,
    ],
    [
      'about the scopes',
      { error: 'invalid_scope', error_description: 'Unknown: x. Really.' },
      {},
      `${ISSUER} does not know the scopes that were asked for ("invalid_scope": Unknown: x. Really). Check them.`,
    ],
    [
      'with another error',
      { error: 'server_error', error_description: '' },
      {},
      `${ISSUER} refused the sign-in ("server_error"). Check how the client is registered there.`,
    ],
  ])('%s is not used', (_, answer, more, message) => {
    expect(told(answer, more)).toBe(message);
  });

  it.each(['code=x&state=other', 'error=access_denied&state=', 'code=x'])('is of another sign-in: %s', (answer) => {
    expect(otherSignIn(new URLSearchParams(answer), 'mine')).toBe(
      'The answer in the browser belongs to another sign-in (its state differs), so it was not used. Use the page that was opened last, or start the sign-in again.',
    );
  });

  it('is of this sign-in by its state', () => {
    expect(otherSignIn(new URLSearchParams('state=mine'), 'mine')).toBeUndefined();
  });
});

describe('an exchange that failed', () => {
  const refused = (error: string, error_description?: string): ResponseBodyError =>
    new ResponseBodyError('refused', {
      cause: { error, ...(error_description !== undefined && { error_description }) },
      response: new Response(null, { status: 400 }),
    });
  const claim = (name: string, claims: object, expected: unknown = 'mine') =>
    failed('OAUTH_JWT_CLAIM_COMPARISON_FAILED', { claim: name, claims, expected });
  const invalid = (detail?: object) => failed('OAUTH_INVALID_RESPONSE', detail);
  const COMPLETE = { iss: 1, sub: 1, aud: 1, exp: 1, iat: 1, nonce: 1 };

  it.each<[string, unknown, string]>([
    [
      'as the client is unknown',
      refused('invalid_client', 'Wrong secret'),
      `${ISSUER} does not accept the client ("invalid_client": Wrong secret). Check client id and client secret.`,
    ],
    [
      'as the client may not',
      refused('unauthorized_client'),
      `${ISSUER} does not accept the client ("unauthorized_client"). Check client id and client secret.`,
    ],
    [
      'as the code is over',
      refused('invalid_grant', 'Too late.'),
      `${ISSUER} did not accept the sign-in's code ("invalid_grant": Too late). ${AGAIN}`,
    ],
    [
      'as the provider says',
      refused('server_error'),
      `${ISSUER} gave no token ("server_error"). Check how the client is registered there.`,
    ],
    [
      'as the browser says',
      new AuthorizationResponseError('no', {
        cause: new URLSearchParams({ error: 'server_error', error_description: 'Busy' }),
      }),
      `${ISSUER} refused the sign-in ("server_error": Busy).`,
    ],
    [
      'with the nonce of another sign-in',
      claim('nonce', { nonce: 'SECRET' }),
      `The ID token of ${ISSUER} belongs to another sign-in (its nonce differs), so it was not used. ${AGAIN}`,
    ],
    [
      'with the token of another issuer',
      claim('iss', { iss: 'https://other.example.com' }),
      `The ID token names another issuer, "https://other.example.com", instead of ${ISSUER}, so it was not used. Check the issuer.`,
    ],
    [
      'with the token of another audience',
      claim('aud', { aud: ['one', 'two'] }),
      `The ID token of ${ISSUER} is meant for another audience, ["one","two"], so it was not used. Check the client id.`,
    ],
    [
      'with the token of another party',
      claim('azp', { azp: 'other' }),
      `The ID token of ${ISSUER} is meant for another audience, "other", so it was not used. Check the client id.`,
    ],
    [
      'with another claim',
      claim('acr', { acr: 'low' }, ['high']),
      `The ID token of ${ISSUER} has acr "low" instead of ["high"], so it was not used.`,
    ],
    [
      'with a token that is over',
      failed('OAUTH_JWT_TIMESTAMP_CHECK_FAILED', { claim: 'exp' }),
      `The ID token of ${ISSUER} is already expired. Check this computer's clock; if it is right, the provider's is wrong.`,
    ],
    [
      'with a token that is not valid yet',
      failed('OAUTH_JWT_TIMESTAMP_CHECK_FAILED', { claim: 'nbf' }),
      `The ID token of ${ISSUER} is not valid yet. Check this computer's clock; if it is right, the provider's is wrong.`,
    ],
    [
      'with a key that is not known',
      failed('OAUTH_KEY_SELECTION_FAILED'),
      `The ID token of ${ISSUER} is signed with a key that the provider does not publish, so it was not used. ${AGAIN_OR_TELL}`,
    ],
    [
      'with a wrong signature',
      invalid({ signature: new Uint8Array(1), claims: {} }),
      `The signature of the ID token of ${ISSUER} is wrong, so it was not used. Start the sign-in again; if it happens again, someone may be in between.`,
    ],
    [
      'with a token that lacks everything',
      invalid({ claims: {} }),
      `The ID token of ${ISSUER} lacks iss, sub, aud, exp, iat, nonce, so it was not used.`,
    ],
    [
      'with a token that lacks something',
      invalid({ claims: { ...COMPLETE, sub: undefined } }),
      `The ID token of ${ISSUER} lacks sub, so it was not used.`,
    ],
    [
      'with no ID token',
      invalid({ body: { access_token: 'x' } }),
      `${ISSUER} gave no ID token. Add openid to the scopes, and check that the client may use it.`,
    ],
    [
      'with an ID token that is none',
      invalid({ body: { id_token: 1 } }),
      `${ISSUER} answered with something that is no token response. ${AGAIN}`,
    ],
    [
      'with a complete token that is wrong',
      invalid({ claims: COMPLETE }),
      `${ISSUER} answered with something that is no token response. ${AGAIN}`,
    ],
    ['with no more than that', invalid(), `${ISSUER} answered with something that is no token response. ${AGAIN}`],
    [
      'as it took too long',
      failed('OAUTH_TIMEOUT'),
      `${ISSUER} did not answer in time when the sign-in was to be finished. ${AGAIN}`,
    ],
    [
      'as nobody was reached',
      REFUSED,
      `${ISSUER} cannot be reached to finish the sign-in (ECONNREFUSED). Check the network and a proxy.`,
    ],
    [
      'in another way',
      failed('OAUTH_PARSE_ERROR'),
      `${ISSUER} answered with something that is no token response. ${AGAIN_OR_TELL}`,
    ],
    ['for no reason', undefined, `${ISSUER} answered with something that is no token response. ${AGAIN_OR_TELL}`],
  ])('%s', (_, error, message) => {
    const failure = exchangeFailure(error, ISSUER);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure.message).toBe(message);
    expect(failure.cause).toBe(error);
  });
});
