import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LogoutCommand } from '@aws-sdk/client-sso';
import { errorCode, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { identityCenterFailure } from './failures.js';
import { withPortal } from './clients.js';
import { tokenFile } from './portal.js';
import { cachedTokens, namesIn, readOrPassOver, type CachedToken, type ToldTo } from './tokenCache.js';
import { portalName, type ReachablePortal } from '../../model/plan/portal.js';

export interface SignedOut {
  /** Tokens that are gone from this machine. */
  readonly count: number;
  /** Of them, those whose portal could not be told: they stay good until they expire. */
  readonly untold: number;
  /** Files, or the folder of them, that may hold a sign-in and cannot be read. */
  readonly unread: number;
}

export interface SignOutOptions {
  readonly homeDirectory: string;
  /** The portals of the configuration, to reach each where it is configured to be. */
  readonly portals: readonly ReachablePortal[];
  /** Undefined ends every sign-in, as `aws sso logout` does. */
  readonly only: ReachablePortal | undefined;
  readonly log: ToldTo;
}

/**
 * Tells the portals of tokens (Logout) and deletes these, which ends the sign-in for the AWS CLI too. Role credentials that
 * were given out stay good until they expire; those in the CLI's own cache are deleted with "every sign-in".
 */
export async function signOutOfPortals(options: SignOutOptions): Promise<SignedOut> {
  const { homeDirectory, portals, only, log } = options;
  const wanted = only && tokenFile(only.portal, homeDirectory);
  let unread = 0;
  const warn: ToldTo['warn'] = (message, error) => {
    unread += 1;
    log.warn(message, error);
  };
  const tokens = await cachedTokens(homeDirectory, { warn });
  const ended = tokens.filter(({ file }) => wanted === undefined || file === wanted);
  const told = await Promise.all(
    ended.map(async (token) => {
      const known = portals.find(({ portal }) => tokenFile(portal, homeDirectory) === token.file);
      const told = await tellPortal(token, known, log);
      await forget(token.file);
      return told;
    }),
  );
  if (only === undefined) {
    await dropCliCredentials(homeDirectory, log);
  }
  return { count: ended.length, untold: told.filter((success) => !success).length, unread };
}

/** After the portal was told, so that a token which cannot be deleted is of no more use. @throws UserError */
async function forget(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw new UserError(
      l10n.t(
        '{0} cannot be deleted ({1}), so the AWS CLI may take it for a sign-in that lasts. Delete it yourself.',
        file,
        errorCode(error) ?? l10n.t('error'),
      ),
      { cause: error },
    );
  }
}

const UNINTERRUPTED = new AbortController().signal;
/** What a portal says of a token that it does not know, or knows no longer. */
const ENDED = ['UnauthorizedException', 'InvalidRequestException'];

/** Whether the portal knows now. A token that it refuses is as good as ended. */
async function tellPortal(
  { file, accessToken, region }: CachedToken,
  known: ReachablePortal | undefined,
  log: ToldTo,
): Promise<boolean> {
  const name = known === undefined ? file : portalName(known.portal);
  const at = region ?? known?.portal.region;
  if (at === undefined) {
    log.warn(`${name}: no portal was told of the sign-out, for its region is not known`, undefined);
    return false;
  }
  const reachable = {
    portal: { session: undefined, startUrl: '', scopes: [], ...known?.portal, region: at },
    endpoints: known?.endpoints ?? {},
  };
  try {
    await withPortal(reachable, (client) => client.send(new LogoutCommand({ accessToken })));
    return true;
  } catch (error) {
    if (ENDED.includes(errorCode(error) ?? '')) {
      return true;
    }
    log.warn(
      `${name}: the portal was not told of the sign-out`,
      identityCenterFailure(error, { ...reachable, signal: UNINTERRUPTED }),
    );
    return false;
  }
}

/** The AWS CLI's SSOCredentialSweeper. */
async function dropCliCredentials(homeDirectory: string, log: ToldTo): Promise<void> {
  const folder = join(homeDirectory, '.aws', 'cli', 'cache');
  await Promise.all(
    (await namesIn(folder, log)).map(async (name) => {
      const file = join(folder, name);
      const json = await readOrPassOver(file, log);
      if (json?.['ProviderType'] === 'sso') {
        await rm(file, { force: true });
      }
    }),
  );
}
