// One page of a listing, as ListObjects, ListObjectsV2 and ListMultipartUploads cut it.
import type { KeyIndex } from './keyIndex.js';
import { compareKeys } from './keyIndex.js';

export interface PageQuery {
  readonly prefix: string;
  /** '' for none. */
  readonly delimiter: string;
  /** The page starts behind this key or common prefix; '' for the beginning. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface Page<V> {
  readonly entries: readonly (readonly [key: string, value: V])[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of this page, if there are more. */
  readonly next: string | undefined;
}

/** `key` up to and with the first delimiter behind `prefix`, or undefined. */
export function commonPrefix(
  key: string,
  { prefix, delimiter }: Pick<PageQuery, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function start<V>(index: KeyIndex<V>, query: PageQuery): IterableIterator<[string, V]> {
  if (compareKeys(query.after, query.prefix) < 0) return index.from(query.prefix);
  // A page may begin inside a common prefix, which the page before has already shown.
  const inside = commonPrefix(query.after, query);
  return inside === undefined ? index.from(query.after, query.after !== '') : index.behind(inside);
}

/** Leaps over each common prefix: the cost is one seek per line of the page, however many keys a prefix hides. */
export function listPage<V>(index: KeyIndex<V>, query: PageQuery): Page<V> {
  const entries: [string, V][] = [];
  const commonPrefixes: string[] = [];
  if (query.maxKeys === 0) return { entries, commonPrefixes, next: undefined };
  let last = '';
  let cursor = start(index, query);
  for (let step = cursor.next(); step.done !== true; step = cursor.next()) {
    const [key, value] = step.value;
    if (!key.startsWith(query.prefix)) break;
    if (entries.length + commonPrefixes.length >= query.maxKeys) return { entries, commonPrefixes, next: last };
    const group = commonPrefix(key, query);
    if (group === undefined) {
      entries.push([key, value]);
      last = key;
    } else {
      commonPrefixes.push(group);
      last = group;
      cursor = index.behind(group);
    }
  }
  return { entries, commonPrefixes, next: undefined };
}
