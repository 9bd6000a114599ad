import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, allow, policy, trust } from '../../sandbox/test/stsHarness.js';
import { me, organization, root, stranger, TAGS, trusting, userPolicy, type Case } from './samples.js';
import { ROLE } from './world.js';

const { userArn, bucket } = TUTORIAL;

export const IDENTITY_CASES: readonly Case[] = [
  // The caller's policies
  { name: 'a user without a policy for it', side: 'identity', by: 'document', arrange: (world) => world.put() },
  {
    name: 'a user whose policy is for another bucket',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:PutObject', { Resource: 'arn:aws:s3:::another/*' }));
      return world.put();
    },
  },
  {
    name: 'a user whose policy is for another action',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:GetObject'));
      return world.put();
    },
  },
  {
    name: 'a user whose policy is for the bucket, and not for what is in it',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:PutObject', { Resource: `arn:aws:s3:::${bucket}` }));
      return world.put();
    },
  },
  {
    name: 'a user who was allowed until a day that is over',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } }));
      return world.put();
    },
  },
  {
    name: 'a user of whom MFA is asked',
    ...{ side: 'identity', by: 'request' },
    arrange: (world) => {
      userPolicy(world, allow('s3:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }));
      return world.put();
    },
  },
  {
    name: "a user's group that allows the wrong thing",
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      const { arn } = world.iam.createGroup({ accountId: ACCOUNT, name: 'writers' });
      world.iam.putGroupPolicy(arn, 'write', policy(allow('s3:GetObject')));
      world.iam.addUserToGroup(userArn, arn);
      return world.put();
    },
  },
  {
    name: 'a user with a path',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      const keys = world.iam.createUser({ accountId: ACCOUNT, name: 'deep', path: '/team/' });
      return world.put(keys);
    },
  },
  {
    name: 'a user of whom another tag is asked',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      world.iam.tag(userArn, { team: 'blue' });
      userPolicy(world, allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }));
      return world.put();
    },
  },
  {
    name: 'a user who has to come from another network',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }));
      return world.put();
    },
  },
  {
    name: 'a user whose own folder is another',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, allow('s3:*', { Resource: `arn:aws:s3:::${bucket}/\${aws:username}/*` }));
      return world.put();
    },
  },
  {
    name: 'a user who may do all but this',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      userPolicy(world, { Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' });
      return world.put();
    },
  },
  {
    name: 'a role without a policy for it',
    ...{ side: 'identity', by: 'document' },
    arrange: async (world) => world.put(await world.session()),
  },
  {
    name: 'a role with a path',
    ...{ side: 'identity', by: 'document' },
    arrange: async (world) => {
      const role = world.iam.createRole({
        accountId: ACCOUNT,
        name: 'deep',
        path: '/team/',
        trustPolicy: policy(trust(me, 'sts:AssumeRole')),
      });
      return world.put(await world.session(role.arn));
    },
  },
  {
    name: 'a role whose policy is for another prefix',
    ...{ side: 'identity', by: 'document' },
    arrange: async (world) => {
      world.iam.putRolePolicy(
        ROLE,
        'reports',
        policy(allow('s3:PutObject', { Resource: `arn:aws:s3:::${bucket}/reports/*` })),
      );
      return world.put(await world.session());
    },
  },
  {
    name: 'a role with a managed policy of the account',
    ...{ side: 'identity', by: 'document' },
    arrange: async (world) => {
      world.iam.attachPolicy(ROLE, world.managed('Reads', allow('s3:Get*')));
      return world.put(await world.session());
    },
  },
  {
    name: 'a user who may not assume a role that trusts the account',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      trusting(world, trust(root, 'sts:AssumeRole'));
      userPolicy(world, allow('s3:*'));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a user who may assume other roles',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      trusting(world, trust(root, 'sts:AssumeRole'));
      userPolicy(world, allow('sts:AssumeRole', { Resource: TUTORIAL.fullAccessRoleArn }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a user who may assume the role with an external ID',
    ...{ side: 'identity', by: 'request' },
    arrange: (world) => {
      trusting(world, trust(root, 'sts:AssumeRole'));
      userPolicy(world, allow('sts:AssumeRole', { Condition: { StringEquals: { 'sts:ExternalId': '42' } } }));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a user who may not assume a role of another account',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      organization(world);
      return world.assume(stranger(world));
    },
  },
  {
    name: 'a user who may not tag the session',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      organization(world);
      userPolicy(world, allow('sts:AssumeRole'));
      return world.assume(stranger(world), { Tags: TAGS });
    },
  },
  {
    name: 'a user who may not set a source identity',
    ...{ side: 'identity', by: 'document' },
    arrange: (world) => {
      organization(world);
      userPolicy(world, allow('sts:AssumeRole'));
      return world.assume(stranger(world), { SourceIdentity: 'jo' });
    },
  },
  {
    name: 'a role that may not assume another one',
    ...{ side: 'identity', by: 'document' },
    arrange: async (world) => {
      trusting(world, trust(me, 'sts:AssumeRole'));
      world.iam.updateTrustPolicy(TUTORIAL.fullAccessRoleArn, policy(trust(root, 'sts:AssumeRole')));
      return world.assume(TUTORIAL.fullAccessRoleArn, {}, await world.session());
    },
  },
];
