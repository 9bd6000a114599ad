// Beside the tutorial's account: roles for whoever signs in at the test identity provider, and for machines.
import type { IdentityProvider } from './idp/index.js';
import { TUTORIAL } from './seed.js';
import type { Sandbox } from './types.js';

const { accountId } = TUTORIAL;
const role = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

export const FEDERATION = {
  samlProviderArn: `arn:aws:iam::${accountId}:saml-provider/example`,
  samlReaderArn: role('saml-reader'),
  samlOperatorArn: role('saml-operator'),
  webIdentityArn: role('web-identity'),
  machineArn: role('machine'),
  /** Any principal of the account may assume it; also with session tags and a source identity. */
  sharedArn: role('shared'),
  /** Its objects are for those who are tagged with the team: `s3:GetObject` on `<bucket>/team/${aws:PrincipalTag/team}/`. */
  teamArn: role('team'),
  user: 'ada',
  email: 'ada@example.com',
  clientId: 'role-sessions',
  application: 'aws',
} as const;

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';

const policy = (...statements: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});

const FROM_ACCOUNT = policy({
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
});

function seedFederatedRoles({ iam }: Sandbox, idp: IdentityProvider): void {
  const saml = iam.createSamlProvider({
    accountId,
    name: 'example',
    entityId: idp.entityId,
    certificatePem: idp.certificatePem,
  });
  const oidc = iam.createOpenIdConnectProvider({ accountId, url: idp.issuer, clientIds: [FEDERATION.clientId] });
  const samlTrust = policy({
    Principal: { Federated: saml.arn },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  });
  iam.createRole({ accountId, name: 'saml-reader', trustPolicy: samlTrust, managedPolicyArns: [READ_ONLY] });
  iam.createRole({
    accountId,
    name: 'saml-operator',
    trustPolicy: samlTrust,
    managedPolicyArns: [FULL_ACCESS],
    maxSessionDuration: 43_200,
  });
  const webTrust = policy({
    Principal: { Federated: oidc.arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${new URL(idp.issuer).host}:aud`]: FEDERATION.clientId } },
  });
  iam.createRole({ accountId, name: 'web-identity', trustPolicy: webTrust, managedPolicyArns: [READ_ONLY] });
}

function seedAccountRoles({ iam, s3 }: Sandbox): void {
  iam.createRole({
    accountId,
    name: 'machine',
    trustPolicy: policy({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    inlinePolicies: { assume: policy({ Action: 'sts:AssumeRole', Resource: '*' }) },
  });
  iam.createRole({ accountId, name: 'shared', trustPolicy: FROM_ACCOUNT, managedPolicyArns: [FULL_ACCESS] });
  iam.createRole({
    accountId,
    name: 'team',
    trustPolicy: FROM_ACCOUNT,
    inlinePolicies: {
      team: policy(
        { Action: ['s3:ListAllMyBuckets', 's3:ListBucket', 's3:GetBucketLocation'], Resource: '*' },
        { Action: 's3:GetObject', Resource: `arn:aws:s3:::${TUTORIAL.bucket}/team/\${aws:PrincipalTag/team}/*` },
      ),
    },
  });
  iam.putUserPolicy(
    TUTORIAL.userArn,
    'Federation',
    policy(
      {
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Resource: [FEDERATION.sharedArn, FEDERATION.teamArn],
      },
      { Action: ['sts:GetFederationToken', 's3:*'], Resource: '*' },
    ),
  );
  for (const team of ['red', 'blue']) s3.putObject(TUTORIAL.bucket, `team/${team}/plan.txt`, `The plan of ${team}\n`);
}

/** Adds to a sandbox that holds the tutorial's account; `acsUrl` is where the SAML application posts its responses. */
export function seedFederation(sandbox: Sandbox, idp: IdentityProvider, acsUrl = 'http://127.0.0.1:35001/'): void {
  seedFederatedRoles(sandbox, idp);
  seedAccountRoles(sandbox);
  const { samlProviderArn: providerArn, samlReaderArn, samlOperatorArn, user, email, clientId } = FEDERATION;
  const roles = [samlReaderArn, samlOperatorArn].map((roleArn) => ({ roleArn, providerArn }));
  idp.addUser({ sub: user, email, saml: { roles, sessionDuration: 7200 } });
  idp.addClient({ clientId, redirectUris: ['http://127.0.0.1/callback'] });
  idp.addApplication({ name: FEDERATION.application, acsUrl });
}
