// The AWS CLI's cache of sign-ins to IAM Identity Center, ~/.aws/sso/cache, in the CLI's own format (botocore
// SSOTokenLoader, SSOTokenFetcher, SSOTokenProvider), so that one sign-in serves both: access
// and refresh tokens and the secret of the client that it registered, readable by their owner alone. Beside the cache of
// `aws login` it is all that this extension writes of secrets to disk.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, registrationFile, registrationScopes, tokenFile, type Flow } from './portal.js';
import { readPrivateJson, writePrivateJson, type Json } from '../../base/files/privateJson.js';
import { errorCode } from '../../base/errors.js';
import type { Interaction } from '../../model/session/interaction.js';
import type { Portal } from '../../model/plan/portal.js';

/** A public client that IAM Identity Center knows (RegisterClient). */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface PortalToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
  /** Of the client that the tokens were given to; undefined where the cache does not say. */
  readonly registration: Registration | undefined;
}

/** Where it is told what went wrong on the way. */
export type ToldTo = Pick<Interaction, 'warn'>;

/** A token of the cache, whoever put it there. */
export interface CachedToken {
  readonly file: string;
  readonly accessToken: string;
  readonly region: string | undefined;
}

/** Those of another token that this one may not have. */
const PASSING_FIELDS = new Set(['clientId', 'clientSecret', 'registrationExpiresAt', 'refreshToken']);

/** Undefined where nobody signed in, or the file is no token. @throws UserError where it cannot be read */
export async function readToken(portal: Portal, home: string): Promise<PortalToken | undefined> {
  const json = await readPrivateJson(tokenFile(portal, home));
  const accessToken = text(json, 'accessToken');
  const refreshToken = text(json, 'refreshToken');
  const registration = json && readClient(json, 'registrationExpiresAt');
  return accessToken === undefined
    ? undefined
    : { accessToken, expiresAt: time(json, 'expiresAt') ?? 0, refreshToken, registration };
}

/** Fields that only others know stay in the file. @throws UserError */
export async function writeToken(portal: Portal, home: string, token: PortalToken): Promise<void> {
  const file = tokenFile(portal, home);
  const before = Object.entries((await readPrivateJson(file)) ?? {}).filter(([name]) => !PASSING_FIELDS.has(name));
  const { accessToken, expiresAt, refreshToken, registration } = token;
  await writePrivateJson(file, {
    ...Object.fromEntries(before),
    startUrl: portal.startUrl,
    region: portal.region,
    accessToken,
    expiresAt: isoSeconds(expiresAt),
    ...(registration && {
      clientId: registration.clientId,
      clientSecret: registration.clientSecret,
      registrationExpiresAt: isoSeconds(registration.expiresAt),
    }),
    ...(refreshToken !== undefined && { refreshToken }),
  });
}

/** Takes a token away that is no longer good, unless somebody has replaced it meanwhile. */
export async function dropToken(portal: Portal, home: string, accessToken: string): Promise<void> {
  const kept = await readToken(portal, home);
  if (kept?.accessToken === accessToken) {
    await rm(tokenFile(portal, home), { force: true });
  }
}

/** Every token that any tool keeps there: what `aws sso logout` ends. */
export async function cachedTokens(home: string, log: ToldTo): Promise<readonly CachedToken[]> {
  const folder = cacheFolder(home);
  const names = await namesIn(folder, log);
  const tokens = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => open(join(folder, name), log)),
  );
  return tokens.filter((token) => token !== undefined);
}

/** None where there is no such folder. */
export async function namesIn(folder: string, log: ToldTo): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      log.warn(`${folder} was passed over`, error);
    }
    return [];
  }
}

export async function readOrPassOver(file: string, log: ToldTo): Promise<Json | undefined> {
  try {
    return await readPrivateJson(file);
  } catch (error) {
    log.warn(`${file} was passed over`, error);
    return undefined;
  }
}

async function open(file: string, log: ToldTo): Promise<CachedToken | undefined> {
  const json = await readOrPassOver(file, log);
  const accessToken = text(json, 'accessToken');
  return accessToken === undefined ? undefined : { file, accessToken, region: text(json, 'region') };
}

export async function readRegistration(portal: Portal, flow: Flow, home: string): Promise<Registration | undefined> {
  const json = await readPrivateJson(registrationFile(portal, flow, home));
  return json && readClient(json, 'expiresAt');
}

/** @throws UserError */
export async function writeRegistration(portal: Portal, flow: Flow, home: string, client: Registration): Promise<void> {
  const scopes = registrationScopes(portal);
  await writePrivateJson(registrationFile(portal, flow, home), {
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    expiresAt: isoSeconds(client.expiresAt),
    ...(scopes.length > 0 && { scopes }),
  });
}

export async function dropRegistration(portal: Portal, flow: Flow, home: string): Promise<void> {
  await rm(registrationFile(portal, flow, home), { force: true });
}

function readClient(json: Json, expiry: string): Registration | undefined {
  const clientId = text(json, 'clientId');
  const clientSecret = text(json, 'clientSecret');
  const expiresAt = time(json, expiry);
  return clientId === undefined || clientSecret === undefined || expiresAt === undefined
    ? undefined
    : { clientId, clientSecret, expiresAt };
}

function text(json: Json | undefined, name: string): string | undefined {
  const value = json?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Milliseconds. Older versions of the AWS CLI wrote "2026-11-24T12:00:00UTC". */
function time(json: Json | undefined, name: string): number | undefined {
  const value = Date.parse(text(json, name)?.replace(/UTC$/, 'Z') ?? '');
  return Number.isNaN(value) ? undefined : value;
}

/** "2026-11-24T12:00:00Z", never later than it is. */
function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
