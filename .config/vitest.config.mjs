import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,flows,sandbox,tools}/**/*.test.ts', 'test/conformance/*.test.ts'],
    testTimeout: 20_000,
  },
});
