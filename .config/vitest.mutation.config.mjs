import unit from './vitest.config.mjs';

// The tests of one room, as test/tools/mutation.ts hands them over. Stryker's own `testFiles` would do, but with it
// what is evaluated as a file is loaded (tables, patterns) is not mutated at that time, only after it.
/** @type {unknown} */
const tests = JSON.parse(process.env['MUTATION_TESTS'] ?? '[]');
const include = /** @type {string[]} */ (tests);

// A mutant that waits for ever is noticed sooner.
export default { ...unit, test: { ...unit.test, include, testTimeout: 8_000 } };
