import { describe, expect, it } from 'vitest';
import { expire, liveSession } from '../../../src/model/session.js';
import { SECRET, SOURCE, TOKEN, hop, plan, roleRef, liveSession as sample } from '../../support/samples.js';
import { identityOf } from '../../../src/model/identity.js';
import { describeSource } from '../../../src/model/describeSource.js';
import { sessionKey, planFingerprint } from '../../../src/session/sessionKey.js';

describe('identityOf', () => {
  it.each([
    [
      'arn:aws-cn:sts::123456789012:assumed-role/deploy/me@example.com',
      { kind: 'assumed-role', partition: 'aws-cn', name: 'deploy', sessionName: 'me@example.com' },
    ],
    ['arn:aws:sts::123456789012:federated-user/ana', { kind: 'federated-user', name: 'ana', sessionName: undefined }],
    ['arn:aws:iam::123456789012:user/team/ana', { kind: 'user', name: 'ana', sessionName: undefined }],
    ['arn:aws:iam::123456789012:root', { kind: 'root', name: 'root', sessionName: undefined }],
  ])('reads %s', (arn, parts) => {
    expect(identityOf(arn)).toEqual({ partition: 'aws', accountId: '123456789012', arn, ...parts });
  });
});

describe('sessionKey', () => {
  const ARN = 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession';
  const key = sessionKey(plan(), ARN);

  it('is safe as the authority of a URI, which is lower case', () => {
    expect(key).toMatch(/^123456789012\.sts-s3-read-only-role\.[0-9a-f]{16}$/);
  });

  it.each([
    ['configured role', plan({ roleId: 'profile:other' }), ARN],
    ['role of another path', plan({ hops: [hop({ role: { ...hop().role, arn: 'arn:aws:iam::1:role/x/y' } })] }), ARN],
    ['session policy', plan({ hops: [hop({ policy: '{}' })] }), ARN],
    ['session tag', plan({ hops: [hop({ tags: { team: 'a' } })] }), ARN],
    ['endpoint', plan({ endpoints: { s3: 'http://localhost:9000' } }), ARN],
    ['session name', plan(), `${ARN}-2`],
    ['role, in case only', plan(), ARN.replace('sts-s3', 'STS-s3')],
    ['account', plan(), ARN.replace('123456789012', '210987654321')],
  ])('differs with another %s', (_, other, arn) => {
    expect(sessionKey(other, arn)).not.toBe(key);
  });

  it('stays the same for other keys of the source: who the session acts as is what counts', () => {
    expect(sessionKey(plan({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } }), ARN)).toBe(key);
    expect(planFingerprint(plan({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } }))).not.toBe(
      planFingerprint(plan()),
    );
  });

  it('wherever the configuration is written', () => {
    const moved = { kind: 'file', file: '/home/ana/.aws/config', line: 99 } as const;
    expect(planFingerprint(plan({ source: { ...SOURCE, place: moved }, hops: [hop({ place: moved })] }))).toBe(
      planFingerprint(plan()),
    );
    expect(planFingerprint(plan({ hops: [hop({ tags: { place: 'a' } })] }))).not.toBe(
      planFingerprint(plan({ hops: [hop({ tags: { place: 'b' } })] })),
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
  const role = roleRef('x');
  expect(liveSession({ kind: 'assuming', role, previous: sample() })).toEqual(sample());
  expect(liveSession({ kind: 'assuming', role, previous: { kind: 'none' } })).toBeUndefined();
  expect(liveSession(expire(sample()))).toBeUndefined();
});
