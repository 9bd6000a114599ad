import { defineConfig } from 'vitest/config';

// Real editors, started as a user starts them.
export default defineConfig({
  test: { include: ['test/start/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 60_000 },
});
