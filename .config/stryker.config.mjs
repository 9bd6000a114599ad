import { fileURLToPath } from 'node:url';

const texts = fileURLToPath(new URL('../test/tools/mutationTexts.mjs', import.meta.url));
const output = 'test/.output/mutation';

/**
 * What `npm run mutation` changes and what not. All mutators run, also on what is evaluated once as a file is loaded:
 * tables and patterns decide. Left out are sentences for people (the plugin "texts" says which literals are one):
 * emptying one decides nothing, and tests name the words that matter. Rooms and their tests are in
 * test/tools/mutationRooms.ts.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  vitest: { configFile: '.config/vitest.mutation.config.mjs', related: false },
  plugins: ['@stryker-mutator/vitest-runner', texts],
  ignorers: ['texts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  incremental: true,
  tempDirName: `${output}/temp`,
  ignorePatterns: ['dist', '*.vsix', 'media', 'test/.output', '.git'],
  reporters: ['progress-append-only'],
  allowConsoleColors: false,
  warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
};
