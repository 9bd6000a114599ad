// Prints measurements and the aims beside them, and fails for none: npm run bench [-- activation sizes assume listing]
import { execFileSync } from 'node:child_process';
import { ROOT } from '../tools/environment.js';
import { activation } from './activation.js';
import { assume } from './assume.js';
import { printSection, type Section } from './figures.js';
import { listing } from './pages.js';
import { sizes } from './sizes.js';

const PARTS: Readonly<Record<string, () => Promise<Section>>> = { activation, sizes, assume, listing };

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are: ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 1;
} else {
  execFileSync(process.execPath, ['esbuild.js'], { cwd: ROOT, stdio: 'ignore' });
  for (const [name, part] of Object.entries(PARTS)) {
    if (chosen.length === 0 || chosen.includes(name)) printSection(await part());
  }
}
