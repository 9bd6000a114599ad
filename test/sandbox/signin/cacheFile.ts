// The file that `aws login` keeps: botocore's LoginCredentialFetcher and the SDKs' login providers read and renew it.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { TemporaryKeys } from '../lender.js';
import { isoSeconds } from '../sts/issue.js';
import type { LoginCache } from './types.js';

const CLIENT_ID = 'arn:aws:signin:::devtools/same-device';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function loginCache(login: {
  readonly folder: string;
  readonly identityArn: string;
  readonly keys: TemporaryKeys;
  /** Makes the refresh token, good for this client and with proofs by this key. */
  readonly refreshToken: (keyThumbprint: string, clientId: string) => string;
  /** Told of every secret in the file that is neither keys nor refresh token. */
  readonly keep: (secret: string) => void;
}): Promise<LoginCache> {
  const { folder, identityArn, keys, keep } = login;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const dpopKey = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  const idToken = `${part({ alg: 'ES384', typ: 'JWT' })}.${part({ sub: identityArn })}.${'A'.repeat(128)}`;
  dpopKey
    .split('\n')
    .filter((line) => line.length === 64)
    .forEach(keep);
  const content = {
    accessToken: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
      accountId: identityArn.split(':')[4],
      expiresAt: isoSeconds(keys.expiresAt),
    },
    tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
    refreshToken: login.refreshToken(await calculateJwkThumbprint(await exportJWK(publicKey)), CLIENT_ID),
    idToken,
    clientId: CLIENT_ID,
    dpopKey,
  };
  const file = path.join(folder, `${createHash('sha256').update(identityArn).digest('hex')}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(content), { mode: 0o600 });
  return { file, loginSession: identityArn };
}
