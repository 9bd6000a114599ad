import { SignJWT } from 'jose';
import { handOut, userOf, type Realm } from './realm.js';
import type { IdTokenOptions, OidcFault } from './types.js';

const LIFETIME_SECONDS = 3600;

/** Another character in the middle of the signature, where no bit is padding. */
function breakSignature(token: string): string {
  const at = token.length - 100;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

const withFault = (claims: Record<string, unknown>, fault: OidcFault | undefined): Record<string, unknown> => {
  switch (fault) {
    case 'nonce':
      return { ...claims, nonce: 'the-nonce-of-another-sign-in' };
    case 'issuer':
      return { ...claims, iss: 'https://issuer.example.com' };
    case 'noIssuer':
      return { ...claims, iss: undefined };
    case 'audience':
      return { ...claims, aud: 'another-client' };
    default:
      return claims;
  }
};

/** A signed ID token (OpenID Connect Core, section 2), valid from now by the provider's clock. */
export async function createIdToken(realm: Realm, options: IdTokenOptions): Promise<string> {
  const { fault, nonce } = options;
  const user = userOf(realm, options.user);
  const lifetime = options.lifetime ?? LIFETIME_SECONDS;
  const issuedAt = Math.floor(realm.clock.now() / 1000) - (fault === 'expired' ? lifetime + 600 : 0);
  const claims = {
    ...user.claims,
    iss: realm.issuer,
    sub: user.sub,
    aud: options.clientId,
    iat: issuedAt,
    exp: issuedAt + lifetime,
    auth_time: issuedAt,
    email: user.email,
    email_verified: true,
    nonce,
  };
  const signer = fault === 'unknownKey' ? await realm.stranger() : realm.signer;
  const token = await new SignJWT(withFault(claims, fault))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: signer.kid })
    .sign(signer.privateKey);
  return handOut(realm, fault === 'signature' ? breakSignature(token) : token);
}
