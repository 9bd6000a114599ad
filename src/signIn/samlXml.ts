// A narrow view of fast-xml-parser: elements by local name, texts and attributes as they are written.
import * as l10n from '../base/l10n.js';
import { XMLParser } from 'fast-xml-parser';
import { UserError } from '../base/errors.js';

export type XmlElement = Readonly<Record<string, unknown>>;

const TEXT = '#text';
const ATTRIBUTE = '@';

/** Document types are not read and entities not expanded: a pasted document must not make the editor work. */
const parser = new XMLParser({
  processEntities: false,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  alwaysCreateTextNode: true,
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

/** The document, whose only child is the root element. Throws UserError when it is cut off or no XML. */
export function parseXml(xml: string): XmlElement {
  if (/<!DOCTYPE/i.test(xml)) {
    throw new UserError(l10n.t('The SAML response has a document type, which SAML does not allow. It was not read.'));
  }
  const damaged = l10n.t('This is not a SAML response: its XML is damaged. Copy the whole value of SAMLResponse.');
  // The parser closes what a cut-off document leaves open.
  const root = /<([a-z_][\w.:-]*)/i.exec(xml)?.[1] ?? '';
  if (!xml.trimEnd().endsWith(`</${root}>`)) throw new UserError(damaged);
  try {
    return parser.parse(xml) as XmlElement;
  } catch {
    // The parser's own message quotes the document, which is a secret.
    throw new UserError(damaged);
  }
}

/** The elements at the end of a path of local names. */
export const within = (elements: readonly XmlElement[], ...path: readonly string[]): XmlElement[] =>
  path.reduce<XmlElement[]>(
    (found, name) =>
      found.flatMap((element) => {
        const children = element[name];
        return Array.isArray(children) ? (children as readonly XmlElement[]) : [];
      }),
    [...elements],
  );

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML's five entities and character references; no document can add to these. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (reference, decimal, hex, name) => {
    if (typeof name === 'string') return PREDEFINED[name] ?? reference;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });

export function contentOf(element: XmlElement): string {
  const text = element[TEXT];
  return typeof text === 'string' ? decode(text.trim()) : '';
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
  const value = element[ATTRIBUTE + name];
  return typeof value === 'string' ? decode(value) : undefined;
}
