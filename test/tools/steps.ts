// The steps of `npm test`: what each runs, what it needs beyond npm, and how its tests are counted.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onDesktop, type EditorVersion } from './editorVersions.js';
import { OUTPUT } from './environment.js';
import type { RequirementName } from './requirements.js';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Step {
  readonly name: string;
  /** How much of `ROOM` it fills: about as many programs of it are at work at a time. */
  readonly load: number;
  /** Arguments for Node, from the checkout's root. */
  readonly commands: readonly (readonly string[])[];
  readonly needs: readonly RequirementName[];
  /** Steps that must have passed, when they were chosen too. */
  readonly after?: readonly string[];
  /** The step's own count, from the report its test runner wrote; undefined: the step counts as one test. */
  count?(): Counts | undefined;
  /** The report that `count` reads: removed before the step. */
  readonly report?: string;
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

interface MochaStats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

const bin = (path: string): string => join('node_modules', path);

/** Of the machine, for steps that run side by side: on two cores one more, since all wait now and then. */
export const ROOM = 3;

function vitest(name: string, load: number, config: string, needs: readonly RequirementName[]): Step {
  const report = join(OUTPUT, `${name}.json`);
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    load,
    needs,
    report,
    commands: [[bin('vitest/vitest.mjs'), 'run', '--config', config, ...reporters]],
    count() {
      const found = readJson(report) as VitestReport | undefined;
      if (found === undefined) return undefined;
      const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = found;
      return { passed, failed, skipped: numPendingTests + numTodoTests };
    },
  };
}

function integration(version: EditorVersion): Step {
  const name = version === 'newest' ? 'integration' : 'integration-oldest';
  return {
    // The desktop editor is downloaded by the runner.
    needs: onDesktop() ? [] : [version === 'newest' ? 'editor' : 'oldestEditor', 'chromium'],
    ...inExtensionHost(name, ['--version', version]),
  };
}

/** The same suite while the extension speaks the pseudo-locale, which a desktop editor does not know. */
function integrationPseudo(): Step {
  return { needs: ['editor', 'chromium'], ...inExtensionHost('integration-pseudo', ['--pseudo']) };
}

/** Terminals of the editor whose shells are zsh and fish. */
function integrationShells(): Step {
  return {
    needs: ['editor', 'chromium', 'zsh', 'fish'],
    ...inExtensionHost('integration-shells', ['--suite', 'shells']),
  };
}

/** A workspace of several folders. */
function integrationFolders(): Step {
  return { needs: ['editor', 'chromium'], ...inExtensionHost('integration-folders', ['--suite', 'folders']) };
}

/** A window in German, which a desktop editor takes from a language pack only. */
function integrationGerman(): Step {
  return { needs: ['editor', 'chromium'], ...inExtensionHost('integration-german', ['--suite', 'german']) };
}

function inExtensionHost(name: string, args: readonly string[]): Omit<Step, 'needs'> {
  const report = join(OUTPUT, `${name}.json`);
  return {
    name,
    load: 1,
    after: ['build'],
    report,
    commands: [['--import', 'tsx', 'test/integration/runner.ts', ...args]],
    count() {
      const found = readJson(report) as MochaStats | undefined;
      return found && { passed: found.passes, failed: found.failures, skipped: found.pending };
    },
  };
}

function check(name: string, load: number, commands: readonly (readonly string[])[], after?: readonly string[]): Step {
  return { name, load, commands, needs: [], ...(after === undefined ? {} : { after }) };
}

/** In the order in which they begin, where there is room: first what needs no editor, which may have to be fetched. */
export const STEPS: readonly Step[] = [
  check('build', ROOM, [['esbuild.js']]),
  vitest('unit', 2, '.config/vitest.config.mjs', []),
  check('typecheck', 1, [
    [bin('typescript/bin/tsc'), '--noEmit'],
    [bin('typescript/bin/tsc'), '--noEmit', '-p', 'test'],
    [bin('typescript/bin/tsc'), '--noEmit', '-p', '.config'],
  ]),
  check('lint', 1, [
    [bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.config/dependency-cruiser.mjs', 'src'],
    [bin('eslint/bin/eslint.js'), '-c', '.config/eslint.config.mjs', '.'],
    [bin('prettier/bin/prettier.cjs'), '--check', '.'],
    [bin('knip/bin/knip.js'), '--config', '.config/knip.json'],
    ['--import', 'tsx', 'test/tools/workflows/lint.ts'],
  ]),
  vitest('differential', 2, '.config/vitest.differential.config.mjs', ['modernAws', 'awsV2', 'rclone']),
  vitest('rgw', 1, '.config/vitest.rgw.config.mjs', ['ceph']),
  vitest('shells', 1, '.config/vitest.shells.config.mjs', ['zsh', 'fish']),
  integration('newest'),
  integration('oldest'),
  integrationPseudo(),
  integrationShells(),
  integrationFolders(),
  integrationGerman(),
  { ...vitest('start', 1, '.config/vitest.start.config.mjs', ['editor', 'aws']), after: ['build'] },
  {
    ...vitest('ui', ROOM, '.config/vitest.ui.config.mjs', ['editor', 'oldestEditor', 'chromium', 'aws']),
    after: ['build'],
    commands: [['--import', 'tsx', 'test/tools/uiStep.ts']],
  },
  // It measures: alone.
  { ...vitest('bench', ROOM, '.config/vitest.bench.config.mjs', ['editor', 'chromium', 'aws']), after: ['build'] },
  check(
    'package',
    ROOM,
    [
      ['--import', 'tsx', 'test/tools/release/package.ts'],
      ['--import', 'tsx', 'test/tools/release/main.ts'],
    ],
    ['build'],
  ),
];
