// Keys in S3's order with their values: sorted blocks, so that a seek is two binary searches and a write moves one block.

const BLOCK_SIZE = 512;

interface Block<V> {
  readonly keys: string[];
  readonly values: V[];
}

/**
 * S3 orders keys by their UTF-8 bytes, JavaScript orders strings by UTF-16 units. They part ways only above U+D7FF:
 * moving the surrogates behind U+E000…U+FFFF makes `<` on the result S3's order, and leaves ordinary keys untouched.
 */
function toSortKey(key: string): string {
  return key.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800);
  });
}

function fromSortKey(sortKey: string): string {
  return sortKey.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code < 0xf800 ? code + 0x800 : code - 0x2000);
  });
}

/** Negative, 0 or positive: `a` and `b` in S3's order of keys, that of their UTF-8 bytes. */
export function compareKeys(a: string, b: string): number {
  const [x, y] = [toSortKey(a), toSortKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The first position in `sorted` whose element is not below `sortKey`. */
function lowerBound(sorted: readonly string[], sortKey: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < sortKey) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A map from key to value, iterated in S3's order from any point. */
export class KeyIndex<V> {
  #blocks: Block<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const sortKey = toSortKey(key);
    const block = this.#blocks[this.#blockFor(sortKey)];
    if (block === undefined) return undefined;
    const at = lowerBound(block.keys, sortKey);
    return block.keys[at] === sortKey ? block.values[at] : undefined;
  }

  set(key: string, value: V): void {
    const sortKey = toSortKey(key);
    if (this.#blocks.length === 0) this.#blocks.push({ keys: [], values: [] });
    // A key behind all others goes into the last block.
    const blockAt = Math.min(this.#blockFor(sortKey), this.#blocks.length - 1);
    const block = this.#blocks[blockAt]!;
    const at = lowerBound(block.keys, sortKey);
    if (block.keys[at] === sortKey) {
      block.values[at] = value;
      return;
    }
    block.keys.splice(at, 0, sortKey);
    block.values.splice(at, 0, value);
    this.#size += 1;
    if (block.keys.length > BLOCK_SIZE) this.#split(blockAt);
  }

  delete(key: string): boolean {
    const sortKey = toSortKey(key);
    const blockAt = this.#blockFor(sortKey);
    const block = this.#blocks[blockAt];
    if (block === undefined) return false;
    const at = lowerBound(block.keys, sortKey);
    if (block.keys[at] !== sortKey) return false;
    block.keys.splice(at, 1);
    block.values.splice(at, 1);
    this.#size -= 1;
    if (block.keys.length === 0) this.#blocks.splice(blockAt, 1);
    return true;
  }

  /** Gives every one of `keys` the same value: one sort and one merge instead of a search for each. */
  fill(keys: Iterable<string>, value: V): void {
    // The default order of sort is that of UTF-16 units, which is what sort keys are for.
    const added = Array.from(keys, toSortKey).sort();
    const old = this.#blocks;
    this.#blocks = [];
    this.#size = 0;
    let at = 0;
    for (const block of old) {
      for (const [position, sortKey] of block.keys.entries()) {
        for (; at < added.length && added[at]! < sortKey; at++) this.#append(added[at]!, value);
        this.#append(sortKey, added[at] === sortKey ? value : block.values[position]!);
      }
    }
    for (; at < added.length; at++) this.#append(added[at]!, value);
  }

  /** Adds a key that is not below the last one; blocks stay half full, so that later writes do not split each. */
  #append(sortKey: string, value: V): void {
    let block = this.#blocks.at(-1);
    if (block?.keys.at(-1) === sortKey) return;
    if (block === undefined || block.keys.length >= BLOCK_SIZE / 2) {
      block = { keys: [], values: [] };
      this.#blocks.push(block);
    }
    block.keys.push(sortKey);
    block.values.push(value);
    this.#size += 1;
  }

  /** The entries from the first one that is not below `key` (above it, when `exclusive`). */
  from(key: string, exclusive = false): IterableIterator<[string, V]> {
    // Nothing sorts between a key and the same key with U+0000 appended.
    return this.#entries(toSortKey(key) + (exclusive ? '\0' : ''));
  }

  /** The entries behind every key that starts with `prefix`. */
  behind(prefix: string): IterableIterator<[string, V]> {
    // Valid Unicode never reaches U+FFFF as the first unit of a sort key's character: U+10FFFF starts with U+FBFF.
    return this.#entries(`${toSortKey(prefix)}\uffff`);
  }

  *#entries(sortKey: string): IterableIterator<[string, V]> {
    const first = this.#blockFor(sortKey);
    for (let blockAt = first; blockAt < this.#blocks.length; blockAt++) {
      const { keys, values } = this.#blocks[blockAt]!;
      for (let at = blockAt === first ? lowerBound(keys, sortKey) : 0; at < keys.length; at++) {
        yield [fromSortKey(keys[at]!), values[at]!];
      }
    }
  }

  /** The first block whose last key is not below `sortKey`; the number of blocks if there is none. */
  #blockFor(sortKey: string): number {
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#blocks[middle]!.keys.at(-1)! < sortKey) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(blockAt: number): void {
    const block = this.#blocks[blockAt]!;
    const half = block.keys.length >>> 1;
    this.#blocks.splice(blockAt + 1, 0, { keys: block.keys.splice(half), values: block.values.splice(half) });
  }
}
