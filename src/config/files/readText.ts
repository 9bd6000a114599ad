import * as l10n from '../../base/l10n.js';
import { isUtf8 } from 'node:buffer';
import { errorCode } from '../../base/errors.js';
import { readRegularBytes } from '../../base/files/regularFile.js';

/** What a file holds. */
export type Text =
  | { readonly kind: 'text'; readonly text: string }
  /** The first line that has bytes in it which are not UTF-8; `text` has marks in their place. */
  | { readonly kind: 'damaged'; readonly text: string; readonly line: number }
  | { readonly kind: 'absent' }
  /** Why it cannot be read, in words. */
  | { readonly kind: 'unreadable'; readonly reason: string };

const NEWLINE = 10;

/** The text of a regular file. Never rejects. */
export async function readText(file: string): Promise<Text> {
  try {
    return decode(await readRegularBytes(file));
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('unknown error');
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { kind: 'absent' }
      : { kind: 'unreadable', reason: reasonFor(code) };
  }
}

function reasonFor(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission denied');
    case 'ELOOP':
      return l10n.t('its symbolic links go in a circle');
    default:
      return code;
  }
}

function decode(bytes: Buffer): Text {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: 'damaged', text: bytes.toString('utf8'), line: firstDamage(bytes) };
  }
}

/** No character of UTF-8 goes over a line's end. */
function firstDamage(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found + 1;
    if (!isUtf8(bytes.subarray(start, end))) {
      return line;
    }
    start = end;
  }
  return line;
}
