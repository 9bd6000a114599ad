import type { LiveSession } from '../../model/session/session.js';

const written = new WeakMap<LiveSession, string>();

/**
 * As ECS answers for container credentials. Clients take no answer that lacks one of the first four; JavaScript and
 * botocore read the last.
 */
export function containerReply(session: LiveSession): string {
  const before = written.get(session);
  if (before !== undefined) {
    return before;
  }
  const { credentials, expiresAt, identity } = session;
  const text = JSON.stringify({
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: new Date(expiresAt).toISOString(),
    ...(identity.accountId === '' ? {} : { AccountId: identity.accountId }),
  });
  written.set(session, text);
  return text;
}
