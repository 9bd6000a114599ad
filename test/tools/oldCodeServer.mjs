// Starts a code-server that has no `--vscode-option` yet: `node oldCodeServer.mjs ENTRY ARGUMENTS…`. It hands all of its
// options on to VS Code; these it only has to be told of.
import { createRequire } from 'node:module';

process.argv.splice(1, 1); // As if ENTRY had been started.
const [, entry = ''] = process.argv;
/** @type {(name: string) => unknown} */
const load = createRequire(entry);
const { options } = /** @type {{ options: Record<string, { type: string }> }} */ (load('./cli'));
for (const name of ['disable-experiments', 'enable-smoke-test-driver']) options[name] = { type: 'boolean' };
load(entry);
