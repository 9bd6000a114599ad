import * as l10n from '@vscode/l10n';
import { isUtf8 } from 'node:buffer';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../../base/errors.js';

/** What a file holds. */
export type Text =
  | { readonly kind: 'text'; readonly text: string }
  /** The first line that has bytes in it which are not UTF-8; `text` has marks in their place. */
  | { readonly kind: 'damaged'; readonly text: string; readonly line: number }
  | { readonly kind: 'absent' }
  /** Why it cannot be read, in words. */
  | { readonly kind: 'unreadable'; readonly reason: string };

const NEWLINE = 10;

/**
 * The text of a regular file. Whatever else there is, is not read: a pipe would wait for somebody to write, a device
 * need have no end. Never rejects.
 */
export async function readText(file: string): Promise<Text> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe would wait as well. Where there is no such flag (Windows) it is undefined, which counts as 0 here.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) {
      return {
        kind: 'unreadable',
        reason: stat.isDirectory() ? l10n.t('it is a folder') : l10n.t('it is no regular file'),
      };
    }
    return decode(await handle.readFile());
  } catch (error) {
    const code = errorCode(error) ?? l10n.t('unknown error');
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { kind: 'absent' }
      : { kind: 'unreadable', reason: reasonFor(code) };
  } finally {
    await handle?.close();
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
