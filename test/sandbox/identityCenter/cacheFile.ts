// What `aws sso login` leaves behind, for tests that start signed in.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isoSeconds } from '../sts/issue.js';
import type { IdentityCenterInstance, SignedIn } from './types.js';

/**
 * Writes `~/.aws/sso/cache/<SHA-1>.json` for an `sso-session` section of this name, or for the legacy keys without one;
 * its path. botocore's SSOTokenLoader and the AWS CLI read it.
 */
export async function writeSsoToken(
  home: string,
  { startUrl, region }: Pick<IdentityCenterInstance, 'startUrl' | 'region'>,
  token: SignedIn,
  sessionName?: string,
): Promise<string> {
  const folder = path.join(home, '.aws/sso/cache');
  const name = createHash('sha1')
    .update(sessionName ?? startUrl)
    .digest('hex');
  const file = path.join(folder, `${name}.json`);
  const content = {
    startUrl,
    region,
    accessToken: token.accessToken,
    expiresAt: isoSeconds(token.expiresAt),
    clientId: token.clientId,
    clientSecret: token.clientSecret,
    registrationExpiresAt: isoSeconds(token.registrationExpiresAt),
    ...(token.refreshToken !== undefined && { refreshToken: token.refreshToken }),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(content), { mode: 0o600 });
  return file;
}
