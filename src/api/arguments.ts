import * as l10n from '../base/l10n.js';
import { ApiError } from './apiError.js';
import { oneLine } from '../base/oneLine.js';

const MOST_REASON = 120;

/** What is asked for, by whichever way. */
export interface Wanted {
  /** Undefined: what is active. */
  readonly sessionId: string | undefined;
  /** On one line. */
  readonly reason: string;
}

/** Of any shape: extensions are written in JavaScript, too. @throws ApiError */
export function wantedIn(request: unknown): Wanted {
  const sessionId = textIn(request, 'sessionId');
  const reason = oneLine(textIn(request, 'reason') ?? '', MOST_REASON);
  if (reason === '') {
    throw new ApiError(
      'invalid-argument',
      l10n.t('Who asks for credentials has to give a reason, for the user to read.'),
    );
  }
  return { sessionId, reason };
}

/** A text of a JSON argument; undefined where it has none. @throws ApiError where it is something else */
export function textIn(argument: unknown, name: string): string | undefined {
  const value: unknown =
    typeof argument === 'object' && argument !== null ? (Reflect.get(argument, name) as unknown) : undefined;
  if (value === undefined || value === null || typeof value === 'string') {
    return value ?? undefined;
  }
  throw new ApiError('invalid-argument', l10n.t('“{0}” has to be a text.', name));
}
