// A reporter for vitest that counts the errors outside of its tests, which its JSON report leaves out.
import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** Names the file that the count is written to. */
export const UNHANDLED_FILE = 'ROLE_SESSIONS_UNHANDLED_FILE';

export default class UnhandledReporter implements Reporter {
  onTestRunEnd(...[, errors]: Parameters<NonNullable<Reporter['onTestRunEnd']>>): void {
    const file = process.env[UNHANDLED_FILE];
    if (file !== undefined) writeFileSync(file, String(errors.length));
  }
}
