// The tutorial's account: a user who may do nothing but assume roles, the roles, and buckets to look at.
import { seedFiles } from './seedFiles.js';
import type { Sandbox } from './types.js';

const ACCOUNT = '123456789012';
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export const TUTORIAL = {
  accountId: ACCOUNT,
  region: 'us-west-2',
  userName: 'mynewuser',
  userArn: `arn:aws:iam::${ACCOUNT}:user/mynewuser`,
  accessKeyId: 'AKIASANDBOXEXAMPLE00',
  secretAccessKey: 'sandbox/NotARealSecretKey/EXAMPLE/000000',
  readOnlyRoleArn: role('sts-s3-read-only-role'),
  fullAccessRoleArn: role('sts-s3-full-access-role'),
  mfaRoleArn: role('sts-s3-mfa-role'),
  externalIdRoleArn: role('sts-s3-external-id-role'),
  mfaSerial: `arn:aws:iam::${ACCOUNT}:mfa/mynewuser`,
  mfaSecretBase32: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  externalId: 'Example-Corp:42',
  bucket: 'mynewuser-tutorial-bucket',
  emptyBucket: 'mynewuser-empty-bucket',
  euBucket: 'mynewuser-frankfurt-bucket',
  euRegion: 'eu-central-1',
  identityCenter: {
    startUrl: 'https://sandbox.awsapps.com/start',
    region: 'us-west-2',
    /** Name of the `sso-session` section. */
    session: 'sandbox',
    userName: 'mynewuser',
    otherAccountId: '210987654321',
    readOnly: 'S3ReadOnly',
    powerUser: 'PowerUser',
    admin: 'Administrator',
  },
} as const;

/** A trust policy that names the user, under `condition` if there is one. */
const trustUser = (condition?: object): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: TUTORIAL.userArn },
      Action: 'sts:AssumeRole',
      ...(condition && { Condition: condition }),
    },
  ],
});

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';

function seedIdentities({ iam }: Sandbox): void {
  const { accountId, userName, userArn, mfaSerial, mfaSecretBase32, externalId } = TUTORIAL;
  const { accessKeyId } = iam.createUser({ accountId, name: userName, mfaSerial, mfaSecretBase32 });
  iam.deleteAccessKey(accessKeyId);
  iam.addAccessKey(userArn, { accessKeyId: TUTORIAL.accessKeyId, secretAccessKey: TUTORIAL.secretAccessKey });
  const roles = [
    { arn: TUTORIAL.readOnlyRoleArn, policy: READ_ONLY, trust: trustUser(), maxSessionDuration: 3600 },
    { arn: TUTORIAL.fullAccessRoleArn, policy: FULL_ACCESS, trust: trustUser(), maxSessionDuration: 43_200 },
    {
      arn: TUTORIAL.mfaRoleArn,
      policy: FULL_ACCESS,
      trust: trustUser({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      maxSessionDuration: 3600,
    },
    {
      arn: TUTORIAL.externalIdRoleArn,
      policy: READ_ONLY,
      trust: trustUser({ StringEquals: { 'sts:ExternalId': externalId } }),
      maxSessionDuration: 3600,
    },
  ];
  for (const { arn, policy, trust, maxSessionDuration } of roles) {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    iam.createRole({ accountId, name, trustPolicy: trust, maxSessionDuration, managedPolicyArns: [policy] });
  }
  iam.putUserPolicy(userArn, 'AssumeTutorialRoles', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roles.map(({ arn }) => arn) }],
  });
}

function seedBuckets({ s3 }: Sandbox): void {
  const { accountId, region, euRegion, bucket, emptyBucket, euBucket } = TUTORIAL;
  s3.createBucket(bucket, { region, accountId });
  for (const { key, body, contentType } of seedFiles()) s3.putObject(bucket, key, body, { contentType });
  s3.createBucket(emptyBucket, { region, accountId });
  s3.createBucket(euBucket, { region: euRegion, accountId });
  s3.putObject(euBucket, 'hallo.txt', 'Guten Tag aus Frankfurt\n', { contentType: 'text/plain' });
}

/** One user with two accounts: three permission sets in the tutorial's, one in the other. */
function seedIdentityCenter({ identityCenter, s3 }: Sandbox): void {
  const { accountId, region } = TUTORIAL;
  const { userName, otherAccountId, readOnly, powerUser, admin, ...center } = TUTORIAL.identityCenter;
  const instance = identityCenter.createInstance(center);
  instance.addUser({ userName, email: 'mynewuser@example.com' });
  instance.addAccount({ accountId, name: 'Tutorial', email: 'tutorial@example.com' });
  instance.addAccount({ accountId: otherAccountId, name: 'Second account', email: 'second@example.com' });
  instance.addPermissionSet({ name: readOnly, managedPolicyArns: [READ_ONLY] });
  const powers = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' };
  instance.addPermissionSet({ name: powerUser, inlinePolicy: { Version: '2012-10-17', Statement: [powers] } });
  const everything = 'arn:aws:iam::aws:policy/AdministratorAccess';
  instance.addPermissionSet({ name: admin, managedPolicyArns: [everything], sessionSeconds: 43_200 });
  for (const permissionSet of [readOnly, powerUser, admin]) instance.assign({ userName, permissionSet, accountId });
  instance.assign({ userName, permissionSet: powerUser, accountId: otherAccountId });
  s3.createBucket('second-account-bucket', { region, accountId: otherAccountId });
}

/** Fills a fresh sandbox with the tutorial's account. */
export function seedTutorial(sandbox: Sandbox): void {
  seedIdentities(sandbox);
  seedBuckets(sandbox);
  seedIdentityCenter(sandbox);
}
