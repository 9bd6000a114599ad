const DEFAULT_MINUTES: readonly number[] = [10, 2];
const MINUTE_MS = 60_000;

/**
 * The setting `roleSessions.warnBeforeMinutes` as it is written, of any shape: how long before a session expires its
 * user is warned, in milliseconds, the earliest first. What is no list says nothing, so the default holds.
 */
export function warnBefore(written: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : DEFAULT_MINUTES;
  const minutes = list.filter((one) => typeof one === 'number').filter((one) => one > 0);
  return [...new Set(minutes)].sort((a, b) => b - a).map((one) => one * MINUTE_MS);
}
