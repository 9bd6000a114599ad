// The examples that AWS publishes:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, sigv4-query-string-auth.html
import { describe, expect, it } from 'vitest';
import { authenticate } from '../authenticate.js';
import { s3Dialect, stsDialect } from '../dialect.js';
import { parseTarget } from '../front/target.js';
import type { Credential, Principal } from '../iam/principal.js';
import { EMPTY_SHA256, parseTimestamp, sha256, type Signable } from '../sigv4.js';
import { totp } from '../totp.js';
import { AwsError } from '../types.js';

const someone: Principal = {
  kind: 'user',
  arn: 'arn:aws:iam::123456789012:user/someone',
  userId: 'AIDAEXAMPLE',
  accountId: '123456789012',
  names: [],
  identityPolicies: [],
  sessionPolicies: undefined,
  context: {},
};

const key = (accessKeyId: string, secretAccessKey: string, more: Partial<Credential> = {}): Credential => ({
  accessKeyId,
  secretAccessKey,
  sessionToken: undefined,
  expiresAt: undefined,
  principal: () => someone,
  ...more,
});

const S3_KEY = key('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
const IAM_KEY = key('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');

interface Example {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly signature: string;
  readonly body?: string;
}

const S3_TIME = '20130524T000000Z';
const S3_SCOPE = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';

/** The request of an S3 example; its signed headers are those it has. */
function s3Request({ method = 'GET', url, headers = {}, signature, body = '' }: Example): [Signable, string] {
  const hash = body === '' ? EMPTY_SHA256 : sha256(body);
  const sent: Record<string, string> = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-content-sha256': hash,
    'x-amz-date': S3_TIME,
    ...headers,
  };
  const signedHeaders = Object.keys(sent).sort().join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${S3_SCOPE},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return [{ method, headers: { ...sent, authorization }, ...parseTarget(url) }, hash];
}

const options = (credential: Credential, timestamp: string, dialect = s3Dialect, laterMs = 0) => ({
  dialect,
  keyring: new Map([[credential.accessKeyId, credential]]),
  now: parseTimestamp(timestamp) + laterMs,
});

const errorOf = (run: () => unknown): AwsError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('accepted');
};

const GET_OBJECT: Example = {
  url: '/test.txt',
  headers: { range: 'bytes=0-9' },
  signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
};

describe('signed headers', () => {
  it.each<[string, Example]>([
    ['GetObject with a range', GET_OBJECT],
    [
      'PutObject of a key with $',
      {
        method: 'PUT',
        url: '/test%24file.text',
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        body: 'Welcome to Amazon S3.',
        signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      },
    ],
    [
      'GetBucketLifecycle',
      { url: '/?lifecycle', signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543' },
    ],
    [
      'ListObjects',
      { url: '/?max-keys=2&prefix=J', signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7' },
    ],
  ])("accepts AWS's example: %s", (_name, example) => {
    const [request, hash] = s3Request(example);
    expect(authenticate(request, hash, options(S3_KEY, S3_TIME)).principal).toBe(someone);
  });

  const tampered: [string, Example][] = [
    ['method', { ...GET_OBJECT, method: 'HEAD' }],
    ['path', { ...GET_OBJECT, url: '/test.txt/' }],
    ['query', { ...GET_OBJECT, url: '/test.txt?versionId=1' }],
    ['header', { ...GET_OBJECT, headers: { range: 'bytes=0-8' } }],
    ['body', { ...GET_OBJECT, body: 'x' }],
  ];
  it.each(tampered)('refuses a changed %s', (_what, example) => {
    const [request, hash] = s3Request(example);
    const error = errorOf(() => authenticate(request, hash, options(S3_KEY, S3_TIME)));
    expect(error).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(error.details['SignatureProvided']).toBe(GET_OBJECT.signature);
  });

  it("accepts IAM's example, as other services than S3 sign", () => {
    const headers = {
      host: 'iam.amazonaws.com',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    };
    const request = { method: 'GET', headers, ...parseTarget('/?Action=ListUsers&Version=2010-05-08') };
    const caller = authenticate(request, EMPTY_SHA256, options(IAM_KEY, '20150830T123600Z', stsDialect));
    expect(caller.signature.service).toBe('iam');
  });
});

describe('clock skew', () => {
  const MINUTE = 60_000;
  const answer = (dialect: typeof s3Dialect, laterMs: number): AwsError | undefined => {
    const [request, hash] = s3Request(GET_OBJECT);
    try {
      authenticate(request, hash, options(S3_KEY, S3_TIME, dialect, laterMs));
      return undefined;
    } catch (error) {
      return error as AwsError;
    }
  };

  it.each([
    ['S3', s3Dialect, 15],
    ['STS', stsDialect, 5],
  ])('%s tolerates it up to its limit, both ways', (_name, dialect, minutes) => {
    expect(answer(dialect, minutes * MINUTE)).toBeUndefined();
    expect(answer(dialect, -minutes * MINUTE)).toBeUndefined();
    expect(answer(dialect, minutes * MINUTE + 1000)).toMatchObject({ status: 403 });
    expect(answer(dialect, -minutes * MINUTE - 1000)).toMatchObject({ status: 403 });
  });

  it('is named as each service names it', () => {
    expect(answer(s3Dialect, 20 * MINUTE)?.code).toBe('RequestTimeTooSkewed');
    expect(answer(stsDialect, 10 * MINUTE)).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: 'Signature expired: 20130524T000000Z is now earlier than 20130524T000500Z (20130524T001000Z - 5 min.)',
    });
    expect(answer(stsDialect, -10 * MINUTE)?.message).toMatch(/^Signature not yet current: /);
  });
});

describe('presigned URLs', () => {
  const presigned = (signature: string, expires = '86400'): Signable => ({
    method: 'GET',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
    ...parseTarget(
      `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(S3_SCOPE)}&X-Amz-Date=${S3_TIME}&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`,
    ),
  });
  const SIGNATURE = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
  const open = (request: Signable, laterMs: number, credential = S3_KEY) =>
    authenticate(request, 'UNSIGNED-PAYLOAD', options(credential, S3_TIME, s3Dialect, laterMs));
  const DAY = 86_400_000;

  it("accepts AWS's example until it expires", () => {
    expect(open(presigned(SIGNATURE), DAY - 1).principal).toBe(someone);
    expect(errorOf(() => open(presigned(SIGNATURE), DAY + 1))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired',
    });
  });

  it.each([
    ['604801', 'X-Amz-Expires must be less than a week'],
    ['-1', 'X-Amz-Expires must be non-negative'],
    ['soon', 'X-Amz-Expires should be a number'],
  ])('refuses %s seconds', (expires, message) => {
    const error = errorOf(() => open(presigned(SIGNATURE, expires), 0));
    expect(error).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' });
    expect(error.message).toContain(message);
  });

  it('refuses another signature, and a longer life than was signed', () => {
    expect(errorOf(() => open(presigned(SIGNATURE.replace('a', 'b')), 0)).code).toBe('SignatureDoesNotMatch');
    expect(errorOf(() => open(presigned(SIGNATURE, '86401'), 0)).code).toBe('SignatureDoesNotMatch');
  });

  it('dies with the key that signed it', () => {
    const shortLived = { ...S3_KEY, expiresAt: parseTimestamp(S3_TIME) + 3_600_000 };
    expect(open(presigned(SIGNATURE), 3_599_000, shortLived).principal).toBe(someone);
    expect(errorOf(() => open(presigned(SIGNATURE), 3_600_000, shortLived))).toMatchObject({
      status: 400,
      code: 'ExpiredToken',
    });
  });

  it('says so when the scheme is Signature Version 2', () => {
    const request = { ...presigned(''), ...parseTarget('/test.txt?AWSAccessKeyId=AKIA&Signature=x&Expires=1') };
    expect(errorOf(() => open(request, 0)).message).toContain('Please use AWS4-HMAC-SHA256');
  });
});

describe('session tokens', () => {
  const [request, hash] = s3Request(GET_OBJECT);
  const temporary = { ...S3_KEY, sessionToken: 'the token' };
  const withToken = (token: string): Signable => ({
    ...request,
    headers: { ...request.headers, 'x-amz-security-token': token },
  });

  it.each([
    ['STS', stsDialect, 'missing', request, temporary, 403, 'InvalidClientTokenId'],
    ['STS', stsDialect, 'tampered', withToken('another'), temporary, 403, 'InvalidClientTokenId'],
    ['STS', stsDialect, 'expired', withToken('the token'), { ...temporary, expiresAt: 1 }, 403, 'ExpiredToken'],
    ['S3', s3Dialect, 'missing', request, temporary, 403, 'InvalidAccessKeyId'],
    ['S3', s3Dialect, 'tampered', withToken('another'), temporary, 400, 'InvalidToken'],
    ['S3', s3Dialect, 'expired', withToken('the token'), { ...temporary, expiresAt: 1 }, 400, 'ExpiredToken'],
    ['S3', s3Dialect, 'unsigned', withToken('the token'), temporary, 403, 'AccessDenied'],
  ])('%s, %#', (_service, dialect, _what, signable, credential, status, code) => {
    expect(errorOf(() => authenticate(signable, hash, options(credential, S3_TIME, dialect)))).toMatchObject({
      status,
      code,
    });
  });

  it.each([
    ['STS', stsDialect, 'InvalidClientTokenId'],
    ['S3', s3Dialect, 'InvalidAccessKeyId'],
  ])('%s does not know a key that is gone, nor one whose user is gone', (_service, dialect, code) => {
    const unknown = { ...options(S3_KEY, S3_TIME, dialect), keyring: new Map() };
    expect(errorOf(() => authenticate(request, hash, unknown))).toMatchObject({ status: 403, code });
    const orphan = { ...S3_KEY, principal: () => undefined };
    expect(errorOf(() => authenticate(request, hash, options(orphan, S3_TIME, dialect)))).toMatchObject({ code });
  });
});

describe('MFA codes', () => {
  // RFC 6238, appendix B, SHA-1; its last six digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('at %i seconds is %s', (seconds, code) => {
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(code);
  });
});
