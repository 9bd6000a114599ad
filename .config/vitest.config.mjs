import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const vscode = fileURLToPath(new URL('../test/support/vscode.ts', import.meta.url));

export default defineConfig({
  // Not an alias: dead code is looked for with these, and the package @types/vscode would count as one.
  plugins: [{ name: 'vscode', enforce: 'pre', resolveId: (id) => (id === 'vscode' ? vscode : undefined) }],
  test: {
    include: ['test/{unit,flows,sandbox,tools}/**/*.test.ts', 'test/conformance/*.test.ts'],
    // Many wait for programs and servers: of two cores, one worker less than that leaves most idle.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
  },
});
