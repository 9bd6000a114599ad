// Presigned URLs made by hand: a second witness beside the SDK's own signer.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { createHash, createHmac } from 'node:crypto';
import type { Credentials, Target } from './target.js';

export interface PresignOptions {
  readonly method?: 'GET' | 'PUT';
  readonly bucket: string;
  readonly key: string;
  /** The signing date, in milliseconds since the epoch. */
  readonly now: number;
  readonly expiresInSeconds: number;
}

/** RFC 3986 as SigV4 wants it: everything but the unreserved characters, in capital hexadecimal digits. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** A path-style URL that is good for one method and object. */
export function presign(target: Target, credentials: Credentials, options: PresignOptions): string {
  const { method = 'GET', bucket, key, now, expiresInSeconds } = options;
  const date = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${target.region}/s3/aws4_request`;
  const path = `/${bucket}/${key.split('/').map(encode).join('/')}`;
  const parameters: Record<string, string> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(expiresInSeconds),
    'X-Amz-SignedHeaders': 'host',
    ...(credentials.sessionToken !== undefined && { 'X-Amz-Security-Token': credentials.sessionToken }),
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const host = new URL(target.endpoint).host;
  const request = [method, path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const hash = createHash('sha256').update(request).digest('hex');
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', date, scope, hash].join('\n')).toString('hex');
  return `${target.endpoint}${path}?${query}&X-Amz-Signature=${signature}`;
}
