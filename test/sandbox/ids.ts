import { randomBytes, randomInt } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** "AKIA…", "ASIA…", "AROA…"…: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function uniqueId(prefix: 'AKIA' | 'ASIA' | 'AIDA' | 'AGPA' | 'AROA' | 'ANPA'): string {
  return prefix + Array.from({ length: 16 }, () => BASE32.charAt(randomInt(BASE32.length))).join('');
}

/** 40 characters, as every AWS secret key has. */
export const newSecret = (): string => randomBytes(30).toString('base64');

export const newSessionToken = (): string => randomBytes(240).toString('base64');

/** S3's request id: 16 capital letters and digits. */
export const s3RequestId = (): string => randomBytes(8).toString('hex').toUpperCase();

export const hostId = (): string => randomBytes(56).toString('base64');
