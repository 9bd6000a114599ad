import { errorCode, UserError } from '../base/errors.js';
import { isThrottled, transportFailure } from '../base/transportFailure.js';
import type { NotYet } from './plan.js';

/** What a call that failed means for its step. `lost`: it may have happened. */
export type CallFailure = 'lost' | 'slowDown' | NotYet | 'taken' | 'refused';

const LOST = new Set(['ServiceFailure', 'InternalFailure', 'InternalError', 'ServiceUnavailable']);
/** Where no connection was made, nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** By AWS's code, and that of the socket. */
export function callFailure(error: unknown): CallFailure {
  const cause = error instanceof UserError ? error.cause : error;
  const transport = transportFailure(cause);
  if (transport !== undefined) {
    const isSent =
      transport.kind === 'timeout' || (transport.kind === 'unreachable' && !NOT_SENT.has(transport.detail));
    return isSent ? 'lost' : 'refused';
  }
  const code = errorCode(cause)?.replace(/Exception$/, '');
  if (code === 'EntityAlreadyExists' && attemptsOf(cause) > 1) {
    return 'lost'; // by the first of them, perhaps
  }
  return isThrottled(code) ? 'slowDown' : ofCode(code);
}

/** How often the SDK sent it. */
function attemptsOf(error: unknown): number {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : undefined;
  const attempts: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'attempts') : 1;
  return typeof attempts === 'number' ? attempts : 1;
}

function ofCode(code: string | undefined): CallFailure {
  switch (code) {
    case 'TooManyRequests':
    case 'ConcurrentModification':
    case 'EntityTemporarilyUnmodifiable':
      return 'slowDown';
    case 'MalformedPolicyDocument':
    case 'NoSuchEntity':
      return code;
    case 'EntityAlreadyExists':
      return 'taken';
    default:
      return code !== undefined && LOST.has(code) ? 'lost' : 'refused';
  }
}

/** What is shown of it; the text of a UserError is written for that. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
