import { CancellationTokenSource } from 'vscode';
import type { CancellationToken } from 'vscode';
import { Cancelled } from '../../base/errors.js';

/**
 * Asks with the editor's own boxes, which a cancelled token closes, until `signal` aborts.
 * @throws Cancelled when there is no answer
 */
export async function askUntil<T>(
  signal: AbortSignal,
  ask: (token: CancellationToken) => Thenable<T | undefined>,
): Promise<T> {
  const source = new CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const answer = signal.aborted ? undefined : await ask(source.token);
    if (answer === undefined || signal.aborted) {
      throw new Cancelled();
    }
    return answer;
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

/** Rejects with Cancelled when `signal` aborts, for what cannot be closed; `stop` ends the waiting. */
export function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; readonly stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const cancel = () => reject(new Cancelled());
    stop = () => signal.removeEventListener('abort', cancel);
    if (signal.aborted) {
      cancel();
    }
    signal.addEventListener('abort', cancel, { once: true });
  });
  promise.catch(() => undefined); // may come after the race that it was for
  return { promise, stop };
}
