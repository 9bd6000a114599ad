import { expect, it } from 'vitest';
import { NO_TRAITS } from '../../../../src/model/plan/role.js';

it('a role that says nothing of its sessions narrows and tags none', () => {
  expect(NO_TRAITS).toStrictEqual({
    policy: undefined,
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
  });
});
