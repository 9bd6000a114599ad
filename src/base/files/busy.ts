import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../errors.js';

const BUSY = new Set(['EPERM', 'EBUSY', 'EACCES']);
const WAITS_MS = [10, 20, 40, 80, 160];

/** On Windows a file that another window has open, or that is just going, cannot be had for a moment. */
export function isBusy(error: unknown): boolean {
  return [error, error instanceof Error ? error.cause : undefined].some((each) => BUSY.has(errorCode(each) ?? ''));
}

/** Tries again for a moment. @throws what `use` throws, also what is no more than busy in the end */
export async function unlessBusy<T>(use: () => Promise<T>): Promise<T> {
  for (const ms of WAITS_MS) {
    try {
      return await use();
    } catch (error) {
      if (!isBusy(error)) {
        throw error;
      }
    }
    await wait(ms);
  }
  return use();
}
