import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, allow, policy, trust, USER } from '../../sandbox/test/stsHarness.js';
import { deny, everything, organization, root, trusting, type Case } from './samples.js';
import { ROLE, type Call, type World } from './world.js';

const { userArn, bucket } = TUTORIAL;

export const OTHER_CASES: readonly Case[] = [
  // The boundary
  {
    name: "a user's boundary",
    ...{ side: 'boundary', by: 'document' },
    arrange: (world) => {
      everything(world);
      world.iam.putPermissionsBoundary(userArn, world.managed('Bound', allow('sts:*')));
      return world.put();
    },
  },
  {
    name: "a role's boundary",
    ...{ side: 'boundary', by: 'document' },
    arrange: async (world) => {
      world.iam.putRolePolicy(ROLE, 'all', policy(allow('*')));
      world.iam.putPermissionsBoundary(ROLE, world.managed('Bound', allow('s3:Get*')));
      return world.put(await world.session());
    },
  },
  {
    name: 'a boundary that leaves no role to be assumed',
    ...{ side: 'boundary', by: 'document' },
    arrange: (world) => {
      everything(world);
      trusting(world, trust(root, 'sts:AssumeRole'));
      world.iam.putPermissionsBoundary(userArn, world.managed('Bound', allow('s3:*')));
      return world.assume(ROLE);
    },
  },
  {
    name: 'a boundary that denies',
    ...{ side: 'boundary', denies: true, by: 'document' },
    arrange: (world) => {
      everything(world);
      world.iam.putPermissionsBoundary(userArn, world.managed('Bound', allow('*'), deny('s3:PutObject')));
      return world.put();
    },
  },

  // The session's narrowing
  {
    name: 'a session that was narrowed',
    ...{ side: 'session', by: 'narrowing' },
    arrange: (world) => narrowed(world, allow('s3:GetObject')),
  },
  {
    name: 'a session whose narrowing denies',
    ...{ side: 'session', denies: true, by: 'narrowing' },
    arrange: (world) => narrowed(world, allow('s3:*'), deny('s3:PutObject')),
  },

  // Denials of the caller's policies
  ...(
    [
      ['a managed policy', (world, guard) => world.iam.attachPolicy(userArn, world.managed('Guard', guard))],
      ['an inline policy', (world, guard) => world.iam.putUserPolicy(userArn, 'guard', policy(guard))],
      [
        'a group',
        (world, guard) => {
          const { arn } = world.iam.createGroup({ accountId: ACCOUNT, name: 'guarded' });
          world.iam.putGroupPolicy(arn, 'guard', policy(guard));
          world.iam.addUserToGroup(userArn, arn);
        },
      ],
    ] satisfies readonly (readonly [string, (world: World, guard: object) => void])[]
  ).flatMap(([by, attach]): Case[] => [
    {
      name: `a Deny in ${by}`,
      ...{ side: 'identity', denies: true, by: 'document' },
      arrange: (world) => {
        everything(world);
        attach(world, deny('s3:Put*'));
        return world.put();
      },
    },
    {
      name: `a Deny without MFA in ${by}`,
      ...{ side: 'identity', denies: true, by: 'request' },
      arrange: (world) => {
        everything(world);
        const Condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
        attach(world, { Effect: 'Deny', NotAction: ['sts:GetSessionToken'], Resource: '*', Condition });
        return world.put();
      },
    },
  ]),
  {
    name: 'a Deny of a role, but for others',
    ...{ side: 'identity', denies: true, by: 'document' },
    arrange: async (world) => {
      const but = { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/other` } };
      world.iam.putRolePolicy(ROLE, 'guard', policy(allow('*'), deny('s3:PutObject', { Condition: but })));
      return world.put(await world.session());
    },
  },

  // The resource
  {
    name: 'a bucket that denies',
    ...{ side: 'resource', denies: true, by: 'none', unreadable: true },
    arrange: (world) => {
      everything(world);
      world.sandbox.s3.putBucketPolicy(
        bucket,
        policy({ ...deny('s3:PutObject', { Resource: `arn:aws:s3:::${bucket}/*` }), Principal: '*' }),
      );
      return world.put();
    },
  },
  {
    name: 'a bucket of another account of the organization',
    ...{ side: 'resource', by: 'statement', unreadable: true },
    arrange: (world) => {
      organization(world);
      everything(world);
      return world.put(USER, 'second-account-bucket');
    },
  },

  // The organization
  {
    name: 'an organization that does not allow S3',
    ...{ side: 'serviceControl', by: 'statement', unreadable: true },
    arrange: (world) => {
      everything(world);
      organization(world);
      world.iam.setServiceControlPolicies(ACCOUNT, { OnlySts: policy(allow('sts:*')) }, false);
      return world.put();
    },
  },
  {
    name: 'an organization that denies',
    ...{ side: 'serviceControl', denies: true, by: 'none', unreadable: true },
    arrange: (world) => {
      everything(world);
      organization(world);
      world.iam.setServiceControlPolicies(ACCOUNT, { Guard: policy(deny('s3:PutObject')) });
      return world.put();
    },
  },
  {
    name: 'an organization that denies to assume roles',
    ...{ side: 'serviceControl', denies: true, by: 'none', unreadable: true },
    arrange: (world) => {
      everything(world);
      organization(world);
      world.iam.setServiceControlPolicies('root', { Guard: policy(deny('sts:AssumeRole')) });
      return world.assume(ROLE);
    },
  },
  {
    name: 'an organization that guards its resources',
    ...{ side: 'resourceControl', denies: true, by: 'none', unreadable: true },
    arrange: (world) => {
      everything(world);
      organization(world);
      world.iam.setResourceControlPolicies(ACCOUNT, { Guard: policy({ ...deny('s3:PutObject'), Principal: '*' }) });
      return world.put();
    },
  },
];

async function narrowed(world: World, ...statements: object[]): Promise<Call> {
  world.iam.putRolePolicy(ROLE, 'all', policy(allow('s3:*')));
  const Policy = JSON.stringify(policy(...statements));
  const call = world.put(await world.session(ROLE, { Policy }));
  return {
    ...call,
    known: { ...call.known, sessionPolicies: [Policy] },
    wider: async () => world.put(await world.session()).make([]),
  };
}
