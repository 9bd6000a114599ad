// `npm start`: the extension in a real editor, connected to the embedded sandbox.
import { runTypeScript } from './bootstrap.mjs';

await runTypeScript('start.ts');
