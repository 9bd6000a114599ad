// Runs in the extension host: the entry that VS Code calls for `extensionTestsPath`. Bundled to CommonJS.
import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { pseudoHooks } from './pseudoWindow.js';

const SLOW_HOST_MS = 60_000;

/** Sends Mocha's report to a file: the host's console is mixed with all that the workbench logs. */
function reportTo(file: string): () => void {
  const log = openSync(file, 'a');
  const { Base } = Mocha.reporters;
  const original = Base.consoleLog;
  Base.consoleLog = (...parts: unknown[]) => {
    writeSync(log, `${format(...parts)}\n`);
  };
  return () => {
    Base.consoleLog = original;
    closeSync(log);
  };
}

/**
 * Runs every *.test.cjs beside this file. EXTHOST_TEST_LOG names the file for Mocha's report, EXTHOST_TEST_RESULT the
 * one for its statistics, EXTHOST_TEST_VERSION which editor it should find itself in; EXTHOST_TEST_PSEUDO says that the
 * extension speaks the pseudo-locale. @throws when a test fails
 */
export async function run(): Promise<void> {
  const { EXTHOST_TEST_LOG: log, EXTHOST_TEST_RESULT: result, EXTHOST_TEST_GREP: grep } = process.env;
  const restore = log === undefined ? undefined : reportTo(log);
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: SLOW_HOST_MS,
    // A real window is at the mercy of a busy machine: what fails twice has failed, as in the UI step.
    retries: 1,
    forbidOnly: process.env['CI'] !== undefined,
    ...(process.env['EXTHOST_TEST_PSEUDO'] === undefined ? {} : { rootHooks: pseudoHooks() }),
  });
  if (grep !== undefined) mocha.grep(grep);
  for (const file of readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.cjs'))
    .sort()) {
    mocha.addFile(join(__dirname, file));
  }
  try {
    await new Promise<void>((resolve, reject) => {
      const runner = mocha.run((failures) => {
        if (result !== undefined) writeFileSync(result, JSON.stringify(runner.stats));
        if (failures > 0) reject(new Error(`${failures} integration tests failed`));
        else resolve();
      });
      runner.on('retry', (test: Mocha.Test, error: unknown) => {
        Mocha.reporters.Base.consoleLog(`    once more: ${test.fullTitle()}\n${format(error)}`);
      });
    });
  } finally {
    restore?.();
  }
}
