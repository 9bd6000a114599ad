// Policy text with wildcards and ${variables}.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

/** Values of a request's condition keys; keys in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** What ${…} stands for; undefined in policies older than variables, where it is plain text. */
export type Variables = Context | undefined;

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'wildcard'; readonly text: '*' | '?' };

const TOKEN = /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g;
const LITERAL_TOKEN = /[*?]|[^*?]+/g;
const VARIABLE = /^([^,]+?)(?:\s*,\s*'(.*)')?$/;

const keyOf = (name: string): string => (VARIABLE.exec(name.trim())?.[1] ?? '').toLowerCase();

function variable(name: string, context: Context): string | undefined {
  if (name === '*' || name === '?' || name === '$') return name;
  const fallback = VARIABLE.exec(name.trim())?.[2];
  const values = context.get(keyOf(name));
  // A multivalued key cannot be used as a variable.
  return values?.length === 1 ? values[0] : fallback;
}

const plain = (text: string): Token =>
  text === '*' || text === '?' ? { kind: 'wildcard', text } : { kind: 'text', text };

function tokenize(pattern: string, variables: Variables): Token[] | undefined {
  if (!variables) return [...pattern.matchAll(LITERAL_TOKEN)].map(([text]) => plain(text));
  const tokens: Token[] = [];
  for (const [text, name] of pattern.matchAll(TOKEN)) {
    if (name === undefined) {
      tokens.push(plain(text));
      continue;
    }
    const value = variable(name, variables);
    if (value === undefined) return undefined;
    tokens.push({ kind: 'text', text: value });
  }
  return tokens;
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const source = (token: Token): string => {
  if (token.kind === 'text') return escapeRegExp(token.text);
  return token.text === '*' ? '.*' : '.';
};

/** Whether `text` fits the pattern; never when a variable has no value. Wildcards inside a variable's value are plain text. */
export function matches(pattern: string, text: string, variables: Variables, flags = ''): boolean {
  const tokens = tokenize(pattern, variables);
  return tokens !== undefined && new RegExp(`^${tokens.map(source).join('')}$`, `su${flags}`).test(text);
}

/** The pattern with its variables filled in and wildcards taken as plain text; undefined when a variable has no value. */
export function expand(pattern: string, variables: Variables): string | undefined {
  return tokenize(pattern, variables)
    ?.map((token) => token.text)
    .join('');
}

/** The condition keys that the pattern's variables name, in lower case. */
export const variablesOf = (pattern: string): string[] =>
  [...pattern.matchAll(TOKEN)].flatMap(([, name]) => (name === undefined || /^[*?$]$/.test(name) ? [] : [keyOf(name)]));
