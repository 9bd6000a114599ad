// The UI step of `npm test`. A real window is at the mercy of a busy machine, so a file that fails runs once more, in a
// fresh editor, alone and from its beginning; what fails twice has failed. Second tries are named in the log.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OUTPUT, ROOT } from './environment.js';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function run(reportName: string, args: readonly string[]): Report | undefined {
  const report = join(OUTPUT, reportName);
  rmSync(report, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', '.config/vitest.ui.config.mjs'];
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  spawnSync(process.execPath, [...vitest, ...reporters, ...args], { cwd: ROOT, stdio: 'inherit' });
  return existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : undefined;
}

const first = run('ui-first.json', []);
const failing = first?.testResults.filter(({ status }) => status !== 'passed') ?? [];
const names = failing.map(({ name }) => relative(ROOT, name));
if (names.length > 0) console.log(`Once more, each alone in a fresh editor: ${names.join(', ')}`);
const second = names.length === 0 ? undefined : run('ui-second.json', ['--maxWorkers=1', ...names]);

if (first !== undefined && (names.length === 0 || second !== undefined)) {
  const elsewhere = first.testResults.filter((result) => !failing.includes(result));
  const passedElsewhere = elsewhere.flatMap(({ assertionResults }) => assertionResults).length;
  const counts =
    second === undefined
      ? first
      : { ...second, numPassedTests: passedElsewhere + second.numPassedTests, testResults: [] };
  writeFileSync(join(OUTPUT, 'ui.json'), JSON.stringify(counts));
  const failedFiles = (second ?? first).testResults.some(({ status }) => status !== 'passed');
  process.exitCode = counts.numFailedTests > 0 || failedFiles ? 1 : 0;
} else {
  process.exitCode = 1;
}
