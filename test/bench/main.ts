// Prints measurements and the aims beside them, and fails for none: npm run bench [-- activation sizes assume helper listing]
import { build } from '../tools/build.js';
import { printSection } from './figures.js';
import { PARTS } from './parts.js';

const chosen = process.argv.slice(2);
const names = PARTS.map(({ name }) => name);
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exitCode = 1;
} else {
  build();
  for (const { name, measure } of PARTS) {
    if (chosen.length === 0 || chosen.includes(name)) printSection(await measure());
  }
}
