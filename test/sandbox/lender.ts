// Role sessions for whoever lends them without a call to STS: Identity Center, instances, containers, sign-in.
import type { Directory } from './iam/directory.js';
import type { Credential, Keyring } from './iam/principal.js';
import { newSecret, newSessionToken, uniqueId } from './ids.js';
import { issueRoleSession } from './sts/issue.js';
import type { Clock } from './types.js';

export interface Vault {
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly directory: Directory;
}

export interface TemporaryKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch, a whole second. */
  readonly expiresAt: number;
}

const temporary = ({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Credential): TemporaryKeys => {
  if (sessionToken === undefined || expiresAt === undefined) throw new Error('Long-term keys are not lent');
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

/** Keys of a session of the role, in force at once; undefined when there is no such role. */
export function lendRole(
  { clock, keyring, directory }: Vault,
  { roleArn, sessionName, seconds }: { roleArn: string; sessionName: string; seconds: number },
): TemporaryKeys | undefined {
  const role = directory.role(roleArn);
  if (!role) return undefined;
  const issuer = { directory, keyring, now: clock.now(), sessionSeconds: undefined };
  const { credential } = issueRoleSession(issuer, { role, sessionName, seconds, sessionPolicies: undefined });
  return temporary(credential);
}

/** Keys of the user's (or an account's root) own, as GetSessionToken lends them. Throws Error for an unknown one. */
export function lendUser({ clock, directory }: Vault, userArn: string, seconds: number): TemporaryKeys {
  const keys: TemporaryKeys = {
    accessKeyId: uniqueId('ASIA'),
    secretAccessKey: newSecret(),
    sessionToken: newSessionToken(),
    expiresAt: Math.floor(clock.now() / 1000 + seconds) * 1000,
  };
  directory.addAccessKey(userArn, keys);
  return keys;
}
