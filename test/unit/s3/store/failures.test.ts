import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors.js';
import { explainS3, failureLabel } from '../../../../src/s3/store/explain.js';
import { failureOf, type Operation } from '../../../../src/s3/store/failures.js';
import { facts } from '../session.js';

const put: Operation = { action: 's3:PutObject', bucket: 'my-bucket', key: 'docs/a.txt' };
const list: Operation = { action: 's3:ListBucket', bucket: 'my-bucket', key: 'docs/' };
const head: Operation = { action: 's3:GetObject', bucket: 'my-bucket', key: 'docs/a.txt' };

/** As the SDK throws them: the code in `name`, the status in `$metadata`. */
function sdkError(name: string, status: number, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, ...more });
}

function socketError(code: string, name = 'Error'): Error {
  return Object.assign(new Error('socket'), { code, name });
}

describe('sorting what S3 and the network answer', () => {
  const buckets: Operation = { action: 's3:ListAllMyBuckets' };
  const noObject = { kind: 'no-object', bucket: 'my-bucket', key: 'docs/a.txt' };
  const at = (region: string) => ({ $response: { headers: { 'x-amz-bucket-region': region } } });
  const wrongRegion = { kind: 'wrong-region', bucket: 'my-bucket', region: 'eu-west-1' };

  it.each<[string, unknown, Operation, object]>([
    [
      'a refusal',
      sdkError('AccessDenied', 403, 'no'),
      put,
      { kind: 'denied', action: 's3:PutObject', resource: 'arn:aws:s3:::my-bucket/docs/a.txt', detail: 'no' },
    ],
    [
      'a refusal without a body',
      sdkError('Unknown', 403, 'UnknownError'),
      head,
      { kind: 'denied', action: 's3:GetObject', resource: 'arn:aws:s3:::my-bucket/docs/a.txt', detail: '' },
    ],
    [
      'a refused prefix',
      sdkError('AccessDenied', 403),
      list,
      { kind: 'denied', action: 's3:ListBucket', resource: 'arn:aws:s3:::my-bucket (prefix "docs/")', detail: '' },
    ],
    [
      'a refused bucket',
      sdkError('AccessDenied', 403, 'AccessDenied'),
      { action: 's3:ListBucket', bucket: 'my-bucket' },
      { kind: 'denied', action: 's3:ListBucket', resource: 'arn:aws:s3:::my-bucket', detail: '' },
    ],
    [
      'a refused list of buckets',
      sdkError('AccessDenied', 403, 'Unknown'),
      buckets,
      { kind: 'denied', action: 's3:ListAllMyBuckets', resource: 'arn:aws:s3:::*', detail: '' },
    ],
    [
      'what is explained already',
      new UserError('The proxy is down.'),
      list,
      { kind: 'explained', message: 'The proxy is down.' },
    ],
    ['no bucket', sdkError('NoSuchBucket', 404), put, { kind: 'no-bucket', bucket: 'my-bucket' }],
    ['no bucket, by HEAD', sdkError('NotFound', 404), list, { kind: 'no-bucket', bucket: 'my-bucket' }],
    ['no bucket where none was named', sdkError('NoSuchBucket', 404), buckets, { kind: 'no-bucket', bucket: '' }],
    ['no key', sdkError('NoSuchKey', 404), head, noObject],
    ['no key, whatever was asked', sdkError('NoSuchKey', 400, 'x'), head, noObject],
    ['no key, by HEAD', sdkError('NotFound', 404), head, noObject],
    ['another region', sdkError('PermanentRedirect', 301, 'x', at('eu-west-1')), list, wrongRegion],
    ['another region, by code', sdkError('PermanentRedirect', 307, 'x', at('eu-west-1')), list, wrongRegion],
    [
      'another region that is not named',
      sdkError('PermanentRedirect', 301, 'x', { $response: { headers: {} } }),
      list,
      { ...wrongRegion, region: undefined },
    ],
    [
      'another region, by signature',
      sdkError('AuthorizationHeaderMalformed', 400, 'x', { Region: 'eu-west-1' }),
      list,
      wrongRegion,
    ],
    [
      'another region, by its endpoint',
      sdkError('IllegalLocationConstraintException', 400, 'x', at('eu-west-1')),
      list,
      wrongRegion,
    ],
    [
      'another region, by two that name it',
      sdkError('PermanentRedirect', 301, 'x', { ...at('eu-west-1'), Region: 'eu-west-2' }),
      list,
      wrongRegion,
    ],
    [
      'another region that is no text',
      sdkError('PermanentRedirect', 301, 'x', { Region: 7 }),
      list,
      { ...wrongRegion, region: undefined },
    ],
    ['another region, by HEAD', sdkError('Unknown', 400, 'UnknownError', at('eu-west-1')), head, wrongRegion],
    [
      'another region, by HEAD of a bucket',
      sdkError('Unknown', 301, 'UnknownError', at('eu-west-1')),
      list,
      wrongRegion,
    ],
    [
      'a bad request in words, which is no redirect',
      sdkError('InvalidRequest', 400, 'Missing header', at('eu-west-1')),
      head,
      { kind: 'other', code: 'InvalidRequest', detail: 'Missing header' },
    ],
    [
      'a bad request that says nothing',
      sdkError('Unknown', 400, 'UnknownError', { $response: { headers: {} } }),
      head,
      { kind: 'other', code: 'Unknown', detail: '' },
    ],
    ['an expired token', sdkError('ExpiredToken', 403), list, { kind: 'expired' }],
    ['an expired token, in a word of STS', sdkError('ExpiredTokenException', 403), list, { kind: 'expired' }],
    ['a token to be renewed', sdkError('TokenRefreshRequired', 400), list, { kind: 'expired' }],
    ['a wrong key', sdkError('InvalidAccessKeyId', 403), list, { kind: 'rejected-keys', code: 'InvalidAccessKeyId' }],
    ['a wrong token', sdkError('InvalidToken', 400), list, { kind: 'rejected-keys', code: 'InvalidToken' }],
    [
      'a wrong secret',
      sdkError('SignatureDoesNotMatch', 403),
      list,
      { kind: 'rejected-keys', code: 'SignatureDoesNotMatch' },
    ],
    ['a wrong clock', sdkError('RequestTimeTooSkewed', 403), list, { kind: 'clock' }],
    ['a failed precondition', sdkError('PreconditionFailed', 412), put, { kind: 'changed' }],
    ['a race', sdkError('ConditionalRequestConflict', 409), put, { kind: 'changed' }],
    ['an archived object', sdkError('InvalidObjectState', 403), head, { kind: 'archived', key: 'docs/a.txt' }],
    ['an archived object without a name', sdkError('InvalidObjectState', 403), buckets, { kind: 'archived', key: '' }],
    ['throttling', sdkError('SlowDown', 400), list, { kind: 'throttled' }],
    ['throttling of requests', sdkError('RequestLimitExceeded', 400), list, { kind: 'throttled' }],
    ['a service that is not there now', sdkError('ServiceUnavailable', 500), list, { kind: 'throttled' }],
    ['a service that is not there now, by HEAD', sdkError('Unknown', 503), head, { kind: 'throttled' }],
    ['nobody listening', socketError('ECONNREFUSED'), list, { kind: 'unreachable', detail: 'ECONNREFUSED' }],
    ['no such host', socketError('ENOTFOUND'), list, { kind: 'unreachable', detail: 'ENOTFOUND' }],
    ['silence', socketError('ETIMEDOUT', 'TimeoutError'), list, { kind: 'timeout' }],
    ['a broken connection', socketError('ECONNRESET', 'TimeoutError'), head, { kind: 'interrupted' }],
    ['a broken pipe', socketError('EPIPE'), put, { kind: 'interrupted' }],
    ['a body that ends too soon', socketError('ERR_STREAM_PREMATURE_CLOSE'), head, { kind: 'interrupted' }],
    [
      'a foreign certificate',
      socketError('SELF_SIGNED_CERT_IN_CHAIN'),
      list,
      { kind: 'untrusted-certificate', detail: 'SELF_SIGNED_CERT_IN_CHAIN' },
    ],
    [
      'anything else',
      sdkError('NotImplemented', 501, 'A header'),
      put,
      { kind: 'other', code: 'NotImplemented', detail: 'A header' },
    ],
    ['an error without a code', new Error('odd'), put, { kind: 'other', code: 'Error', detail: 'odd' }],
    ['what is no error', 'odd', put, { kind: 'other', code: 'Error', detail: '' }],
    ['nothing', null, put, { kind: 'other', code: 'Error', detail: '' }],
  ])('%s', (_, error, operation, failure) => {
    expect(failureOf(error, operation, 'aws')).toStrictEqual(failure);
  });

  it('names resources in the partition of the role', () => {
    expect(failureOf(sdkError('AccessDenied', 403), put, 'aws-cn')).toMatchObject({
      resource: 'arn:aws-cn:s3:::my-bucket/docs/a.txt',
    });
  });
});

describe('failures in words', () => {
  it('a denied upload names role, account, action and object, and quotes AWS', () => {
    const failure = failureOf(sdkError('AccessDenied', 403, 'User: x is not authorized'), put, 'aws');
    expect(explainS3(failure, facts)).toBe(
      'Role sts-s3-read-only-role (account 123456789012) may not s3:PutObject on arn:aws:s3:::my-bucket/docs/a.txt. ' +
        "AWS: User: x is not authorized. Switch to a role that may, or have the action added to this role's policies.",
    );
  });

  it('a refusal without a body still names action and object', () => {
    const text = explainS3(failureOf(sdkError('Unknown', 403, 'UnknownError'), head, 'aws'), facts);
    expect(text).toContain('may not s3:GetObject on arn:aws:s3:::my-bucket/docs/a.txt.');
    expect(text).not.toMatch(/Unknown|AWS:/);
  });

  it('a denied list of buckets leads to opening one by name', () => {
    const failure = failureOf(sdkError('AccessDenied', 403), { action: 's3:ListAllMyBuckets' }, 'aws');
    expect(failureLabel(failure)).toBe('Access denied: s3:ListAllMyBuckets');
    expect(explainS3(failure, facts)).toContain('open a bucket by its name');
  });

  it('a narrowed session says that the role itself may do more', () => {
    const failure = failureOf(sdkError('AccessDenied', 403), put, 'aws');
    expect(explainS3(failure, { ...facts, narrowedTo: 'read-only' })).toContain(
      'This session is narrowed (read-only): the role itself may do more.',
    );
  });

  it('an unreachable endpoint is named', () => {
    const local = { ...facts, endpoints: { s3: 'http://127.0.0.1:1' } };
    expect(explainS3({ kind: 'unreachable', detail: 'ECONNREFUSED' }, local)).toContain(
      'http://127.0.0.1:1 cannot be reached',
    );
  });
});
