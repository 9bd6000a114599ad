import { defineConfig } from 'vitest/config';

// The AWS CLI takes most of a second for each case.
export default defineConfig({
  test: { include: ['test/differential/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxConcurrency: 3 },
});
