import { NEVER, type LiveSession } from '../session/session.js';

/** What `credential_process` prints (AWS CLI, "Sourcing credentials with an external process"): the credentials alone. */
export function processReply({ credentials, expiresAt, identity }: LiveSession): Readonly<Record<string, unknown>> {
  return {
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken !== '' && { SessionToken: credentials.sessionToken }),
    ...(expiresAt !== NEVER && { Expiration: new Date(expiresAt).toISOString() }),
    ...(identity.accountId !== '' && { AccountId: identity.accountId }),
  };
}
