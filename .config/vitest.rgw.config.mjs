import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/conformance/rgw/*.test.ts'], testTimeout: 20_000 },
});
