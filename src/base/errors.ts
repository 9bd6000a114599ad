import type { CommandId } from './commandIds.js';

/** A next step offered beside an error: one of the commands this extension contributes. */
export interface ErrorAction {
  readonly title: string;
  readonly command: CommandId;
  readonly args?: readonly unknown[];
}

/**
 * An error whose message is written for the user: what failed, on what, and what to do.
 * Everything thrown to the command boundary that is not one of these is a defect and is logged as such.
 * The message never holds a secret; the cause is for the log, which redacts.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly actions: readonly ErrorAction[];

  constructor(message: string, options: { cause?: unknown; actions?: readonly ErrorAction[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.actions = options.actions ?? [];
  }

  /** Every bundle holds a copy of this class, so `instanceof UserError` goes by the name. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === UserError
      ? value instanceof Error && value.name === 'UserError'
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

/** Somebody would have to be asked, and nobody may be: a renewal that goes on by itself. */
export class NeedsUser extends UserError {
  readonly needsUser = true;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && 'needsUser' in value && value.needsUser === true;
  }
}

/** The user said no (or the window went away): ends the operation without a word. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('Cancelled');
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Cancelled';
  }
}

/** @throws Cancelled when the signal has aborted */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new Cancelled();
  }
}

/** The SDK puts the service's error code in `name` ("AccessDenied", "ExpiredToken"); sockets put theirs in `code`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  const code: unknown = Reflect.get(error, 'code');
  return error.name !== 'Error' ? error.name : typeof code === 'string' ? code : undefined;
}
