import { UserError } from './errors.js';

/** Errors of the language itself: whoever meets one has found a defect, and wants to know where it is. */
const DEFECTS: readonly unknown[] = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
/** As deep as anybody reads, and an end where errors stand in a circle. */
const DEPTH = 10;

/**
 * What a log says of an error: what was told the user, then what lies behind it, cause by cause. A text that an outer
 * error has said is not said again; a defect brings its stack. It may hold secrets: the log blanks them.
 */
export function errorReport(error: unknown): string {
  const said = new Set<string>();
  const lines = chainOf(error).flatMap((each, depth) => {
    const line = lineOf(each, depth);
    const isNew = !said.has(line);
    said.add(line);
    return isNew ? [depth === 0 ? line : `because ${line}`] : [];
  });
  return lines.join('\n  ');
}

function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  const open = [error];
  while (open.length > 0 && chain.length < DEPTH) {
    const each = open.shift();
    chain.push(each);
    if (each instanceof Error) {
      const within: readonly unknown[] = each instanceof AggregateError ? each.errors : [];
      open.push(...[...within, each.cause].filter((cause) => cause instanceof Error || typeof cause === 'string'));
    }
  }
  return chain;
}

function lineOf(error: unknown, depth: number): string {
  if (!(error instanceof Error)) {
    return typeof error === 'string' ? error : 'something that is no error';
  }
  if (error instanceof UserError) {
    return error.message;
  }
  const isDefect = depth === 0 || DEFECTS.includes(error.constructor);
  return isDefect && error.stack !== undefined ? error.stack : [titleOf(error), ...factsOf(error)].join(', ');
}

/** "Error: connect ECONNREFUSED": as the first line of its stack says it. */
function titleOf({ name, message }: Error): string {
  return message === '' ? name : `${name}: ${message}`;
}

/** What sockets and the SDK add for those who look into it. */
function factsOf(error: Error): readonly string[] {
  const metadata: unknown = Reflect.get(error, '$metadata');
  const { httpStatusCode, requestId } = typeof metadata === 'object' && metadata !== null ? facts(metadata) : {};
  const code: unknown = Reflect.get(error, 'code');
  return [
    typeof code === 'string' && !error.message.includes(code) ? [code] : [],
    typeof httpStatusCode === 'number' ? [`status ${httpStatusCode}`] : [],
    typeof requestId === 'string' ? [`request ${requestId}`] : [],
  ].flat();
}

function facts(metadata: object): { readonly httpStatusCode?: unknown; readonly requestId?: unknown } {
  return metadata;
}
