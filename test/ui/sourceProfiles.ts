// Profiles with every kind of credentials that the AWS files know, for the test of the window that shows them.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { FEDERATION } from '../sandbox/seedFederation.js';

const { accountId, accessKeyId, secretAccessKey, mfaSerial, userArn } = TUTORIAL;
export const OTHER_ACCOUNT = TUTORIAL.identityCenter.otherAccountId;
export const CLOSED_PORT = 'http://127.0.0.1:9';

export type Settings = Readonly<Record<string, string>>;

const allow = (principal: object, condition: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...principal, ...condition }],
});

/** user → landing (with MFA) → deploy-base → deploy, which is in another account. */
export function seedChain({ iam }: Sandbox): void {
  const inlinePolicies = { assume: allow({ Resource: '*' }) };
  const trust = (arn: string, condition?: object): object => allow({ Principal: { AWS: arn } }, condition);
  const withMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
  const landing = iam.createRole({ accountId, name: 'landing', trustPolicy: trust(userArn, withMfa), inlinePolicies });
  const base = iam.createRole({ accountId, name: 'deploy-base', trustPolicy: trust(landing.arn), inlinePolicies });
  iam.createRole({ accountId: OTHER_ACCOUNT, name: 'deploy', trustPolicy: trust(base.arn) });
  iam.putUserPolicy(userArn, 'Landing', allow({ Resource: landing.arn }));
}

export const roleArn = (name: string, account: string = accountId): string => `arn:aws:iam::${account}:role/${name}`;

/** An executable of the user's in this folder. */
export function writeProgram(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

const fromShared = (settings: Settings): Settings => ({ role_arn: FEDERATION.sharedArn, ...settings });

export function workingProfiles(programs: string, token: string, metadataEndpoint: string): Record<string, Settings> {
  const keys = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
  return {
    'vault-keys': { credential_process: writeProgram(programs, 'vault-helper', `echo '${JSON.stringify(keys)}'`) },
    'vault-role': fromShared({ source_profile: 'vault-keys' }),
    'from-shell': fromShared({ credential_source: 'Environment' }),
    'on-instance': fromShared({
      credential_source: 'Ec2InstanceMetadata',
      ec2_metadata_service_endpoint: metadataEndpoint,
    }),
    'in-container': fromShared({ credential_source: 'EcsContainer' }),
    'ci-token': { role_arn: FEDERATION.webIdentityArn, web_identity_token_file: token },
    'console-user': { login_session: userArn },
    landing: { role_arn: roleArn('landing'), source_profile: 'ststestprofile', mfa_serial: mfaSerial },
    'deploy-base': { role_arn: roleArn('deploy-base'), source_profile: 'landing' },
    deploy: { role_arn: roleArn('deploy', OTHER_ACCOUNT), source_profile: 'deploy-base', duration_seconds: '3600' },
  };
}

/** One prints secrets and fails, one prints no JSON; one looks for an instance on a laptop. */
export function failingProfiles(programs: string): Record<string, Settings> {
  const sealed = `echo "vault is sealed, AWS_SECRET_ACCESS_KEY=${secretAccessKey}" >&2; exit 3`;
  return {
    'broken-sealed': { credential_process: writeProgram(programs, 'sealed-helper', sealed) },
    'broken-chatty': { credential_process: writeProgram(programs, 'chatty-helper', 'echo Welcome to the vault') },
    'broken-laptop': fromShared({
      credential_source: 'Ec2InstanceMetadata',
      ec2_metadata_service_endpoint: CLOSED_PORT,
    }),
  };
}
