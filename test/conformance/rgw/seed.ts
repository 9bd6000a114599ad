// Who there is in the gateway before the cases begin.
import { X509Certificate } from 'node:crypto';
import { WEB_IDENTITY } from '../cases/target.js';
import type { IdentityProvider } from '../../sandbox/idp/index.js';
import { createOpenIdConnectProvider } from './iam.js';
import { startRgw, type Rgw } from './rgw.js';

const OWNER = { accessKeyId: 'OWNERKEY0000000000AA', secretAccessKey: 'ownersecret000000000000000000000000000000' };
const TESTER = { accessKeyId: 'TESTERKEY000000000AA', secretAccessKey: 'testersecret00000000000000000000000000000' };

const allow = (action: string[], resource: string) => [{ Effect: 'Allow', Action: action, Resource: resource }];
const policy = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const trust = (principal: string) =>
  policy([{ Effect: 'Allow', Principal: { AWS: [principal] }, Action: ['sts:AssumeRole'] }]);

/** RGW's ARNs have no account id. */
const TESTER_ARN = 'arn:aws:iam:::user/tester';
/** Trust in a provider's tokens for WEB_IDENTITY, of one subject. */
const trustProvider = (issuer: string, subject: string) => {
  const name = issuer.replace(/^https?:\/\//, '');
  return policy([
    {
      Effect: 'Allow',
      Principal: { Federated: [`arn:aws:iam:::oidc-provider/${name}`] },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { [`${name}:aud`]: WEB_IDENTITY.clientId, [`${name}:sub`]: subject } },
    },
  ]);
};
const roleArn = (name: string) => `arn:aws:iam:::role/${name}`;

interface Seed {
  readonly owner: typeof OWNER;
  readonly tester: typeof TESTER;
  readonly roles: {
    readonly readOnly: string;
    readonly full: string;
    readonly chained: string;
    readonly stranger: string;
    readonly missing: string;
  };
  readonly webRoles: { readonly role: string; readonly otherSubject: string };
}

/** Starts a gateway with two users and six roles: see `Target` in ../cases/target.ts for what each may do. */
export async function startSeededRgw(provider: IdentityProvider): Promise<Rgw & Seed> {
  const rgw = await startRgw();
  try {
    return { ...rgw, ...(await seedRgw(rgw, provider)) };
  } catch (error) {
    await rgw.stop();
    throw error;
  }
}

async function seedRgw(rgw: Rgw, { issuer, certificatePem }: IdentityProvider): Promise<Seed> {
  const admin = (command: string, options: Record<string, string>) =>
    rgw.admin(...command.split(' '), ...Object.entries(options).map(([name, value]) => `--${name}=${value}`));
  const user = (uid: string, { accessKeyId, secretAccessKey }: typeof OWNER) =>
    admin('user create', { uid, 'display-name': uid, 'access-key': accessKeyId, secret: secretAccessKey });
  const role = async (name: string, trustPolicy: string, statements: object[]) => {
    await admin('role create', { 'role-name': name, 'assume-role-policy-doc': trustPolicy });
    await admin('role-policy put', { 'role-name': name, 'policy-name': 'it', 'policy-doc': policy(statements) });
    return roleArn(name);
  };
  await user('owner', OWNER);
  await admin('caps add', { uid: 'owner', caps: 'oidc-provider=*' });
  await user('tester', TESTER);
  await createOpenIdConnectProvider(rgw.endpoint, OWNER, {
    url: issuer,
    clientId: WEB_IDENTITY.clientId,
    thumbprint: new X509Certificate(certificatePem).fingerprint.replaceAll(':', ''),
  });
  const reads = allow(['s3:Get*', 's3:List*'], 'arn:aws:s3:::*');
  return {
    owner: OWNER,
    tester: TESTER,
    roles: {
      readOnly: await role('S3ReadOnly', trust(TESTER_ARN), reads),
      full: await role('S3Full', trust(TESTER_ARN), allow(['s3:*'], 'arn:aws:s3:::*')),
      chained: await role('Chained', trust(roleArn('S3Full')), reads),
      stranger: await role('Stranger', trust('arn:aws:iam:::user/owner'), allow(['s3:*'], 'arn:aws:s3:::*')),
      missing: roleArn('Missing'),
    },
    webRoles: {
      role: await role('Web', trustProvider(issuer, WEB_IDENTITY.subject), reads),
      otherSubject: await role('OtherSubject', trustProvider(issuer, 'bob'), reads),
    },
  };
}
