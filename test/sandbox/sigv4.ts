// Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const EMPTY_SHA256 = createHash('sha256').digest('hex');
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
export const hmac = (key: string | Uint8Array, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** A request as it was signed. */
export interface Signable {
  readonly method: string;
  /** As sent: percent-encoded. */
  readonly rawPath: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names, values as sent. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Signature {
  readonly kind: 'header' | 'query';
  readonly accessKeyId: string;
  /** "20261124" */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** "20261124T101500Z" */
  readonly timestamp: string;
  /** Seconds a presigned URL is good for, as sent. */
  readonly expires: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
}

export type ParsedSignature =
  | Signature
  | { readonly kind: 'none' }
  /** Signature Version 2, or another scheme. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'malformed'; readonly problem: string };

const ALGORITHM = 'AWS4-HMAC-SHA256';

function headerOf(request: Signable, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}

function assemble(
  kind: Signature['kind'],
  fields: { credential?: string; signedHeaders?: string; signature?: string; timestamp?: string },
  rest: Pick<Signature, 'expires' | 'sessionToken'>,
): ParsedSignature {
  const { credential, signedHeaders, signature, timestamp } = fields;
  const missing = (problem: string): ParsedSignature => ({ kind: 'malformed', problem });
  if (!credential) return missing("Authorization header requires 'Credential' parameter.");
  if (!signature) return missing("Authorization header requires 'Signature' parameter.");
  if (!signedHeaders) return missing("Authorization header requires 'SignedHeaders' parameter.");
  if (!timestamp) {
    return missing("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  // An access key id holds no slash, a scope holds four.
  const [accessKeyId = '', day = '', region = '', service = '', terminator] = credential.split('/');
  if (terminator !== 'aws4_request') {
    return missing(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const headers = signedHeaders.split(';');
  return { kind, accessKeyId, day, region, service, timestamp, signedHeaders: headers, signature, ...rest };
}

function timestampOf(request: Signable): string | undefined {
  const amzDate = headerOf(request, 'x-amz-date');
  if (amzDate !== undefined) return amzDate;
  const date = Date.parse(headerOf(request, 'date') ?? '');
  return Number.isNaN(date) ? undefined : amzTimestamp(date);
}

function fromHeader(request: Signable, authorization: string): ParsedSignature {
  const parameters = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((part): [string, string] => {
        const [name = '', ...value] = part.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  const optional = (name: string): Record<string, string> => {
    const value = parameters.get(name);
    return value === undefined ? {} : { [name.charAt(0).toLowerCase() + name.slice(1)]: value };
  };
  const timestamp = timestampOf(request);
  return assemble(
    'header',
    {
      ...optional('Credential'),
      ...optional('SignedHeaders'),
      ...optional('Signature'),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
    { expires: undefined, sessionToken: headerOf(request, 'x-amz-security-token') },
  );
}

/** Finds the signature in the Authorization header or, presigned, in the query. */
export function parseSignature(request: Signable): ParsedSignature {
  const authorization = headerOf(request, 'authorization');
  if (authorization !== undefined) {
    if (authorization.startsWith(`${ALGORITHM} `)) return fromHeader(request, authorization);
    return { kind: 'unsupported' };
  }
  const query = new Map(request.query);
  if (query.has('AWSAccessKeyId')) return { kind: 'unsupported' };
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return { kind: 'none' };
  const value = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  return assemble(
    'query',
    {
      credential: value('Credential'),
      signedHeaders: value('SignedHeaders'),
      signature: value('Signature'),
      timestamp: value('Date'),
    },
    { expires: query.get('X-Amz-Expires') ?? '', sessionToken: query.get('X-Amz-Security-Token') },
  );
}

/** RFC 3986 encoding of everything but the unreserved characters. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** S3 signs the path encoded once, as it is; other services sign it normalized and encoded twice. */
function canonicalPath(request: Signable, service: string): string {
  const parts = request.rawPath.split('/');
  if (service === 's3') return parts.map((part) => encodeRfc3986(decodeURIComponent(part))).join('/');
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(encodeRfc3986(part));
  }
  const end = kept.length > 0 && request.rawPath.endsWith('/') ? '/' : '';
  return `/${kept.join('/')}${end}`;
}

function canonicalQuery(request: Signable): string {
  return request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Node hands header bytes over as Latin-1; they were signed as UTF-8. */
const headerText = (value: string): string => Buffer.from(value, 'latin1').toString('utf8').trim().replace(/ +/g, ' ');

export function canonicalRequest(request: Signable, signature: Signature, payloadHash: string): string {
  const headers = signature.signedHeaders.map((name) => `${name}:${headerText(headerOf(request, name) ?? '')}\n`);
  return [
    request.method,
    canonicalPath(request, signature.service),
    canonicalQuery(request),
    headers.join(''),
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

export const scopeOf = (signature: Signature): string =>
  [signature.day, signature.region, signature.service, 'aws4_request'].join('/');

export const stringToSign = (signature: Signature, canonical: string): string =>
  [ALGORITHM, signature.timestamp, scopeOf(signature), sha256(canonical)].join('\n');

export function signingKey(secretAccessKey: string, signature: Signature): Buffer {
  const parts = [signature.day, signature.region, signature.service, 'aws4_request'];
  return parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** "20261124T101500Z" → milliseconds since the epoch; NaN when it is no such date. */
export const parseTimestamp = (timestamp: string): number =>
  Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

export const amzTimestamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
