// XML out (S3's answers) and in (the few request bodies that S3 takes).
import { malformedXml } from './errors.js';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f]/g;

/**
 * Escapes text as S3 does. Control characters become references, which XML 1.0 forbids for all but tab, CR and LF:
 * whoever lists such keys has to ask for encoding-type=url.
 */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}

/** XML that is already written. */
export class Xml {
  constructor(readonly source: string) {}
}

/** A value of an element: undefined leaves the element out, an array repeats it, an object nests. */
type XmlValue = string | number | boolean | undefined | Xml | XmlFields | readonly (Xml | XmlFields)[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') {
    return `<${name}>${escapeXml(value)}</${name}>`;
  }
  if (typeof value !== 'object') return `<${name}>${value.toString()}</${name}>`;
  if (Array.isArray(value))
    return (value as readonly (Xml | XmlFields)[]).map((fields) => element(name, fields)).join('');
  return `<${name}>${value instanceof Xml ? value.source : fieldsXml(value as XmlFields)}</${name}>`;
}

export function fieldsXml(fields: XmlFields): string {
  let xml = '';
  for (const name in fields) xml += element(name, fields[name]);
  return xml;
}

/** A whole document with S3's namespace on the root element. */
export function xmlDocument(root: string, content: XmlFields | string): string {
  const inner = typeof content === 'string' ? escapeXml(content) : fieldsXml(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${inner}</${root}>`;
}

export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/&([^;]*);?/g, (_whole, entity: string) => {
    const named = ENTITIES[entity];
    if (named !== undefined) return named;
    const reference = /^#(?:x([\da-f]+)|(\d+))$/i.exec(entity);
    if (reference === null) throw malformedXml();
    const code = reference[1] === undefined ? Number(reference[2]) : parseInt(reference[1], 16);
    if (code > 0x10ffff) throw malformedXml();
    return String.fromCodePoint(code);
  });
}

const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;

/** Reads a document without DTD; namespaces and attributes are dropped. Throws MalformedXML. */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', children: [], text: '' };
  const open = [top];
  const trimmed = source.trim();
  let end = 0;
  for (const token of trimmed.matchAll(TOKEN)) {
    end = token.index + token[0].length;
    const [, cdata, closing, name, , selfClosing, text] = token;
    const current = open.at(-1)!;
    if (cdata !== undefined) current.text += cdata;
    else if (text !== undefined) current.text += unescapeXml(text);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (open.length < 2 || current.name !== name) throw malformedXml();
      open.pop();
    } else {
      const child: XmlElement = { name, children: [], text: '' };
      current.children.push(child);
      if (selfClosing !== '/') open.push(child);
    }
  }
  const [root] = top.children;
  if (end !== trimmed.length || open.length > 1 || root === undefined || top.children.length > 1) throw malformedXml();
  return root;
}

/** The text of the first child of that name. */
export function childText(parent: XmlElement, name: string): string | undefined {
  return parent.children.find((child) => child.name === name)?.text;
}
