import { describe, expect, it } from 'vitest';
import { explainS3, failureLabel } from '../../../../src/s3/store/explain.js';
import type { S3Failure } from '../../../../src/s3/store/failures.js';
import { facts } from '../session.js';

const denied = (action: string, detail = ''): S3Failure => ({
  kind: 'denied',
  action,
  resource: 'arn:aws:s3:::b',
  detail,
});

describe('failures in words', () => {
  it.each<[S3Failure, string, RegExp]>([
    [
      denied('s3:PutObject'),
      'Access denied: s3:PutObject',
      /^Role \S+ \(account \d+\) may not s3:PutObject on arn:aws:s3:::b\. Switch/,
    ],
    [{ kind: 'no-bucket', bucket: 'b' }, 'No such bucket', /no bucket "b"/],
    [{ kind: 'no-object', bucket: 'b', key: 'k' }, 'No such object', /no object "k" in bucket "b"/],
    [{ kind: 'wrong-region', bucket: 'b', region: 'eu-west-1' }, 'Wrong region', /"b" is in eu-west-1 and/],
    [{ kind: 'wrong-region', bucket: 'b', region: undefined }, 'Wrong region', /"b" is in another region and/],
    [{ kind: 'expired' }, 'Session expired', /session of Role sts-s3-read-only-role .* has expired/],
    [{ kind: 'rejected-keys', code: 'InvalidToken' }, 'Credentials not accepted', /of Role .*: InvalidToken\. Assume/],
    [{ kind: 'clock' }, 'Clock differs from AWS', /clock differs too much/],
    [{ kind: 'changed' }, 'Changed meanwhile', /changed by someone else/],
    [{ kind: 'archived', key: 'k' }, 'Archived object', /"k" is in an archive/],
    [{ kind: 'throttled' }, 'Slow down (throttled)', /slow down/],
    [{ kind: 'interrupted' }, 'Connection broke off', /connection to S3 in us-west-2 broke off/],
    [{ kind: 'unreachable', detail: 'ENOTFOUND' }, 'Not reachable', /S3 in us-west-2 cannot be reached \(ENOTFOUND\)/],
    [{ kind: 'timeout' }, 'No answer in time', /S3 in us-west-2 did not answer in time/],
    [
      { kind: 'untrusted-certificate', detail: 'X' },
      'Certificate not trusted',
      /of S3 in us-west-2 is not trusted \(X\)/,
    ],
    [{ kind: 'explained', message: 'The proxy is down.' }, 'Not reachable', /^The proxy is down\.$/],
    [
      { kind: 'other', code: 'NotImplemented', detail: 'A header' },
      'NotImplemented',
      /failed: NotImplemented\. AWS: A header\.$/,
    ],
    [{ kind: 'other', code: 'Odd', detail: '' }, 'Odd', /failed: Odd\.$/],
  ])('%j', (failure, label, text) => {
    expect(failureLabel(failure)).toBe(label);
    expect(explainS3(failure, facts)).toMatch(text);
  });

  it.each([
    [{ s3: 'http://s3.local', all: 'http://all.local' }, 'http://s3.local'],
    [{ all: 'http://all.local' }, 'http://all.local'],
    [{ sts: 'http://sts.local' }, 'S3 in us-west-2'],
  ])('the server is named as the role reaches it: %j', (endpoints, host) => {
    expect(explainS3({ kind: 'timeout' }, { ...facts, endpoints })).toContain(`${host} did not answer`);
  });

  it('what AWS says ends with one full stop', () => {
    expect(explainS3(denied('s3:PutObject', 'No.'), facts)).toContain(' AWS: No. Switch');
    expect(explainS3(denied('s3:PutObject', 'No'), facts)).toContain(' AWS: No. Switch');
  });
});

describe('what to do about a denial', () => {
  const ROLE = /Switch to a role that may/;
  it.each([
    ['s3:ListAllMyBuckets', /open a bucket by its name\.$/],
    ['s3:ListBucket', /open it as s3:\/\/bucket\/prefix\//],
    ['s3:GetObject', /S3 says the same of an object that does not exist\. Switch to a role/],
    ['s3:PutObject', ROLE],
  ])('of %s', (action, advice) => {
    expect(explainS3(denied(action), facts)).toMatch(advice);
  });

  it.each([
    ['s3:PutObject', /without narrowing if you need that\.$/],
    ['s3:ListAllMyBuckets', /without narrowing if you need that\. You can still open a bucket by its name\.$/],
  ])('of %s in a narrowed session: the role itself may do more', (action, advice) => {
    const text = explainS3(denied(action), { ...facts, narrowedTo: 'read-only' });
    expect(text).toMatch(advice);
    expect(text).toContain('This session is narrowed (read-only)');
    expect(text).not.toMatch(ROLE);
  });
});
