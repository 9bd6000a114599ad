// `npm run package`: makes role-sessions.vsix.
import { runTypeScript } from './bootstrap.mjs';

await runTypeScript('release/package.ts');
