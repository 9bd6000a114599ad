// Checks the workflows of the public CI, which do not run on a developer's machine: `tsx test/tools/workflows/lint.ts`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../environment.js';
import { actionlint } from './actionlint.js';
import { ruleComplaints } from './rules.js';

const FOLDER = join(ROOT, '.github/workflows');

const files = readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name));
if (files.length === 0) throw new Error(`No workflow in ${FOLDER}.`);
for (const file of files) {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const found = await actionlint(text);
  // What is no workflow at all cannot be held against the rules.
  const complaints = found.length > 0 ? found : ruleComplaints(text);
  for (const complaint of complaints) console.log(`.github/workflows/${file}: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
}
if (process.exitCode === undefined) console.log(`Workflows: ${files.join(', ')} are as they should be.`);
