/** A character, or what stands for others: any text, any without `:` or without `/`, one character. */
type Part = string;
const ANY = 'any';
const NO_COLON = 'no :';
const NO_SLASH = 'no /';
const ONE = 'one';

/** Of an ARN, before the resource. */
const COLONS = 5;

/**
 * Whether some text fits both, as far as can be told: what a variable becomes is not known, so it may be anything.
 * @param template of the catalog. Its last variable has no `/` if `noSlash`.
 */
export function overlaps(pattern: string, template: string, noSlash = false): boolean {
  const a = parts(pattern, false);
  const b = parts(template, noSlash);
  const seen = new Set<number>();
  const meets = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    if (seen.has(key)) {
      return false; // has been tried, or is being tried
    }
    seen.add(key);
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) {
      return true;
    }
    return (
      (isMany(x) && (meets(i + 1, j) || (y !== undefined && !isMany(y) && fits(y, x) && meets(i, j + 1)))) ||
      (isMany(y) && (meets(i, j + 1) || (x !== undefined && !isMany(x) && fits(x, y) && meets(i + 1, j)))) ||
      (x !== undefined && y !== undefined && !isMany(x) && !isMany(y) && isSame(x, y) && meets(i + 1, j + 1))
    );
  };
  return meets(0, 0);
}

function isMany(part: Part | undefined): part is Part {
  return part === ANY || part === NO_COLON || part === NO_SLASH;
}

function fits(character: Part, many: Part): boolean {
  return !(many === NO_COLON && character === ':') && !(many === NO_SLASH && character === '/');
}

function isSame(x: Part, y: Part): boolean {
  return x === y || x === ONE || y === ONE;
}

function parts(pattern: string, noSlash: boolean): Part[] {
  const tokens = [...pattern.matchAll(/\$\{[^}]*\}|./gsu)].map(([token]) => token);
  const last = tokens.findLastIndex(isVariable);
  let colons = 0;
  return tokens.map((token, index) => {
    colons += token === ':' ? 1 : 0;
    if (token === '*') {
      return ANY;
    }
    if (isVariable(token)) {
      return colons < COLONS ? NO_COLON : noSlash && index === last ? NO_SLASH : ANY;
    }
    return token === '?' ? ONE : token;
  });
}

function isVariable(token: string): boolean {
  return token.startsWith('${') && token.length > 1;
}

/** @param ignoresCase as IAM does with actions, never with resources */
export function matchesWildcard(pattern: string, text: string, ignoresCase = false): boolean {
  const source = Array.from(pattern)
    .map((character) => (character === '*' ? '.*' : character === '?' ? '.' : escaped(character)))
    .join('');
  return new RegExp(`^${source}$`, ignoresCase ? 'isu' : 'su').test(text);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/** The nearest of the names, if it is near enough to be what was meant. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase();
  const most = Math.max(1, Math.floor(written.length / 4));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) <= most) {
      const distance = editDistance(wanted, name.toLowerCase());
      if (distance <= most && (best === undefined || distance < best.distance)) {
        best = { name, distance };
      }
    }
  }
  return best?.name;
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, x] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, y] of Array.from(b).entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
