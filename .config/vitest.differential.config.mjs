import { defineConfig } from 'vitest/config';
import { vscodeOfTests } from './vscodeOfTests.mjs';

// The AWS CLI takes most of a second for each case.
export default defineConfig({
  plugins: [vscodeOfTests],
  test: {
    include: ['test/differential/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxConcurrency: 3,
  },
});
