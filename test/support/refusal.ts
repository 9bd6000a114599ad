import { expect } from 'vitest';
import { UserError } from '../../src/base/errors.js';

/** What the user reads. */
export async function refusal(running: Promise<unknown>): Promise<string> {
  const error: unknown = await running.then(
    () => new Error('It worked.'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}
