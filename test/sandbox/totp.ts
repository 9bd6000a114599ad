import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Buffer {
  const bytes: number[] = [];
  let value = 0;
  let bits = 0;
  for (const character of text.toUpperCase().replace(/=+$|\s/g, '')) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) throw new Error(`Not base32: ${character}`);
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

export const totpStep = (nowMs: number): number => Math.floor(nowMs / STEP_MS);

/** The six digits of RFC 6238 (SHA-1, 30 seconds) for one time step. */
export function totpOfStep(secretBase32: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secretBase32)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The code that an authenticator shows at `nowMs`. */
export const totp = (secretBase32: string, nowMs: number): string => totpOfStep(secretBase32, totpStep(nowMs));
