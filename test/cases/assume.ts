import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { sts, type Credentials, type Target } from './target.js';

type Options = Partial<Omit<AssumeRoleCommandInput, 'RoleArn'>>;

/** AssumeRole as the SDK answers it, by tester when nobody else is named. */
export function assumeRole(target: Target, roleArn: string, options: Options = {}, by = target.tester) {
  return sts(target, by).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'anna', ...options }));
}

/** The credentials of a new session. */
export async function session(
  target: Target,
  roleArn: string,
  options: Options = {},
  by = target.tester,
): Promise<Required<Credentials>> {
  const { Credentials: issued } = await assumeRole(target, roleArn, options, by);
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('AssumeRole answered without credentials');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
