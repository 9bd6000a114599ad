import { lendRole, type TemporaryKeys, type Vault } from '../lender.js';
import { isoSeconds } from '../sts/issue.js';

const DEFAULT_SESSION_SECONDS = 21_600;
/** New keys are there before the old ones run out. */
const RENEW_BEFORE_MS = 300_000;

/** The same keys for every request until they are about to run out; undefined when the role is gone. */
export function lasting(
  vault: Vault,
  lend: { readonly roleArn: string; readonly sessionName: string; readonly sessionSeconds: number | undefined },
): () => TemporaryKeys | undefined {
  const { roleArn, sessionName, sessionSeconds: seconds = DEFAULT_SESSION_SECONDS } = lend;
  let keys: TemporaryKeys | undefined;
  return () => {
    if (!keys || keys.expiresAt - vault.clock.now() <= RENEW_BEFORE_MS)
      keys = lendRole(vault, { roleArn, sessionName, seconds });
    return keys;
  };
}

/** The four strings that every provider reads. */
export const fourStrings = ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiresAt,
}: TemporaryKeys): Record<'AccessKeyId' | 'SecretAccessKey' | 'Token' | 'Expiration', string> => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  Token: sessionToken,
  Expiration: isoSeconds(expiresAt),
});
