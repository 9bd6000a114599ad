import { defineConfig } from 'vitest/config';

// Each file drives an editor, a browser and a sandbox of its own, on ports of their own: two at a time keep two cores
// busy.
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
