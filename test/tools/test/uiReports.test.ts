import { describe, expect, it } from 'vitest';
import { counted, failedFiles, succeeded, type Run } from '../uiReports.js';

type State = 'passed' | 'failed' | 'skipped' | 'todo';

/** A run of files, by name: each file's state and those of its tests. */
function run(
  exitCode: number,
  files: Readonly<Record<string, readonly [State, ...State[]]>>,
  unhandledErrors = 0,
): Run {
  const tests = Object.values(files).flatMap(([, ...states]) => states);
  const count = (state: State) => tests.filter((each) => each === state).length;
  return {
    exitCode,
    unhandledErrors,
    report: {
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      numPendingTests: count('skipped'),
      numTodoTests: count('todo'),
      testResults: Object.entries(files).map(([name, [status, ...states]]) => ({
        name,
        status,
        assertionResults: states.map((state) => ({ status: state })),
      })),
    },
  };
}

const FIRST = run(1, {
  a: ['passed', 'passed', 'skipped', 'todo'],
  b: ['failed', 'passed', 'failed', 'skipped'],
  c: ['failed'],
});

describe('the UI step', () => {
  it('runs those files again that failed, also before their first test', () => {
    expect(failedFiles(FIRST)).toEqual(['b', 'c']);
    expect(failedFiles(run(0, { a: ['passed', 'passed'] }))).toEqual([]);
  });

  it('takes the second run’s word on the files that ran twice', () => {
    const second = run(0, { b: ['passed', 'passed', 'passed', 'skipped'], c: ['passed', 'passed'] });
    expect(counted(FIRST, second)).toEqual({
      numPassedTests: 4,
      numFailedTests: 0,
      numPendingTests: 2,
      numTodoTests: 1,
    });
    expect(succeeded(FIRST, second)).toBe(true);
  });

  it('has failed where a file failed twice, whether by a test or before the first', () => {
    const byTest = run(1, { b: ['failed', 'failed', 'passed', 'passed'], c: ['passed', 'passed'] });
    expect(counted(FIRST, byTest)).toMatchObject({ numPassedTests: 4, numFailedTests: 1 });
    expect(succeeded(FIRST, byTest)).toBe(false);
    const before = run(1, { b: ['passed', 'passed', 'passed', 'passed'], c: ['failed'] });
    expect(succeeded(FIRST, before)).toBe(false);
  });

  it('counts one run where nothing failed; an error outside of the tests fails it all the same', () => {
    const files = { a: ['passed', 'passed', 'todo'] } as const;
    expect(counted(run(0, files))).toMatchObject({ numPassedTests: 1, numTodoTests: 1, numFailedTests: 0 });
    expect(succeeded(run(0, files))).toBe(true);
    expect(succeeded(run(1, files))).toBe(false);
  });

  it('has failed by an error outside of the tests, also where all files pass the second time', () => {
    const first = run(1, { a: ['passed', 'passed'], b: ['failed', 'failed'] }, 1);
    expect(succeeded(first, run(0, { b: ['passed', 'passed'] }))).toBe(false);
    expect(succeeded({ ...first, unhandledErrors: 0 }, run(0, { b: ['passed', 'passed'] }))).toBe(true);
  });
});
