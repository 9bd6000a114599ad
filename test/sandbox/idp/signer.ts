import { createHash, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import { selfSigned, toPem } from './certificate.js';

/** An RSA key with a certificate: what the provider signs with. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** The certificate's DER in base64, as x5c and X509Certificate hold it. */
  readonly certificateBase64: string;
  readonly jwks: { readonly keys: readonly object[] };
}

export async function createSigner(): Promise<Signer> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const certificate = selfSigned(privateKey, 'Sandbox identity provider');
  const certificateBase64 = certificate.toString('base64');
  const kid = createHash('sha256').update(certificate).digest('base64url').slice(0, 16);
  const jwk = await exportJWK(createPublicKey(privateKey));
  return {
    kid,
    privateKey,
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificatePem: toPem(certificate),
    certificateBase64,
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256', x5c: [certificateBase64] }] },
  };
}
