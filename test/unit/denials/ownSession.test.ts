import { expect, it } from 'vitest';
import { parseDenial } from '../../../src/denials/denialMessage.js';
import { sessionPoliciesOf } from '../../../src/denials/looking/ownSession.js';
import type { Overrides, Target } from '../../../src/model/request.js';
import type { LiveSession } from '../../../src/model/session/session.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/app/jo';
const denial = parseDenial(`User: ${ARN} is not authorized to perform: s3:PutObject`)!;
const PROFILE: Target = { kind: 'configured', roleId: 'profile:app' };

const entry = (overrides: Overrides = {}, target = PROFILE, more: object = {}) => ({
  state: { kind: 'live', identity: { arn: ARN }, role: { request: { target, overrides } }, ...more } as LiveSession,
});

it('a session of a profile that was not narrowed has no policies', () => {
  expect(sessionPoliciesOf([entry()], denial)).toEqual([]);
});

it('a session that was narrowed with a policy has that one', () => {
  expect(sessionPoliciesOf([entry({ policy: '{}' })], denial)).toEqual(['{}']);
  expect(sessionPoliciesOf([entry({ narrowing: { kind: 'policy', name: 'x', policy: '{}' } })], denial)).toEqual([
    '{}',
  ]);
});

it.each([
  ['of nobody here', []],
  ['of a role of the settings', [entry({}, { kind: 'configured', roleId: 'app' })]],
  ['narrowed as AWS has it', [entry({ narrowing: { kind: 'read-only' } })]],
  ['narrowed in place', [entry({ scopes: [{ narrowings: [] }] })]],
  ['narrowed for a service that knows no other way', [entry({}, PROFILE, { narrowedBy: 'session-policy' })]],
  ['of two that are called the same', [entry(), entry({ policy: '{}' })]],
])('what a session %s was narrowed with is not known', (_, entries) => {
  expect(sessionPoliciesOf(entries, denial)).toBeUndefined();
});
