// The UI step of `npm test`. A real window is at the mercy of a busy machine, so a file that fails runs once more, alone,
// in a fresh editor and from its beginning; what fails twice has failed. Second tries are named in the log.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { OUTPUT, ROOT } from './environment.js';
import { UNHANDLED_FILE } from './unhandledReporter.js';
import { counted, failedFiles, succeeded, type Report, type Run } from './uiReports.js';

function run(reportName: string, args: readonly string[]): Run | undefined {
  const report = join(OUTPUT, reportName);
  const unhandled = join(OUTPUT, reportName.replace('.json', '-unhandled.txt'));
  for (const stale of [report, unhandled]) rmSync(stale, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', '.config/vitest.ui.config.mjs'];
  const reporters = ['verbose', 'json', 'test/tools/unhandledReporter.ts'].map((name) => `--reporter=${name}`);
  const { status, signal } = spawnSync(
    process.execPath,
    [...vitest, ...reporters, `--outputFile.json=${report}`, ...args],
    {
      cwd: ROOT,
      env: { ...process.env, [UNHANDLED_FILE]: unhandled },
      stdio: 'inherit',
    },
  );
  if (signal !== null) console.log(`Vitest was ended by ${signal}.`);
  if (!existsSync(report) || !existsSync(unhandled)) return undefined;
  return {
    report: JSON.parse(readFileSync(report, 'utf8')) as Report,
    unhandledErrors: Number(readFileSync(unhandled, 'utf8')),
    exitCode: status ?? 1,
  };
}

function main(): void {
  process.exitCode = 1;
  const first = run('ui-first.json', process.argv.slice(2));
  if (first === undefined) return;
  const again = failedFiles(first).map((name) => relative(ROOT, name));
  if (again.length > 0) console.log(`Once more, one at a time, each in a fresh editor: ${again.join(', ')}`);
  const second = again.length === 0 ? undefined : run('ui-second.json', ['--maxWorkers=1', ...again]);
  if (again.length > 0 && second === undefined) return;
  writeFileSync(join(OUTPUT, 'ui.json'), JSON.stringify(counted(first, second)));
  process.exitCode = succeeded(first, second) ? 0 : 1;
}

main();
