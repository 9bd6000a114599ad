// Text with wildcards and ${variables}, where some of the request is not known.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

/**
 * What is known of a request: values of condition keys, by their names in lower case. Without values: the request does
 * not have the key. Not in the map: nobody knows.
 */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** `open`: it depends on these condition keys, which are not known. */
export type Fit = { readonly kind: 'yes' | 'no' } | { readonly kind: 'open'; readonly keys: readonly string[] };

export const YES: Fit = { kind: 'yes' };
export const NO: Fit = { kind: 'no' };

export function fitIf(holds: boolean): Fit {
  return holds ? YES : NO;
}

export function notFit(fit: Fit): Fit {
  return fit.kind === 'open' ? fit : fitIf(fit.kind === 'no');
}

/** One that fits is enough. */
export function anyFit(fits: readonly Fit[]): Fit {
  return fits.some(({ kind }) => kind === 'yes') ? YES : openOr(fits, NO);
}

export function everyFit(fits: readonly Fit[]): Fit {
  return fits.some(({ kind }) => kind === 'no') ? NO : openOr(fits, YES);
}

function openOr(fits: readonly Fit[], otherwise: Fit): Fit {
  const keys = new Set(fits.flatMap((fit) => (fit.kind === 'open' ? fit.keys : [])));
  return keys.size === 0 ? otherwise : { kind: 'open', keys: [...keys] };
}

/** `${…}` of a statement: undefined where it is plain text. */
export type Variables = RequestContext | undefined;

type Token =
  | { readonly kind: 'text' | 'wildcard'; readonly text: string }
  | { readonly kind: 'unknown'; readonly key: string }
  | { readonly kind: 'nothing' };

const TOKEN = /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g;
const LITERAL_TOKEN = /[*?]|[^*?]+/g;
const VARIABLE = /^([^,]+?)(?:\s*,\s*'(.*)')?$/;

function tokensOf(pattern: string, variables: Variables): Token[] {
  return variables === undefined
    ? [...pattern.matchAll(LITERAL_TOKEN)].map(([text]) => plain(text))
    : [...pattern.matchAll(TOKEN)].map(([text, name]) =>
        name === undefined ? plain(text) : variable(name, variables),
      );
}

function plain(text: string): Token {
  return { kind: text === '*' || text === '?' ? 'wildcard' : 'text', text };
}

function variable(name: string, context: RequestContext): Token {
  if (name === '*' || name === '?' || name === '$') {
    return { kind: 'text', text: name };
  }
  const [, written = '', fallback] = VARIABLE.exec(name.trim()) ?? [];
  const key = written.toLowerCase();
  const values = context.get(key);
  if (values === undefined) {
    return { kind: 'unknown', key };
  }
  const text = values.length === 1 ? values[0] : fallback; // of several values none is taken
  return text === undefined ? { kind: 'nothing' } : { kind: 'text', text };
}

/** A variable without a value fits nothing; wildcards in a value are plain text. */
export function fitsPattern(pattern: string, text: string, variables: Variables, flags = ''): Fit {
  const tokens = tokensOf(pattern, variables);
  const source = tokens.map(sourceOf).join('');
  const fits = tokens.every(({ kind }) => kind !== 'nothing') && new RegExp(`^${source}$`, `su${flags}`).test(text);
  const keys = tokens.flatMap((token) => (token.kind === 'unknown' ? [token.key] : []));
  return fits && keys.length > 0 ? { kind: 'open', keys } : fitIf(fits);
}

function sourceOf(token: Token): string {
  switch (token.kind) {
    case 'text':
      return token.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    case 'wildcard':
      return token.text === '*' ? '.*' : '.';
    case 'unknown':
      return '.*';
    case 'nothing':
      return '';
  }
}

/** With the variables filled in and wildcards as text; `nothing`: a variable has no value. */
export function expanded(
  pattern: string,
  variables: Variables,
): { readonly kind: 'text'; readonly text: string } | { readonly kind: 'nothing' } | (Fit & { kind: 'open' }) {
  const tokens = tokensOf(pattern, variables);
  const keys = tokens.flatMap((token) => (token.kind === 'unknown' ? [token.key] : []));
  if (tokens.some(({ kind }) => kind === 'nothing')) {
    return { kind: 'nothing' };
  }
  return keys.length > 0
    ? { kind: 'open', keys }
    : { kind: 'text', text: tokens.map((token) => ('text' in token ? token.text : '')).join('') };
}
