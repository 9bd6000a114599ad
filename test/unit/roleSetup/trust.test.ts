// What the trust policies mean, as the embedded IAM evaluates them.
import { describe, expect, it } from 'vitest';
import type { Assumer } from '../../../src/roleSetup/answers.js';
import { emptyRole } from '../../../src/roleSetup/presets.js';
import { samlAudience } from '../../../src/roleSetup/trust.js';
import { wantedSetup } from '../../../src/roleSetup/wanted.js';
import { contextOf } from '../../sandbox/iam/authorize.js';
import { acceptPolicy } from '../../sandbox/iam/grammar.js';
import { judge } from '../../sandbox/iam/judge.js';
import { HOME } from './samples.js';

const ROOT = `arn:aws:iam::${HOME.account}:root`;
const OTHER = '444455556666';
const GITHUB = 'token.actions.githubusercontent.com';
const SAML = `arn:aws:iam::${HOME.account}:saml-provider/corp`;
const OIDC = `arn:aws:iam::${HOME.account}:oidc-provider/${GITHUB}`;
const RESERVED = `arn:aws:iam::${HOME.account}:role/aws-reserved/sso.amazonaws.com`;

const trustFor = (assumer: Assumer) => wantedSetup(emptyRole(HOME, 'r', assumer)).role.trust;
const account = (externalId: string | undefined, mfa: boolean): Assumer => ({
  ...{ kind: 'account', account: OTHER, externalId, mfa },
});
const token = (subject: string): Assumer => ({
  ...{ kind: 'openIdConnect', providerArn: OIDC, audience: 'sts.amazonaws.com', subject },
});
const claims = (sub: string, aud = 'sts.amazonaws.com') => ({ [`${GITHUB}:aud`]: aud, [`${GITHUB}:sub`]: sub });
const user: Assumer = { kind: 'user', name: 'ana', path: '/team/', accessKey: 'no' };

describe('who may assume', () => {
  it.each<[string, Assumer, string, object]>([
    ['a user', user, 'sts:AssumeRole', { AWS: `arn:aws:iam::${HOME.account}:user/team/ana` }],
    ['a role', { kind: 'role', arn: `${ROOT}x` }, 'sts:AssumeRole', { AWS: `${ROOT}x` }],
    ['an account', account(undefined, false), 'sts:AssumeRole', { AWS: `arn:aws:iam::${OTHER}:root` }],
    ['SAML', { kind: 'saml', providerArn: SAML }, 'sts:AssumeRoleWithSAML', { Federated: SAML }],
    ['tokens', token('repo:a/b:ref'), 'sts:AssumeRoleWithWebIdentity', { Federated: OIDC }],
    ['a permission set', { kind: 'permissionSet', name: 'Admins' }, 'sts:AssumeRole', { AWS: ROOT }],
  ])('%s, and no other', (_, assumer, action, principal) => {
    const { Statement } = JSON.parse(trustFor(assumer)) as { Statement: object[] };
    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({ Effect: 'Allow', Action: action, Principal: principal });
  });

  it.each<[string, Assumer, Record<string, string>, string]>([
    ['the external ID', account('abc', false), { 'sts:ExternalId': 'abc' }, 'allow'],
    ['another external ID', account('abc', false), { 'sts:ExternalId': 'ABC' }, 'silent'],
    ['no external ID', account('abc', false), {}, 'silent'],
    ['MFA', account(undefined, true), { 'aws:MultiFactorAuthPresent': 'true' }, 'allow'],
    ['no MFA', account(undefined, true), { 'aws:MultiFactorAuthPresent': 'false' }, 'silent'],
    ['nothing said of MFA', account(undefined, true), {}, 'silent'],
    ['MFA without the external ID', account('abc', true), { 'aws:MultiFactorAuthPresent': 'true' }, 'silent'],
    ['an assertion for AWS', { kind: 'saml', providerArn: SAML }, { 'saml:aud': samlAudience('aws') }, 'allow'],
    ['an assertion for China', { kind: 'saml', providerArn: SAML }, { 'saml:aud': samlAudience('aws-cn') }, 'silent'],
    ['the subject', token('repo:a/b:ref'), claims('repo:a/b:ref'), 'allow'],
    ['another subject', token('repo:a/b:ref'), claims('repo:a/b:ref2'), 'silent'],
    ['a subject of the pattern', token('repo:a/b:*'), claims('repo:a/b:ref'), 'allow'],
    ['one beside the pattern', token('repo:a/b:*'), claims('repo:a/bc:ref'), 'silent'],
    ['another audience', token('repo:a/b:*'), claims('repo:a/b:ref', 'x'), 'silent'],
    ...(
      [
        ['/AWSReservedSSO_Admins_0123456789abcdef', 'allow'],
        ['/eu-west-1/AWSReservedSSO_Admins_0123456789abcdef', 'allow'],
        ['/AWSReservedSSO_Admins_More_0123456789abcdef', 'silent'],
        ['/AWSReservedSSO_Other_0123456789abcdef', 'silent'],
      ] as const
    ).map(([role, verdict]): [string, Assumer, Record<string, string>, string] => [
      role,
      { kind: 'permissionSet', name: 'Admins' },
      { 'aws:PrincipalArn': `${RESERVED}${role}` },
      verdict,
    ]),
  ])('with %s', (_, assumer, context, verdict) => {
    const document = acceptPolicy(trustFor(assumer), 'trust');
    const action = document.statements[0]!.action.patterns[0]!;
    expect(judge([document], { action, resource: '*', context: contextOf(context) })).toBe(verdict);
  });

  it.each([
    ['aws', 'https://signin.aws.amazon.com/saml'],
    ['aws-cn', 'https://signin.amazonaws.cn/saml'],
    ['aws-us-gov', 'https://signin.amazonaws-us-gov.com/saml'],
  ])('audience of SAML in %s', (partition, audience) => {
    expect(samlAudience(partition)).toBe(audience);
  });
});
