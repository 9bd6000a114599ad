import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, allow, policy, trust } from '../../sandbox/test/stsHarness.js';
import { everything, me, organization, stranger, TAGS, trusting, userPolicy, type Case } from './samples.js';
import { OTHER, ROLE } from './world.js';

export const TRUST_CASES: readonly Case[] = [
  // The role's trust
  {
    name: 'a role that trusts another account',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      trusting(world, trust({ AWS: OTHER }, 'sts:AssumeRole'));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a role that trusts another user',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      trusting(world, trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/boss` }, 'sts:AssumeRole'));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a role that trusts a service',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      trusting(world, trust({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole'));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a role that trusts another user, with an external ID',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      trusting(world, trust({ AWS: OTHER }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': '42' } }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'an external ID that is not given',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => world.assume(TUTORIAL.externalIdRoleArn),
  },
  {
    name: 'another external ID',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => world.assume(TUTORIAL.externalIdRoleArn, { ExternalId: 'wrong' }),
  },
  {
    name: 'MFA that is not given',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => world.assume(TUTORIAL.mfaRoleArn),
  },
  {
    name: 'MFA whose age is asked for',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => {
      trusting(world, trust(me, 'sts:AssumeRole', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a source identity that is not given',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => {
      trusting(
        world,
        trust(me, ['sts:AssumeRole', 'sts:SetSourceIdentity'], { StringEquals: { 'sts:SourceIdentity': 'jo' } }),
      );
      return world.assume(ROLE);
    },
  },
  {
    name: 'a session tag that is not given',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => {
      trusting(
        world,
        trust(me, ['sts:AssumeRole', 'sts:TagSession'], { StringEquals: { 'aws:RequestTag/team': 'red' } }),
      );
      return world.assume(ROLE);
    },
  },
  {
    name: 'another name of the session',
    ...{ side: 'trust', by: 'request' },
    arrange: (world) => {
      trusting(world, trust(me, 'sts:AssumeRole', { StringLike: { 'sts:RoleSessionName': '${aws:username}' } }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'session tags that the role does not take',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('sts:*'));
      return world.assume(ROLE, { Tags: TAGS });
    },
  },
  {
    name: 'a source identity that the role does not take',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('sts:*'));
      return world.assume(ROLE, { SourceIdentity: 'jo' });
    },
  },
  {
    name: 'a role with a path that is not trusted',
    ...{ side: 'trust', by: 'document' },
    arrange: async (world) => {
      const { arn } = world.iam.createRole({
        ...{ accountId: ACCOUNT, name: 'deep', path: '/team/', trustPolicy: policy(trust(me, 'sts:AssumeRole')) },
        inlinePolicies: { all: policy(allow('*')) },
      });
      const keys = await world.session(arn);
      return world.assume(TUTORIAL.fullAccessRoleArn, {}, keys);
    },
  },
  {
    name: 'a trust that goes by the network',
    ...{ side: 'trust', by: 'document' },
    arrange: (world) => {
      trusting(world, trust(me, 'sts:AssumeRole', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a trust that denies who has no MFA',
    ...{ side: 'trust', denies: true, by: 'request' },
    arrange: (world) => {
      const guard = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
      trusting(world, trust(me, 'sts:AssumeRole'), {
        ...guard,
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      });
      return world.assume(ROLE);
    },
  },
  {
    name: 'a trust that denies other external IDs',
    ...{ side: 'trust', denies: true, by: 'request' },
    arrange: (world) => {
      const guard = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
      trusting(world, trust(me, 'sts:AssumeRole'), {
        ...guard,
        Condition: { StringNotEquals: { 'sts:ExternalId': '42' } },
      });
      return world.assume(ROLE);
    },
  },
  {
    name: 'a trust that denies the user',
    ...{ side: 'trust', denies: true, by: 'document' },
    arrange: (world) => {
      trusting(world, trust(me, 'sts:AssumeRole'), { Effect: 'Deny', Principal: me, Action: 'sts:AssumeRole' });
      return world.assume(ROLE);
    },
  },
  {
    name: 'a role that is not there',
    ...{ side: 'trust', by: 'none' },
    arrange: (world) => {
      everything(world);
      return world.assume(`arn:aws:iam::${ACCOUNT}:role/gone`);
    },
  },
  {
    name: 'a role of another account that does not trust the user',
    ...{ side: 'trust', by: 'statement', unreadable: true },
    arrange: (world) => {
      organization(world);
      everything(world);
      return world.assume(stranger(world, trust({ AWS: OTHER }, 'sts:AssumeRole')));
    },
  },
];
