// Denied calls, each with one thing missing or wrong.
import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, allow, policy, trust } from '../../sandbox/test/stsHarness.js';
import { MANAGEMENT, OTHER, ROLE, type Call, type World } from './world.js';
import type { DenyingPolicy } from '../../../src/denials/denialMessage.js';

export interface Case {
  readonly name: string;
  readonly side: DenyingPolicy;
  /** Whether a policy says Deny. */
  readonly denies?: true;
  /** What mends it; `none`: whoever guards it has to be asked. */
  readonly by: 'document' | 'request' | 'narrowing' | 'statement' | 'none';
  /** Whether the administrator of the tutorial's account cannot read that side: then it has to be unknown, where AWS does not tell. */
  readonly unreadable?: true;
  readonly arrange: (world: World) => Call | Promise<Call>;
}

const { userArn } = TUTORIAL;
export const userPolicy = (world: World, ...statements: object[]) =>
  world.iam.putUserPolicy(userArn, 'AssumeTutorialRoles', policy(...statements));
export const everything = (world: World) => userPolicy(world, allow('*'));
export const trusting = (world: World, ...statements: object[]) =>
  world.iam.updateTrustPolicy(ROLE, policy(...statements));
export const me = { AWS: userArn };
export const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
export const deny = (action: string | string[], more: object = {}) => allow(action, { Effect: 'Deny', ...more });

/** A role of another account that trusts the user, in whose organization the account is. */
export function stranger(world: World, ...statements: object[]): string {
  const trusted =
    statements.length === 0 ? [trust(me, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])] : statements;
  return world.iam.createRole({ accountId: OTHER, name: 'far', trustPolicy: policy(...trusted) }).arn;
}

export const organization = (world: World) =>
  world.iam.createOrganization({ managementAccountId: MANAGEMENT, accountIds: [ACCOUNT, OTHER] });

export const TAGS = [{ Key: 'team', Value: 'red' }];
