// The tutorial's account in a sandbox of its own, and sessions of its roles.
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { openS3 } from '../../../src/aws/s3/openS3.js';
import { createStore, type S3Store } from '../../../src/s3/store/store.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { roleRef } from '../../support/samples.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import { identityOf } from '../../../src/model/session/identity.js';

const HOUR_MS = 3_600_000;

export interface Account {
  readonly sandbox: Sandbox;
  assume(roleArn: string): Promise<LiveSession>;
}

export async function tutorialAccount(): Promise<Account> {
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  return { sandbox, assume: (roleArn) => assume(sandbox, roleArn) };
}

/** Gives up on a silent server soon: tests wait for that. */
export function storeOf(session: LiveSession, idleTimeoutMs = 2_000): S3Store {
  return createStore(session, (live, region) => Promise.resolve(openS3({ session: live, region, idleTimeoutMs })));
}

async function assume({ endpoint }: Sandbox, roleArn: string): Promise<LiveSession> {
  const { accessKeyId, secretAccessKey, region } = TUTORIAL;
  const sts = new STSClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
  const reply = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'tester' }));
  sts.destroy();
  const lent = reply.Credentials!;
  const identity = identityOf(reply.AssumedRoleUser!.Arn!);
  return {
    kind: 'live',
    id: `${identity.accountId}.${identity.name}`,
    principal: accessKeyId,
    key: `${identity.accountId}.${identity.name}.test`,
    role: roleRef(identity.name),
    identity,
    region,
    endpoints: { all: endpoint },
    source: 'profile ststestprofile',
    narrowedTo: undefined,
    startedAt: Date.now(),
    expiresAt: Date.now() + HOUR_MS,
    clockOffsetMs: 0,
    credentials: {
      accessKeyId: lent.AccessKeyId!,
      secretAccessKey: lent.SecretAccessKey!,
      sessionToken: lent.SessionToken!,
    },
  };
}

/** A role of the account's user with these permissions only; answers its ARN. */
export function roleWith({ iam }: Sandbox, name: string, statements: readonly object[]): string {
  const policy = { Version: '2012-10-17', Statement: statements };
  const trust = { Effect: 'Allow', Principal: { AWS: TUTORIAL.userArn }, Action: 'sts:AssumeRole' };
  const { arn } = iam.createRole({
    accountId: TUTORIAL.accountId,
    name,
    trustPolicy: { Version: '2012-10-17', Statement: [trust] },
    inlinePolicies: { Permissions: policy },
  });
  iam.putUserPolicy(TUTORIAL.userArn, `Assume-${name}`, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn }],
  });
  return arn;
}
