import { describe, expect, it } from 'vitest';
import type { Denial } from '../../../src/denials/denialMessage.js';
import { denialText, remediesOf } from '../../../src/denials/denialText.js';
import { explainDenial } from '../../../src/denials/explanation.js';
import { ACCOUNT, SESSION, ROLE, USER, ADMIN, OBJECT, KEY, read, denied, no } from './samples.js';

describe('what would allow it', () => {
  it.each<[string, Denial, unknown]>([
    [
      'a policy of the role',
      denied(SESSION, 's3:PutObject', OBJECT, no('identity-based policy')),
      [
        {
          place: { kind: 'role', name: 'app', account: ACCOUNT },
          statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT },
        },
      ],
    ],
    [
      'a policy of the user, for all resources',
      denied(USER, 's3:ListAllMyBuckets', undefined, no('identity-based policy')),
      [
        {
          place: { kind: 'user', name: 'jo', account: ACCOUNT },
          statement: { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
        },
      ],
    ],
    [
      'a permission set',
      denied(
        `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Read_Only_0123456789abcdef/jo`,
        's3:PutObject',
        OBJECT,
        no('identity-based policy'),
      ),
      [
        {
          place: { kind: 'permissionSet', name: 'Read_Only', account: ACCOUNT },
          statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT },
        },
      ],
    ],
    [
      'the trust policy',
      denied(SESSION, 'sts:AssumeRole', ADMIN, no('role trust policy')),
      [
        {
          place: { kind: 'trust', role: ADMIN },
          statement: { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sts:AssumeRole' },
        },
      ],
    ],
    [
      'the policy of the resource',
      denied(USER, 's3:PutObject', OBJECT, no('resource-based policy')),
      [
        {
          place: { kind: 'resource', resource: OBJECT },
          statement: { Effect: 'Allow', Principal: { AWS: USER }, Action: 's3:PutObject', Resource: OBJECT },
        },
      ],
    ],
    [
      'the policy of the key',
      denied(
        USER,
        'kms:Decrypt',
        KEY,
        'because the resource does not exist in this Region, no resource-based policies allow access, or a',
      ),
      [
        {
          place: { kind: 'key', key: KEY },
          statement: { Effect: 'Allow', Principal: { AWS: USER }, Action: 'kms:Decrypt', Resource: '*' },
        },
      ],
    ],
    [
      'the narrowing',
      denied(SESSION, 's3:PutObject', OBJECT, no('session policy')),
      [{ place: { kind: 'session' }, statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT } }],
    ],
    [
      'the organization',
      denied(SESSION, 's3:PutObject', OBJECT, no('service control policy')),
      [
        {
          place: { kind: 'organization', policy: 'serviceControl' },
          statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT },
        },
      ],
    ],
    [
      'nothing that can be written for who is not known',
      denied('anonymous', 's3:PutObject', OBJECT, no('resource-based policy')),
      [{ place: { kind: 'resource', resource: OBJECT }, statement: undefined }],
    ],
  ])('is %s', (_, denial, remedies) => {
    const explanation = explainDenial(denial);
    expect(explanation.kind).toBe('missing');
    expect(remediesOf(explanation)).toEqual(remedies);
  });

  it.each<[string, Denial, readonly string[]]>([
    ['who assumes, or the trust', denied(USER, 'sts:AssumeRole', ADMIN), ['user', 'trust']],
    ['who tags, or the trust', denied(USER, 'sts:TagSession', ADMIN), ['user', 'trust']],
    ['who names himself, or the trust', denied(SESSION, 'sts:SetSourceIdentity', ADMIN), ['role', 'trust']],
    [
      'the trust alone, of who is federated',
      read('Not authorized to perform sts:AssumeRoleWithWebIdentity'),
      ['trust'],
    ],
    ['who called alone, in one account', denied(USER, 'kms:Decrypt', KEY), ['user']],
    ['either, where the account is not known', denied(USER, 's3:GetObject', OBJECT), ['user', 'resource']],
    ['either, in another account', denied(USER.replace('1234', '9999'), 'kms:Decrypt', KEY), ['user', 'key']],
    ['either, where nothing is told', read('Access Denied'), ['identity', 'resource']],
  ])('is not known: %s', (_, denial, places) => {
    const explanation = explainDenial(denial);
    expect(explanation.kind).toBe('either');
    expect(remediesOf(explanation).map(({ place }) => place.kind)).toEqual(places);
  });

  it('is nothing, where a policy denies', () => {
    const denial = denied(USER, 's3:PutObject', OBJECT, `with an explicit deny in a permissions boundary: ${ADMIN}`);
    const explanation = explainDenial(denial);
    expect(explanation).toEqual({ kind: 'denied', policy: 'boundary', policyArn: ADMIN });
    expect(remediesOf(explanation)).toEqual([]);
    expect(denialText(denial, explanation)).toContain(`a permissions boundary denies it explicitly: ${ADMIN}`);
  });
});
