// Waiting for what a user waits for.
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 100 ms until `condition` holds. @throws Error "There was no <what>…" after `timeoutMs` */
export async function waitUntil(
  condition: () => Promise<boolean>,
  what: string | (() => string),
  timeoutMs = 30_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`There was no ${typeof what === 'string' ? what : what()} (${timeoutMs} ms)`);
    await sleep(100);
  }
}

export function succeeds(action: Promise<void>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
