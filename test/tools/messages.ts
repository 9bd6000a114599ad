// Every message that src passes to `l10n.t`, as translators get it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './environment.js';

export const MESSAGES = join(ROOT, 'l10n', 'bundle.l10n.json');

/** Every source file, by its absolute path. */
export function sources(): string[] {
  const names = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(ROOT, 'src', name));
}

const IMPORT = /^import [^;]*;$/gm;
const IMPORTS_L10N = /^import \* as l10n from '[./]+(?:base\/)?l10n\.js';$/m;

/**
 * The text of l10n/bundle.l10n.json as it should be: sorted, so that a change of code changes only its own lines.
 * The extractor looks for what is called by the name that is imported from 'vscode'; in every file of ours that is
 * `l10n` of base/l10n.ts. It compiles its search anew for each file, so it is given one.
 */
export async function extractMessages(): Promise<string> {
  const texts = sources()
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => IMPORTS_L10N.test(text));
  const contents = ["import { l10n } from 'vscode';", ...texts.map((text) => text.replace(IMPORT, ''))].join('\n');
  const found = await getL10nJson([{ contents, extension: '.ts' }]);
  const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(JSON.stringify(sorted), { ...(await resolveConfig(MESSAGES)), parser: 'json' });
}
