import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/{unit,flows,sandbox}/**/*.test.ts', 'test/conformance/*.test.ts'], testTimeout: 20_000 },
});
