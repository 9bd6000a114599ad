// RGW's IAM, where radosgw-admin has no word for it. Signed by hand: no SDK for one call.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac } from 'node:crypto';

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const FORM = 'application/x-www-form-urlencoded';
const SIGNED_HEADERS = 'content-type;host;x-amz-date';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function authorization(key: Key, host: string, date: string, body: string): string {
  const scope = `${date.slice(0, 8)}/us-east-1/iam/aws4_request`;
  const headers = `content-type:${FORM}\nhost:${host}\nx-amz-date:${date}\n`;
  const request = ['POST', '/', '', headers, SIGNED_HEADERS, sha256(body)].join('\n');
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n')).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`;
}

/**
 * CreateOpenIDConnectProvider by a user with the capability `oidc-provider=*`. RGW believes the keys of the issuer's
 * JWKS whose x5c certificate has the thumbprint (hexadecimal SHA-1).
 */
export async function createOpenIdConnectProvider(
  endpoint: string,
  key: Key,
  provider: { readonly url: string; readonly clientId: string; readonly thumbprint: string },
): Promise<void> {
  const body = new URLSearchParams({
    Action: 'CreateOpenIDConnectProvider',
    Version: '2010-05-08',
    Url: provider.url,
    'ClientIDList.member.1': provider.clientId,
    'ThumbprintList.member.1': provider.thumbprint,
  }).toString();
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = {
    'content-type': FORM,
    'x-amz-date': date,
    authorization: authorization(key, new URL(endpoint).host, date, body),
  };
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`CreateOpenIDConnectProvider: ${response.status} ${await response.text()}`);
}
