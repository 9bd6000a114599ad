import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,flows,sandbox,tools}/**/*.test.ts', 'test/conformance/*.test.ts'],
    alias: { vscode: fileURLToPath(new URL('../test/support/vscode.ts', import.meta.url)) },
    testTimeout: 20_000,
  },
});
