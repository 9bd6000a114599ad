import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/shells/*.test.ts'], testTimeout: 20_000 },
});
