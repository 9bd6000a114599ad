// Who there is in the gateway before the cases begin.
import { startRgw, type Rgw } from './rgw.js';

const OWNER = { accessKeyId: 'OWNERKEY0000000000AA', secretAccessKey: 'ownersecret000000000000000000000000000000' };
const TESTER = { accessKeyId: 'TESTERKEY000000000AA', secretAccessKey: 'testersecret00000000000000000000000000000' };

const allow = (action: string[], resource: string) => [{ Effect: 'Allow', Action: action, Resource: resource }];
const policy = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const trust = (principal: string) =>
  policy([{ Effect: 'Allow', Principal: { AWS: [principal] }, Action: ['sts:AssumeRole'] }]);

/** RGW's ARNs have no account id. */
const TESTER_ARN = 'arn:aws:iam:::user/tester';
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
}

/** Starts a gateway with two users and four roles: see `Target` in ../cases/target.ts for what each may do. */
export async function startSeededRgw(): Promise<Rgw & Seed> {
  const rgw = await startRgw();
  try {
    return { ...rgw, ...(await seedRgw(rgw)) };
  } catch (error) {
    await rgw.stop();
    throw error;
  }
}

async function seedRgw(rgw: Rgw): Promise<Seed> {
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
  await user('tester', TESTER);
  return {
    owner: OWNER,
    tester: TESTER,
    roles: {
      readOnly: await role('S3ReadOnly', trust(TESTER_ARN), allow(['s3:Get*', 's3:List*'], 'arn:aws:s3:::*')),
      full: await role('S3Full', trust(TESTER_ARN), allow(['s3:*'], 'arn:aws:s3:::*')),
      chained: await role('Chained', trust(roleArn('S3Full')), allow(['s3:Get*', 's3:List*'], 'arn:aws:s3:::*')),
      stranger: await role('Stranger', trust('arn:aws:iam:::user/owner'), allow(['s3:*'], 'arn:aws:s3:::*')),
      missing: roleArn('Missing'),
    },
  };
}
