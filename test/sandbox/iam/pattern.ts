// Policy text with wildcards and ${variables}.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

/** Values of a request's condition keys; keys in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'wildcard'; readonly text: '*' | '?' };

const TOKEN = /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g;
const VARIABLE = /^([^,]+?)(?:\s*,\s*'(.*)')?$/;

function variable(name: string, context: Context): string | undefined {
  if (name === '*' || name === '?' || name === '$') return name;
  const [, key = '', fallback] = VARIABLE.exec(name.trim()) ?? [];
  const values = context.get(key.toLowerCase());
  // A multivalued key cannot be used as a variable.
  return values?.length === 1 ? values[0] : fallback;
}

function tokenize(pattern: string, context: Context): Token[] | undefined {
  const tokens: Token[] = [];
  for (const [text, name] of pattern.matchAll(TOKEN)) {
    if (name !== undefined) {
      const value = variable(name, context);
      if (value === undefined) return undefined;
      tokens.push({ kind: 'text', text: value });
    } else {
      tokens.push(text === '*' || text === '?' ? { kind: 'wildcard', text } : { kind: 'text', text });
    }
  }
  return tokens;
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const source = (token: Token): string => {
  if (token.kind === 'text') return escapeRegExp(token.text);
  return token.text === '*' ? '.*' : '.';
};

/** Whether `text` fits the pattern; never when a variable has no value. Wildcards inside a variable's value are plain text. */
export function matches(pattern: string, text: string, context: Context, flags = ''): boolean {
  const tokens = tokenize(pattern, context);
  return tokens !== undefined && new RegExp(`^${tokens.map(source).join('')}$`, `su${flags}`).test(text);
}

/** The pattern with its variables filled in and wildcards taken as plain text; undefined when a variable has no value. */
export function expand(pattern: string, context: Context): string | undefined {
  return tokenize(pattern, context)
    ?.map((token) => token.text)
    .join('');
}
