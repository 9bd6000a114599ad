import { unlessQuick } from '../../base/waiting/unlessQuick.js';

/** Enough to type a password, while other windows that want the same session wait for this one. */
export const READ_MS = 15_000;
/** What is written goes on to be. */
export const WRITE_MS = 3_000;

/**
 * A secret store may be asking the user for a password, or hang. What was asked of it goes on; nobody waits longer.
 * @throws an error that says so; what the store throws
 */
export function inTime<T>(asked: PromiseLike<T>, ms: number): Promise<T> {
  const late = () => Promise.reject<T>(new Error(`The secret store has not answered for ${ms / 1000} s`));
  return unlessQuick(Promise.resolve(asked), ms, late);
}
