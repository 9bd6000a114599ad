import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LogoutCommand } from '@aws-sdk/client-sso';
import { transportFailure } from '../../base/transportFailure.js';
import { withPortal } from './clients.js';
import { tokenFile } from './portal.js';
import { readPrivateJson } from '../../base/privateJson.js';
import { cachedTokens, type CachedToken } from './tokenCache.js';
import type { ReachablePortal } from '../../model/plan/portal.js';

export interface SignedOut {
  /** Tokens that are gone from this machine. */
  readonly count: number;
  /** Of them, those whose portal could not be told: they stay good until they expire. */
  readonly untold: number;
}

export interface SignOutOptions {
  readonly homeDirectory: string;
  /** The portals of the configuration, to reach each where it is configured to be. */
  readonly portals: readonly ReachablePortal[];
  /** Undefined ends every sign-in, as `aws sso logout` does. */
  readonly only: ReachablePortal | undefined;
}

/**
 * Deletes tokens and tells their portals (Logout), which ends the sign-in for the AWS CLI too. Role credentials that
 * were given out stay good until they expire; those in the CLI's own cache are deleted with "every sign-in".
 */
export async function signOutOfPortals({ homeDirectory, portals, only }: SignOutOptions): Promise<SignedOut> {
  const wanted = only && tokenFile(only.portal, homeDirectory);
  const tokens = await cachedTokens(homeDirectory);
  const ended = tokens.filter(({ file }) => wanted === undefined || file === wanted);
  const told = await Promise.all(
    ended.map(async (token) => {
      await rm(token.file, { force: true });
      const known = portals.find(({ portal }) => tokenFile(portal, homeDirectory) === token.file);
      return tellPortal(token, known);
    }),
  );
  if (only === undefined) {
    await dropCliCredentials(homeDirectory);
  }
  return { count: ended.length, untold: told.filter((success) => !success).length };
}

/** Whether the portal knows now. A token that it refuses is as good as ended. */
async function tellPortal({ accessToken, region }: CachedToken, known: ReachablePortal | undefined): Promise<boolean> {
  const at = region ?? known?.portal.region;
  if (at === undefined) {
    return false;
  }
  const portal = { session: undefined, startUrl: '', scopes: [], ...known?.portal, region: at };
  try {
    await withPortal({ portal, endpoints: known?.endpoints ?? {} }, (client) =>
      client.send(new LogoutCommand({ accessToken })),
    );
    return true;
  } catch (error) {
    return transportFailure(error) === undefined;
  }
}

/** The AWS CLI's SSOCredentialSweeper. */
async function dropCliCredentials(homeDirectory: string): Promise<void> {
  const folder = join(homeDirectory, '.aws', 'cli', 'cache');
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const json = await readPrivateJson(file).catch(() => undefined);
      if (json?.['ProviderType'] === 'sso') {
        await rm(file, { force: true });
      }
    }),
  );
}
