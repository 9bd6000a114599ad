// Looks for secrets in whatever was written, however they are spelled there.
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';
import { errorCode } from '../../../src/base/errors.js';
import type { Workbench } from '../workbench/workbench.js';

export interface Secret {
  /** For people. */
  readonly what: string;
  readonly text: string;
  /** The files, by their path, that are there to keep it. */
  readonly home?: RegExp;
}

export interface Find {
  readonly secret: Secret;
  /** Path below the folder that was searched. */
  readonly file: string;
  /** What stands before it, to tell who wrote it. */
  readonly before: string;
}

const CONTEXT_BYTES = 160;
const PIECE = 40;

/** Of a long secret its middle and its end: a log that cuts it short has leaked it as well. */
function pieces(text: string): string[] {
  const middle = Math.floor((text.length - PIECE) / 2);
  return text.length <= 2 * PIECE ? [text] : [text.slice(middle, middle + PIECE), text.slice(-PIECE)];
}

/** The same secret as a log, a URL or a database may spell it. */
export function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 of a text in the midst of another one differs by where it starts.
  const shifted = [0, 1, 2].map((skip) => {
    const whole = bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3));
    return whole.toString('base64');
  });
  const json = JSON.stringify(secret).slice(1, -1);
  const texts = [secret, json, ...shifted];
  return [...new Set([...texts, ...texts.map(encodeURIComponent), bytes.toString('hex')])];
}

interface Needle {
  readonly secret: Secret;
  readonly bytes: Buffer;
}

/** Every spelling of many secrets, found in one pass over the bytes. */
export class Search {
  /** By their first three bytes. */
  private readonly needles = new Map<number, Needle[]>();
  private readonly starts = new Uint8Array(2 ** 24);

  constructor(secrets: readonly Secret[]) {
    for (const secret of secrets) {
      for (const text of pieces(secret.text).flatMap(spellings)) {
        this.add({ secret, bytes: Buffer.from(text) });
        this.add({ secret, bytes: Buffer.from(text, 'utf16le') });
      }
    }
  }

  private add(needle: Needle): void {
    const start = needle.bytes.readUIntBE(0, 3);
    this.starts[start] = 1;
    this.needles.set(start, [...(this.needles.get(start) ?? []), needle]);
  }

  /** The secrets that the bytes hold, each with where it is found first. */
  in(bytes: Buffer): Map<Secret, number> {
    const found = new Map<Secret, number>();
    let start = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      start = ((start << 8) | (bytes[end] ?? 0)) & 0xffffff;
      if (this.starts[start] === 1) this.match(bytes, end - 2, start, found);
    }
    return found;
  }

  private match(bytes: Buffer, at: number, start: number, found: Map<Secret, number>): void {
    for (const needle of this.needles.get(start) ?? []) {
      const there = at >= 0 && needle.bytes.equals(bytes.subarray(at, at + needle.bytes.length));
      if (there && !found.has(needle.secret)) found.set(needle.secret, at);
    }
  }

  inText(text: string): string[] {
    return [...this.in(Buffer.from(text)).keys()].map(({ what }) => what);
  }

  below(folder: string): Find[] {
    return [...filesBelow(folder)].flatMap((file) => {
      const bytes = unlessGone(() => readFileSync(file), Buffer.alloc(0));
      return [...this.in(bytes)].map(([secret, at]) => {
        const before = bytes.subarray(Math.max(0, at - CONTEXT_BYTES), at).toString('latin1');
        return { secret, file: relative(folder, file), before: before.replace(/[^ -~]+/g, ' ') };
      });
    });
  }
}

/** @throws where there is no such folder; what vanishes during the walk, as in a browser's cache, is passed over */
export function filesBelow(folder: string): Generator<string> {
  return filesAmong(entriesOf(folder), folder);
}

function* filesAmong(entries: readonly Dirent[], folder: string): Generator<string> {
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      yield* filesAmong(
        unlessGone(() => entriesOf(path), []),
        path,
      );
    else if (entry.isFile()) yield path;
  }
}

const entriesOf = (folder: string): Dirent[] => readdirSync(folder, { withFileTypes: true });

function unlessGone<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return nothing;
    throw error;
  }
}

/** All that the page keeps in its local storage and databases, whose files are compressed. */
export function browserStorage(workbench: Workbench): Promise<string> {
  return workbench.page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const decode = (value: unknown): unknown =>
      value instanceof Uint8Array || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
    const found: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
        found.push(name, storeName, keys, (values as unknown[]).map(decode));
      }
      database.close();
    }
    return JSON.stringify(found);
  });
}
