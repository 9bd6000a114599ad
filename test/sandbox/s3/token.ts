// Continuation tokens: opaque to clients, and refused when they are not ours.
import { invalidArgument } from './errors.js';

const MARK = 'after:';

export const writeToken = (key: string) => Buffer.from(MARK + key, 'utf8').toString('base64url');

/** The key or common prefix that a token continues behind. Throws InvalidArgument. */
export function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith(MARK) && writeToken(text.slice(MARK.length)) === token) return text.slice(MARK.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
