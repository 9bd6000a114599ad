import { fileURLToPath } from 'node:url';

const vscode = fileURLToPath(new URL('../test/support/vscode.ts', import.meta.url));

/**
 * Not an alias: dead code is looked for with these, and the package @types/vscode would count as one.
 * @type {import('vite').Plugin}
 */
export const vscodeOfTests = {
  name: 'vscode',
  enforce: 'pre',
  resolveId: (id) => (id === 'vscode' ? vscode : undefined),
};
