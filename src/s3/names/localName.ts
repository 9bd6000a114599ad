/** Longest file name of the common file systems, in bytes. */
const MAX_NAME_BYTES = 255;
/** Room for the random ending of an unfinished download. */
const RESERVED_BYTES = 20;

/**
 * A file name for an object that every operating system accepts and that cannot leave its folder: S3 keys may end in
 * "..", hold slashes of either kind, colons, control characters, or the names of Windows' devices.
 */
export function localName(key: string): string {
  const last = key.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const plain = last.replace(/[<>:"\\|?*\p{Cc}]/gu, '_').replace(/[. ]+$/, '');
  const name = plain === '' ? 'object' : plain;
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name;
  return shorten(safe);
}

function shorten(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  const budget = MAX_NAME_BYTES - RESERVED_BYTES - Buffer.byteLength(extension);
  let stem = '';
  let bytes = 0;
  for (const char of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(char);
    if (bytes > budget) {
      break;
    }
    stem += char;
  }
  return stem + extension;
}

/** Names for objects that go to one folder: equal ones (also but for case) are numbered. */
export function localNames(keys: readonly string[]): string[] {
  const taken = new Set<string>();
  return keys.map((key) => {
    const name = localName(key);
    let unique = name;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) {
      unique = name.replace(/(\.[^.]*)?$/, ` (${n})$1`);
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
