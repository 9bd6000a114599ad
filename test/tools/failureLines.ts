/** How vitest, Mocha, ESLint, tsc and knip begin the line that names what failed. */
const NAMES_A_FAILURE = /^\s*(?:FAIL {2}|× |\d+\) |NOT OK|not ok |\S+\(\d+,\d+\): error |\[warn\] |\d+:\d+ {2}error )/;
const MOST = 25;

/** The lines of a step's log that name what failed, once each, so that the end of a long run says it. */
export function failureLines(log: string): readonly string[] {
  const lines = [...new Set(log.split('\n').filter((line) => NAMES_A_FAILURE.test(line)))].map((line) => line.trim());
  const left = lines.length - MOST;
  return left > 0 ? [...lines.slice(0, MOST), `and ${left} more`] : lines;
}
