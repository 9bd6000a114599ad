// `npm run l10n`: writes l10n/bundle.l10n.json anew from the sources, and takes out of the translations what is no longer
// said. `npm run l10n -- --missing` prints what is not translated, as JSON; `npm run l10n -- --merge FILE` takes
// translations in from such a file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { extractMessages, MESSAGES } from './messages.js';
import { bundles, flaws, missing, writeTranslations } from './translations.js';

const { values } = parseArgs({ options: { missing: { type: 'boolean' }, merge: { type: 'string' } } });

mkdirSync(dirname(MESSAGES), { recursive: true });
writeFileSync(MESSAGES, await extractMessages());

const more =
  values.merge === undefined ? {} : (JSON.parse(readFileSync(values.merge, 'utf8')) as Record<string, string>);
const said = bundles('de');
const english = Object.assign({}, ...said.map((bundle) => bundle.english)) as Readonly<Record<string, string>>;
const wrong = Object.entries(more).flatMap(([key, text]) => {
  const source = english[key];
  const why = source === undefined ? ['nothing says it'] : flaws(source, text);
  return why.length === 0 ? [] : [`${key}: ${why.join(', ')}`];
});
if (wrong.length > 0) {
  console.error(`Nothing was merged:\n${wrong.join('\n')}`);
  process.exitCode = 1;
}
for (const bundle of said) await writeTranslations(bundle, wrong.length > 0 ? {} : more);

const left = Object.assign({}, ...bundles('de').map(missing)) as Readonly<Record<string, string>>;
if (values.missing === true) {
  console.log(JSON.stringify(left, undefined, 2));
} else if (Object.keys(left).length > 0) {
  console.log(`Not translated into German (npm run l10n -- --missing):\n${Object.keys(left).join('\n')}`);
}
