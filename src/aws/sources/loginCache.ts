// The cache of `aws login`, which botocore and the SDKs share: <SHA-256 of login_session>.json.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, UserError } from '../../base/errors.js';
import { readTime } from './credentialReply.js';

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
  readonly whole: Readonly<Record<string, unknown>>;
}

/** @param folder AWS_LOGIN_CACHE_DIRECTORY */
export function loginFile(loginSession: string, folder: string | undefined, homeDirectory: string): string {
  const name = `${createHash('sha256').update(loginSession).digest('hex')}.json`;
  return path.join(folder ?? path.join(homeDirectory, '.aws', 'login', 'cache'), name);
}

/** Undefined where there is no file, or not all that it must hold. @throws UserError where it cannot be read */
export async function loadLogin(file: string): Promise<CachedLogin | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw new UserError(`The cache of aws login, ${file}, cannot be read (${errorCode(error) ?? 'error'}).`, {
      cause: error,
    });
  }
  const whole = objectIn(parsed(text));
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

/** As the CLI would. Written beside and moved into place, so that no reader sees half of it. */
export async function saveLogin(file: string, login: CachedLogin): Promise<void> {
  const { whole, accessKeyId, secretAccessKey, sessionToken, refreshToken } = login;
  const expiresAt = new Date(login.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const accessToken = { ...objectIn(whole['accessToken']), accessKeyId, secretAccessKey, sessionToken, expiresAt };
  const beside = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(beside, JSON.stringify({ ...whole, accessToken, refreshToken }, undefined, 2), { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new UserError(`The cache of aws login, ${file}, cannot be written (${errorCode(error) ?? 'error'}).`, {
      cause: error,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function allTexts<K extends string>(fields: Record<K, unknown>): fields is Record<K, string> {
  return Object.values(fields).every((value) => textIn(value) !== undefined);
}
