// docs/settings.md between its marks: each setting as package.json has it.
import type { manifest, Schema } from './manifest.js';

const SCOPES: Readonly<Record<string, string>> = {
  machine: 'user and remote settings only',
  resource: 'user, remote, workspace and folder settings',
};

/** Names of settings, which the editor makes links of. */
const plain = (text = ''): string => text.replaceAll(/`#([\w.]+)#`/g, '`$1`');

export function settingsText({ configuration }: ReturnType<typeof manifest>): string {
  return configuration
    .map(({ title, properties }) => `## ${title}\n\n${inOrder(properties).map(setting).join('')}`)
    .join('');
}

const inOrder = (properties: Readonly<Record<string, Schema>>): [string, Schema][] =>
  Object.entries(properties).sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));

function setting([id, schema]: [string, Schema]): string {
  const scope = SCOPES[schema.scope ?? ''];
  if (scope === undefined) throw new Error(`${id}: no words for the scope ${String(schema.scope)}`);
  const facts = `Default: \`${JSON.stringify(schema.default)}\`. Where: ${scope}.`;
  return `### \`${id}\`\n\n${facts}\n\n${plain(schema.markdownDescription)}\n\n${values(schema)}${fields(schema.items, '')}`;
}

function values({ enum: each, enumDescriptions, markdownEnumDescriptions }: Schema): string {
  const words = markdownEnumDescriptions ?? enumDescriptions ?? [];
  const lines = (each ?? []).map((value, i) => `- \`${String(value)}\`: ${plain(words[i])}\n`);
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

/** The fields of an object in a list, and of objects in it. */
function fields(schema: Schema | undefined, indent: string): string {
  const lines = Object.entries(schema?.properties ?? {}).map(([name, field]) => {
    const words = plain(field.markdownDescription);
    return words === '' ? '' : `${indent}- \`${name}\`: ${words}\n${fields(field, `${indent}  `)}`;
  });
  const text = lines.join('');
  return text === '' || indent !== '' ? text : `${text}\n`;
}
