import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials as Issued } from '@aws-sdk/client-sts';
import { sts, type Credentials, type Target } from './target.js';

type Options = Partial<Omit<AssumeRoleCommandInput, 'RoleArn'>>;

/** AssumeRole as the SDK answers it, by tester when nobody else is named. */
export function assumeRole(target: Target, roleArn: string, options: Options = {}, by = target.tester) {
  return sts(target, by).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'anna', ...options }));
}

/** What an STS action issued, as clients take it. Throws Error when it issued nothing. */
export function credentialsOf(issued: Issued | undefined): Required<Credentials> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('STS answered without credentials');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** The credentials of a new session. */
export async function session(
  target: Target,
  roleArn: string,
  options: Options = {},
  by = target.tester,
): Promise<Required<Credentials>> {
  return credentialsOf((await assumeRole(target, roleArn, options, by)).Credentials);
}
