import { describe, expect, it } from 'vitest';
import {
  describeSource,
  expire,
  identityOf,
  liveSession,
  planFingerprint,
  sessionKey,
} from '../../../src/session/session.js';
import { SECRET, TOKEN, hop, plan, liveSession as sample } from '../../support/samples.js';

describe('identityOf', () => {
  it('reads the ARN of AssumedRoleUser', () => {
    const arn = 'arn:aws-cn:sts::123456789012:assumed-role/deploy/me@example.com';
    expect(identityOf(arn, 'arn:aws-cn:iam::123456789012:role/team/deploy')).toEqual({
      accountId: '123456789012',
      partition: 'aws-cn',
      roleArn: 'arn:aws-cn:iam::123456789012:role/team/deploy',
      roleName: 'deploy',
      sessionName: 'me@example.com',
      assumedRoleArn: arn,
    });
  });
});

describe('sessionKey', () => {
  const key = sessionKey(plan());

  it('is safe as the authority of a URI, which is lower case', () => {
    expect(key).toMatch(/^123456789012\.sts-s3-read-only-role\.[0-9a-f]{16}$/);
  });

  it.each([
    ['configured role', plan({ roleId: 'profile:other' })],
    ['session name', plan({ hops: [hop({ sessionName: 'other' })] })],
    ['role', plan({ hops: [hop({}, 'other')] })],
    ['role, in case only', plan({ hops: [hop({}, 'STS-s3-read-only-role')] })],
    ['endpoint', plan({ endpoints: { s3: 'http://localhost:9000' } })],
  ])('differs with another %s', (_, other) => {
    expect(sessionKey(other)).not.toBe(key);
  });

  it('stays the same for other keys of the source: who the session acts as is what counts', () => {
    const { source } = plan();
    expect(sessionKey(plan({ source: { ...source, accessKeyId: 'AKIAOTHER' } }))).toBe(key);
    expect(planFingerprint(plan({ source: { ...source, accessKeyId: 'AKIAOTHER' } }))).not.toBe(
      planFingerprint(plan()),
    );
  });
});

it('describes a chain by the roles in between', () => {
  expect(describeSource(plan({ hops: [hop({}, 'base'), hop({}, 'middle'), hop()] }))).toBe(
    'profile ststestprofile → base → middle',
  );
});

it('an expired session has lost its credentials', () => {
  const text = JSON.stringify(expire(sample()));
  expect(text).toContain('"kind":"expired"');
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(TOKEN);
});

it('what was live stays live while another role is being assumed', () => {
  const role = { id: 'profile:x', name: 'x' };
  expect(liveSession({ kind: 'assuming', role, previous: sample() })).toEqual(sample());
  expect(liveSession({ kind: 'assuming', role, previous: { kind: 'none' } })).toBeUndefined();
  expect(liveSession(expire(sample()))).toBeUndefined();
});
