import * as l10n from '../../base/l10n.js';
import type { SigninClient } from '@aws-sdk/nested-clients/signin';
import { exportJWK, SignJWT } from 'jose';
import { createPrivateKey, createPublicKey, randomUUID, type KeyObject } from 'node:crypto';
import { UserError } from '../../base/errors.js';

/**
 * Adds to each request of the client a proof that it holds the key its refresh token is bound to (RFC 9449).
 * @param pem the EC key as `aws login` keeps it
 * @param file where it is from, for the message
 * @throws UserError where the key is damaged
 */
export function addDpop(client: SigninClient, pem: string, file: string): void {
  const key = readKey(pem, file);
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as SentRequest;
      request.headers['DPoP'] = await proof(key, request);
      return next(args);
    },
    // Within the retries: a proof is good once.
    { step: 'finalizeRequest', priority: 'low', name: 'dpop' },
  );
}

/** What the SDK is about to send. */
interface SentRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Record<string, string>;
}

async function proof(key: KeyObject, { method, protocol, hostname, port, path }: SentRequest): Promise<string> {
  const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
  return new SignJWT({ jti: randomUUID(), htm: method, htu: url })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(createPublicKey(key)) })
    .setIssuedAt()
    .sign(key);
}

function readKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UserError(l10n.t('The key in {0} is damaged. Delete the file, then run aws login again.', file));
  }
}
