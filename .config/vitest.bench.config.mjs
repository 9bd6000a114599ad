import { defineConfig } from 'vitest/config';

// The parts one after the other, as `npm run bench` has them.
export default defineConfig({
  test: { include: ['test/bench/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
