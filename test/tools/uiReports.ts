// What the UI step makes of vitest's reports: which files run again, and the count of both runs together.

interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** The part of vitest's JSON report that is read here. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileReport[];
}

export interface Run {
  readonly report: Report;
  /** Outside of the tests; no second run makes up for one. */
  readonly unhandledErrors: number;
  /** Vitest's own: not 0 also for an error outside of the tests. */
  readonly exitCode: number;
}

/** The files that did not pass, also those that failed before their first test. */
export function failedFiles({ report }: Run): string[] {
  return report.testResults.filter(({ status }) => status !== 'passed').map(({ name }) => name);
}

/** The counts with the second run's word on the files that ran twice. */
export function counted(first: Run, second?: Run): Omit<Report, 'testResults'> {
  if (second === undefined) return first.report;
  const again = new Set(failedFiles(first));
  const states = first.report.testResults.flatMap(({ name, assertionResults }) =>
    again.has(name) ? [] : assertionResults.map(({ status }) => status),
  );
  const elsewhere = (...wanted: readonly string[]) => states.filter((state) => wanted.includes(state)).length;
  return {
    numPassedTests: elsewhere('passed') + second.report.numPassedTests,
    numFailedTests: second.report.numFailedTests,
    numPendingTests: elsewhere('pending', 'skipped') + second.report.numPendingTests,
    numTodoTests: elsewhere('todo') + second.report.numTodoTests,
  };
}

/** A file has passed that passed in either run; an error outside of the tests is nobody's to pass. */
export function succeeded(first: Run, second?: Run): boolean {
  return first.unhandledErrors === 0 && (second ?? first).exitCode === 0;
}
