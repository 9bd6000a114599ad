import * as l10n from '../../base/l10n.js';

const UNITS: readonly ((count: string) => string)[] = [
  (count) => (count === '1' ? l10n.t('{0} byte', count) : l10n.t('{0} bytes', count)),
  (count) => l10n.t('{0} KB', count),
  (count) => l10n.t('{0} MB', count),
  (count) => l10n.t('{0} GB', count),
  (count) => l10n.t('{0} TB', count),
  (count) => l10n.t('{0} PB', count),
];

/** 1,024 to the step, as S3's console counts: "512 bytes", "1.5 KB", "20 MB". */
export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  const digits = value >= 100 ? 0 : 1;
  const count = value.toFixed(digits).replace('.0', '');
  return UNITS[step]?.(count) ?? count;
}

/** "2026-11-24 09:05" in local time; empty where S3 gave no date. */
export function dateText(date: Date | undefined): string {
  if (date === undefined) {
    return '';
  }
  const two = (value: number) => value.toString().padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The part of a key behind its parent prefix, without the slash that ends a folder. */
export function lastPart(key: string, parentPrefix: string): string {
  return key.slice(parentPrefix.length).replace(/\/$/, '');
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A name as a label: nothing invisible, nothing that turns the text around it, never empty. */
export function visibleName(name: string): string {
  if (name === '') {
    return l10n.t('(empty name)');
  }
  return name
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, (char) => ESCAPES[char] ?? `\\u{${hex(char)}}`)
    .replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length));
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

/** A side bar of the usual width shows about so much of a bucket's row. */
const ROW_LENGTH = 28;

/** A bucket's region beside its name: in full where there is room, else as AWS shortens it in the IDs of its zones. */
export function regionText(region: string, bucketName: string): string {
  return bucketName.length + region.length <= ROW_LENGTH ? region : shortRegion(region);
}

/** "eu-central-1" is "euc1", "ap-southeast-2" is "apse2". */
function shortRegion(region: string): string {
  const [area = '', ...parts] = region.split('-');
  const short = parts.map((part) => DIRECTIONS[part] ?? (/^\d+$/.test(part) ? part : part.slice(0, 1)));
  return area + short.join('');
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};
