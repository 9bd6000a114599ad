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
  it.each([
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
      { kind: 'denied', action: 's3:GetObject', detail: '' },
    ],
    [
      'a refused prefix',
      sdkError('AccessDenied', 403),
      list,
      { kind: 'denied', resource: 'arn:aws:s3:::my-bucket (prefix "docs/")' },
    ],
    [
      'what is explained already',
      new UserError('The proxy is down.'),
      list,
      { kind: 'explained', message: 'The proxy is down.' },
    ],
    ['no bucket', sdkError('NoSuchBucket', 404), list, { kind: 'no-bucket', bucket: 'my-bucket' }],
    ['no key', sdkError('NoSuchKey', 404), head, { kind: 'no-object', key: 'docs/a.txt' }],
    ['no key, by HEAD', sdkError('NotFound', 404), head, { kind: 'no-object', key: 'docs/a.txt' }],
    [
      'another region',
      sdkError('PermanentRedirect', 301, '', { $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } } }),
      list,
      { kind: 'wrong-region', region: 'eu-west-1' },
    ],
    [
      'another region, by signature',
      sdkError('AuthorizationHeaderMalformed', 400, '', { Region: 'eu-west-1' }),
      list,
      { kind: 'wrong-region', region: 'eu-west-1' },
    ],
    [
      'another region, by HEAD',
      sdkError('Unknown', 400, 'UnknownError', { $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } } }),
      head,
      { kind: 'wrong-region', region: 'eu-west-1' },
    ],
    ['an expired token', sdkError('ExpiredToken', 400), list, { kind: 'expired' }],
    ['a wrong key', sdkError('InvalidAccessKeyId', 403), list, { kind: 'rejected-keys' }],
    ['a wrong clock', sdkError('RequestTimeTooSkewed', 403), list, { kind: 'clock' }],
    ['a failed precondition', sdkError('PreconditionFailed', 412), put, { kind: 'changed' }],
    ['a race', sdkError('ConditionalRequestConflict', 409), put, { kind: 'changed' }],
    ['an archived object', sdkError('InvalidObjectState', 403), head, { kind: 'archived' }],
    ['throttling', sdkError('SlowDown', 503), list, { kind: 'throttled' }],
    ['nobody listening', socketError('ECONNREFUSED'), list, { kind: 'unreachable', detail: 'ECONNREFUSED' }],
    ['no such host', socketError('ENOTFOUND'), list, { kind: 'unreachable', detail: 'ENOTFOUND' }],
    ['silence', socketError('ETIMEDOUT', 'TimeoutError'), list, { kind: 'timeout' }],
    ['a broken connection', socketError('ECONNRESET', 'TimeoutError'), head, { kind: 'interrupted' }],
    ['a foreign certificate', socketError('SELF_SIGNED_CERT_IN_CHAIN'), list, { kind: 'untrusted-certificate' }],
    [
      'anything else',
      sdkError('NotImplemented', 501, 'A header'),
      put,
      { kind: 'other', code: 'NotImplemented', detail: 'A header' },
    ],
  ])('%s', (_, error, operation, failure) => {
    expect(failureOf(error, operation, 'aws')).toMatchObject(failure);
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
