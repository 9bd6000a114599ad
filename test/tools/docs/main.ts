// Writes what docs/ has of package.json: npm run docs
import { writeFileSync } from 'node:fs';
import { generatedPages } from './generated.js';

for (const { file, before, after } of await generatedPages()) {
  if (after !== before) writeFileSync(file, after);
}
