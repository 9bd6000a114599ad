import { Cancelled } from '../errors.js';

/** The result of `work`, unless `signal` aborts first: what does not heed a signal is then left to itself. @throws Cancelled */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const cancel = () => reject(new Cancelled());
    stop = () => signal.removeEventListener('abort', cancel);
    signal.addEventListener('abort', cancel);
    if (signal.aborted) {
      cancel();
    }
  });
  work.catch(() => undefined); // may fail when nobody waits any more
  try {
    return await Promise.race([aborted, work]);
  } finally {
    stop();
  }
}
