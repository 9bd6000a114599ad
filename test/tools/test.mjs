// `npm test [-- step…]`: every test, or the chosen steps.
import { runTypeScript } from './bootstrap.mjs';

await runTypeScript('run.ts');
