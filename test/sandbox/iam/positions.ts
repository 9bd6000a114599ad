// Where in a document's text its statements stand.

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** From 0. */
  readonly offset: number;
}

export interface Span {
  readonly start: Position;
  readonly end: Position;
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), offset };
}

/** Strings and brackets; what is inside strings does not count. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;

/** The spans of the objects that lie right in the list (or are the one value) of the top-level "Statement". */
export function statementSpans(text: string): Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  let inside = false;
  let base = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('"')) {
      if (open.length === 1 && /^\s*:/.test(text.slice(index + token.length))) {
        inside = token === '"Statement"';
        base = open.length;
      }
      continue;
    }
    if (token === '{' || token === '[') {
      if (inside && open.length === base && token === '[') base += 1;
      open.push(index);
      continue;
    }
    const start = open.pop() ?? 0;
    if (inside && token === '}' && open.length === base) {
      spans.push({ start: positionAt(text, start), end: positionAt(text, index + 1) });
    }
    if (open.length <= 1) base = 1;
  }
  return spans;
}
