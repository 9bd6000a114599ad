// What a window and the helper program say to each other, a line each: the window a nonce, the helper its request with
// that nonce in it, the window its answer.

/** Whose credentials are wanted. */
export type Asked =
  /** Of whatever the window acts as. */
  | { readonly kind: 'active' }
  | { readonly kind: 'role'; readonly id: string }
  /** Long-term keys in the editor's secret storage. */
  | { readonly kind: 'keys'; readonly id: string };

interface HelperRequest {
  readonly nonce: string;
  readonly asked: Asked;
  /** The process that ran the helper, as that says. */
  readonly pid: number | undefined;
}

/** Two answers are of the same when these are. */
export interface AnsweredWho {
  /** For people. */
  readonly title: string;
  /** Null where the role was never anybody. */
  readonly arn: string | null;
  readonly principal: string | null;
}

export type HelperAnswer =
  | { readonly kind: 'none' }
  /** `reply`: what `credential_process` is to print. */
  | (AnsweredWho & { readonly kind: 'lent'; readonly expiresAt: number; readonly reply: string })
  | (AnsweredWho & { readonly kind: 'refused'; readonly message: string });

export const REQUEST_BYTES = 1024;
/** Of a token AWS sets no limit, and asks to be ready for more than 4 KB. */
export const ANSWER_BYTES = 64 * 1024;

export function requestLine(request: HelperRequest): string {
  return `${JSON.stringify(request)}\n`;
}

export function parseRequest(line: string): HelperRequest | undefined {
  const { nonce, asked, pid } = objectIn(line);
  const { kind, id } = isObject(asked) ? asked : {};
  const wanted: Asked | undefined =
    kind === 'active'
      ? { kind }
      : (kind === 'role' || kind === 'keys') && typeof id === 'string'
        ? { kind, id }
        : undefined;
  if (typeof nonce !== 'string' || wanted === undefined) {
    return undefined;
  }
  return { nonce, asked: wanted, pid: Number.isSafeInteger(pid) && Number(pid) > 0 ? Number(pid) : undefined };
}

export function parseAnswer(line: string): HelperAnswer | undefined {
  const { kind, title, arn, principal, expiresAt, reply, message } = objectIn(line);
  if (kind === 'none') {
    return { kind };
  }
  if (typeof title !== 'string' || !isTextOrNull(arn) || !isTextOrNull(principal)) {
    return undefined;
  }
  const who = { title, arn, principal };
  if (kind === 'lent' && typeof expiresAt === 'number' && typeof reply === 'string') {
    return { kind, ...who, expiresAt, reply };
  }
  return kind === 'refused' && typeof message === 'string' ? { kind, ...who, message } : undefined;
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(line);
    return isObject(read) ? read : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
