/** Names come from configuration and from AWS: shown as they are, never as markup or icons. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}

export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n\n');
}

/** Two columns without a heading: what it is called, and the value as it is. */
export function factTable(facts: readonly (readonly [name: string, value: string])[]): string {
  const rows = facts.map(([name, value]) => `| ${name.replaceAll(' ', '&nbsp;')} | ${cell(value)} |`);
  return ['| | |', '|:--|:--|', ...rows].join('\n');
}

function cell(text: string): string {
  return escapeMarkdown(text).replace(/\r?\n/g, ' ');
}

/** A link that runs a command, where the text's owner trusts it. */
export function commandLink(title: string, command: string, ...args: readonly unknown[]): string {
  const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`;
  return `[${title}](command:${command}${query})`;
}
