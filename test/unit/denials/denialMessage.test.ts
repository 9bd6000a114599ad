import { describe, expect, it } from 'vitest';
import { parseDenial } from '../../../src/denials/denialMessage.js';

const ACCOUNT = '123456789012';
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/s3-read-only/jo`;
const USER = `arn:aws:iam::${ACCOUNT}:user/team/jo`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/admin`;
const start = `User: ${SESSION} is not authorized to perform: s3:PutObject`;

describe('a denial', () => {
  it('names who, what and on what', () => {
    expect(
      parseDenial(
        `${start} on resource: "arn:aws:s3:::data/a b" because no identity-based policy allows the s3:PutObject action`,
      ),
    ).toEqual({
      action: 's3:PutObject',
      operation: undefined,
      principal: { arn: SESSION, partition: 'aws', account: ACCOUNT, kind: 'roleSession', name: 's3-read-only' },
      resource: 'arn:aws:s3:::data/a b',
      reason: { kind: 'nothingAllows', policy: 'identity' },
      authorizationId: undefined,
      encodedMessage: undefined,
    });
  });

  it.each([
    [USER, 'user', 'team/jo'],
    [`arn:aws:iam::${ACCOUNT}:root`, 'root', 'root'],
    [`arn:aws-cn:sts::${ACCOUNT}:assumed-role/r/s`, 'roleSession', 'r'],
    [`arn:aws:sts::${ACCOUNT}:federated-user/jo`, 'federatedUser', 'jo'],
    ['anonymous', 'other', 'anonymous'],
    [ROLE, 'other', ROLE],
  ])('of %s is of the kind %s', (arn, kind, name) => {
    expect(parseDenial(`User: ${arn} is not authorized to perform: s3:ListBucket`)?.principal).toMatchObject({
      kind,
      name,
    });
  });

  it.each([
    ['because no identity-based policy allows the s3:PutObject action', { kind: 'nothingAllows', policy: 'identity' }],
    ['because no session policy allows the s3:PutObject action', { kind: 'nothingAllows', policy: 'session' }],
    ['because no permissions boundary allows the s3:PutObject action', { kind: 'nothingAllows', policy: 'boundary' }],
    ['because no service control policy allows the x', { kind: 'nothingAllows', policy: 'serviceControl' }],
    ['because no resource control policy allows the x', { kind: 'nothingAllows', policy: 'resourceControl' }],
    ['because no resource-based policy allows the x', { kind: 'nothingAllows', policy: 'resource' }],
    ['because no VPC endpoint policy allows the x', { kind: 'nothingAllows', policy: 'vpcEndpoint' }],
    ['because no role trust policy allows the sts:AssumeRole action', { kind: 'nothingAllows', policy: 'trust' }],
    ['with an explicit deny in an identity-based policy', { kind: 'denies', policy: 'identity', policyArn: undefined }],
    ['with an explicit deny in a session policy.', { kind: 'denies', policy: 'session', policyArn: undefined }],
    ['with an explicit deny in the role trust policy', { kind: 'denies', policy: 'trust', policyArn: undefined }],
    [
      `with an explicit deny in a permissions boundary: arn:aws:iam::${ACCOUNT}:policy/a/Bound. Go to https://x`,
      { kind: 'denies', policy: 'boundary', policyArn: `arn:aws:iam::${ACCOUNT}:policy/a/Bound` },
    ],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1',
      {
        kind: 'denies',
        policy: 'serviceControl',
        policyArn: 'arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1',
      },
    ],
    [
      'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
      { kind: 'resourceOrItsPolicy' },
    ],
    ['', { kind: 'untold' }],
  ])('says the reason "%s"', (reason, expected) => {
    expect(parseDenial(`${start} on resource: arn:aws:s3:::data ${reason}`)?.reason).toEqual(expected);
  });

  it.each([
    [
      'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied',
      'ListBuckets',
      undefined,
    ],
    ['An error occurred (403) when calling the HeadObject operation: Access denied', 'HeadObject', undefined],
    [
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      'AssumeRole',
      'sts:AssumeRole',
    ],
    [
      'An error occurred (AccessDenied) when calling the AssumeRoleWithSAML operation: Not authorized to perform sts:AssumeRoleWithSAML',
      'AssumeRoleWithSAML',
      'sts:AssumeRoleWithSAML',
    ],
    ['UnauthorizedOperation: You are not authorized to perform this operation.', undefined, undefined],
  ])('as the CLI says it: %s', (text, operation, action) => {
    expect(parseDenial(text)).toMatchObject({ operation, action });
  });

  it('may be wrapped by a terminal, and end a sentence', () => {
    const text = `User: ${USER} is not authorized to\n   perform: sts:AssumeRole on\r\nresource: ${ROLE}.`;
    expect(parseDenial(text)).toMatchObject({ action: 'sts:AssumeRole', resource: ROLE });
  });

  it('is the last one of several', () => {
    const first = `An error occurred (AccessDenied) when calling the PutObject operation: ${start} on resource: arn:aws:s3:::a`;
    const last = 'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied';
    expect(parseDenial(`${first}\n${last}`)).toMatchObject({
      operation: 'ListBuckets',
      action: undefined,
      resource: undefined,
    });
    expect(parseDenial(`${last}\n${first}`)).toMatchObject({ operation: 'PutObject', action: 's3:PutObject' });
    expect(parseDenial(`${start} on resource: a\n${start} on resource: b`)).toMatchObject({ resource: 'b' });
  });

  it('may have an authorization ID, by its link or by its name', () => {
    const link = 'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/ab12cd34ef';
    expect(parseDenial(`${start}. Go to ${link} for complete details`)?.authorizationId).toBe('ab12cd34ef');
    expect(parseDenial(`${start}. Call the API with the following authorization id: zz12cd34ef`)?.authorizationId).toBe(
      'zz12cd34ef',
    );
  });

  it('may have an encoded message', () => {
    const encoded = 'k2AbC_-0123456789abcdefXYZ=';
    expect(parseDenial(`${start}. Encoded authorization failure message: ${encoded}`)?.encodedMessage).toBe(encoded);
  });

  it.each([
    '',
    'NoSuchBucket',
    'An error occurred (ExpiredToken) when calling the ListBuckets operation: The token has expired',
  ])('is not %s', (text) => {
    expect(parseDenial(text)).toBeUndefined();
  });
});
