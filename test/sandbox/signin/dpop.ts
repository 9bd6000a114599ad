// Proof of possession: https://www.rfc-editor.org/rfc/rfc9449
import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify, type JWK } from 'jose';
import { AwsError } from '../types.js';

const LEEWAY_SECONDS = 300;

/** Proofs seen so far: each is good once. */
export type SeenProofs = Set<string>;

const invalid = (message: string, cause?: unknown): AwsError =>
  Object.assign(new AwsError(400, 'ValidationException', message, { error: 'INVALID_REQUEST' }), { cause });

async function verified(proof: string, now: number): Promise<Awaited<ReturnType<typeof jwtVerify>>> {
  const currentDate = new Date(now);
  try {
    return await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'], currentDate });
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error;
    throw invalid('The DPoP proof is not valid.', error);
  }
}

/** The thumbprint of the key that the request's DPoP header proves to hold. Throws AwsError ValidationException. */
export async function provenKey(
  proof: string | undefined,
  request: { readonly method: string; readonly url: string; readonly now: number; readonly seen: SeenProofs },
): Promise<string> {
  if (proof === undefined) throw invalid('The DPoP proof is missing.');
  const { payload, protectedHeader } = await verified(proof, request.now);
  const { jti, iat, htm, htu } = payload;
  if (htm !== request.method || htu !== request.url) throw invalid('The DPoP proof is for another request.');
  if (iat === undefined || Math.abs(request.now / 1000 - iat) > LEEWAY_SECONDS)
    throw invalid('The DPoP proof is out of date.');
  if (jti === undefined || request.seen.has(jti)) throw invalid('The DPoP proof was used before.');
  request.seen.add(jti);
  return calculateJwkThumbprint(protectedHeader.jwk as JWK);
}
