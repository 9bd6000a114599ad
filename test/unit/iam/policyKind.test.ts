import { describe, expect, it } from 'vitest';
import { kindByFileName, namesPrincipals } from '../../../src/iam/policyKind.js';

describe('the kind of a policy document', () => {
  it.each([
    ['trust.json', 'trust'],
    ['my-assume-role-policy.json', 'trust'],
    ['AssumeRolePolicyDocument.json', 'trust'],
    ['session-policy.json', 'session'],
    ['BucketPolicy.json', 'resource'],
    ['key-policy.json', 'resource'],
    ['permissions.json', 'identity'],
    ['boundary.json', 'identity'],
    ['policy.json', undefined],
  ])('of %s is %s', (name, kind) => {
    expect(kindByFileName(name)).toBe(kind);
  });

  it('says who, on trust and on resources', () => {
    expect((['trust', 'resource', 'identity', 'session'] as const).map(namesPrincipals)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
