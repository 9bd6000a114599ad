const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);

/** `<name>text</name>`, the text escaped. */
export const leaf = (name: string, text: string | number): string => `<${name}>${escapeXml(String(text))}</${name}>`;

/** `<name>…</name>` around XML that is already written. */
export const branch = (name: string, ...children: readonly string[]): string =>
  `<${name}>${children.join('')}</${name}>`;
