// OpenID Connect discovery: https://openid.net/specs/openid-connect-discovery-1_0.html
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { AwsError } from '../../types.js';
import { invalidIdentityToken } from '../call.js';

const ANSWER_WITHIN_MS = 5000;

/** In AWS's own words, its two spaces included. */
export const noVerificationKey = (): AwsError =>
  invalidIdentityToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );

const unreachable = (cause: unknown): AwsError =>
  Object.assign(
    new AwsError(
      400,
      'IDPCommunicationError',
      'The identity provider (IDP) that was asked to verify the incoming identity token could not be reached.',
    ),
    { cause },
  );

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.status >= 500) throw unreachable(response.status);
  if (!response.ok) throw noVerificationKey();
  return response.json().catch((cause: unknown) => {
    throw Object.assign(noVerificationKey(), { cause });
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The issuer's keys, fetched anew each time. Throws AwsError: IDPCommunicationError, InvalidIdentityToken. */
export async function issuerKeys(issuer: string): Promise<ReturnType<typeof createLocalJWKSet>> {
  const configuration = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const jwksUri = member(configuration, 'jwks_uri');
  if (member(configuration, 'issuer') !== issuer || typeof jwksUri !== 'string') throw noVerificationKey();
  const keys = await getJson(jwksUri);
  try {
    // jose checks that it is a key set.
    return createLocalJWKSet(keys as JSONWebKeySet);
  } catch (cause) {
    throw Object.assign(noVerificationKey(), { cause });
  }
}
