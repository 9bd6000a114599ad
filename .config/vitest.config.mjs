import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { vscodeOfTests } from './vscodeOfTests.mjs';

export default defineConfig({
  plugins: [vscodeOfTests],
  test: {
    include: ['test/{unit,flows,sandbox,tools}/**/*.test.ts', 'test/conformance/*.test.ts'],
    // Many wait for programs and servers: of two cores, one worker less than that leaves most idle.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
  },
});
