// The cache of `aws login`, which botocore and the SDKs share: <SHA-256 of login_session>.json.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { readPrivateJson, writePrivateJson, type Json } from '../../base/files/privateJson.js';
import { readTime } from './readTime.js';

export interface CachedLogin {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly clientId: string;
  readonly refreshToken: string;
  /** PEM of the key that proves that the refresh token is ours. */
  readonly dpopKey: string;
  /** Where it was signed in, if the file says so. */
  readonly region: string | undefined;
  /** All that the file holds: what is not ours stays in it. */
  readonly whole: Json;
}

/** @param folder AWS_LOGIN_CACHE_DIRECTORY */
export function loginFile(loginSession: string, folder: string | undefined, homeDirectory: string): string {
  const name = `${createHash('sha256').update(loginSession).digest('hex')}.json`;
  return path.join(folder ?? path.join(homeDirectory, '.aws', 'login', 'cache'), name);
}

/** Undefined where there is no file, or not all that it must hold. @throws UserError where it cannot be read */
export async function loadLogin(file: string): Promise<CachedLogin | undefined> {
  const whole = (await readPrivateJson(file)) ?? {};
  const keys = objectIn(whole['accessToken']);
  const fields = {
    accessKeyId: keys['accessKeyId'],
    secretAccessKey: keys['secretAccessKey'],
    sessionToken: keys['sessionToken'],
    clientId: whole['clientId'],
    refreshToken: whole['refreshToken'],
    dpopKey: whole['dpopKey'],
  };
  const expiresAt = readTime(textIn(keys['expiresAt']) ?? '');
  if (!allTexts(fields) || expiresAt === undefined) {
    return undefined;
  }
  return { ...fields, expiresAt, region: textIn(whole['signInRegion']), whole };
}

/** As the CLI would. @throws UserError */
export async function saveLogin(file: string, login: CachedLogin): Promise<void> {
  const { whole, accessKeyId, secretAccessKey, sessionToken, refreshToken } = login;
  const expiresAt = new Date(login.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const accessToken = { ...objectIn(whole['accessToken']), accessKeyId, secretAccessKey, sessionToken, expiresAt };
  await writePrivateJson(file, { ...whole, accessToken, refreshToken });
}

function objectIn(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function allTexts<K extends string>(fields: Record<K, unknown>): fields is Record<K, string> {
  return Object.values(fields).every((value) => textIn(value) !== undefined);
}
