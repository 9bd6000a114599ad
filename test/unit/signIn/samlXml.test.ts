import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { attributeOf, parseXml, contentOf, within } from '../../../src/signIn/samlXml.js';

const one = (xml: string, ...path: string[]) => within([parseXml(xml)], ...path)[0]!;

describe('elements', () => {
  it('are found by their local names, every one of them', () => {
    const xml = '<s:a xmlns:s="x"><s:b><c>1</c><c>2</c></s:b><b><c>3</c></b><d><c>4</c></d></s:a>';
    expect(within([parseXml(xml)], 'a', 'b', 'c').map(contentOf)).toEqual(['1', '2', '3']);
  });

  it('that are not there are none', () => {
    const document = parseXml('<a x="1">text</a>');
    expect([within([document], 'b'), within([document], 'a', 'b'), within([document], 'a', '#text')]).toEqual([
      [],
      [],
      [],
    ]);
    expect(within([document], 'a', '@x')).toEqual([]);
  });

  it('may follow a declaration, a comment, an instruction and blanks', () => {
    const xml = '<?xml version="1.0"?>\n<!-- x --><?y z?>\n<a><b>1</b></a>\n';
    expect(contentOf(one(xml, 'a', 'b'))).toBe('1');
  });
});

describe('texts', () => {
  it.each([
    ['numbers', '007', '007'],
    ['blanks around it', '\n x y \n', 'x y'],
    ['nothing', '', ''],
    ['the five entities', '&lt;&gt;&amp;&quot;&apos;', `<>&"'`],
    ['an entity in capitals', '&LT;&AMP;', '&LT;&AMP;'],
    ['an entity that is written twice over', '&amp;lt;', '&lt;'],
    ['decimal references', '&#65;&#128512;', 'A😀'],
    ['hexadecimal references', '&#x41;&#X1F600;&#xe9;', 'A😀é'],
    ['the last character there is', '&#x10FFFF;', '\u{10FFFF}'],
    ['a reference beyond', '&#x110000;', '&#x110000;'],
    ['a reference without end', '&#12345678;', '&#12345678;'],
    ['a name of a prototype', '&constructor;', '&constructor;'],
    ['an unknown entity', '&nbsp;', '&nbsp;'],
  ])('with %s', (_, written, read) => {
    expect(contentOf(one(`<a>${written}</a>`, 'a'))).toBe(read);
    expect(attributeOf(one(`<a x="${written}"></a>`, 'a'), 'x')?.trim()).toBe(read);
  });

  it('an element of elements has none', () => {
    expect(contentOf(one('<a><b>1</b></a>', 'a'))).toBe('');
    expect(contentOf({})).toBe('');
  });

  it('that are marked as such are read as others are', () => {
    expect(contentOf(one('<a> <![CDATA[ x&amp;<y> ]]></a>', 'a'))).toBe('x&<y>');
  });

  it('may go on behind a comment', () => {
    expect(contentOf(one('<a> x<!-- y -->z </a>', 'a'))).toBe('xz');
  });

  it('attributes are texts, and missing ones are told apart from empty ones', () => {
    const element = one('<s:a s:x="1" y=""><x>2</x><y/></s:a>', 'a');
    expect([...within([element], 'x'), ...within([element], 'y')].map(contentOf)).toEqual(['2', '']);
    expect([attributeOf(element, 'x'), attributeOf(element, 'y'), attributeOf(element, 'z')]).toEqual([
      '1',
      '',
      undefined,
    ]);
  });
});

describe('what is not read', () => {
  const DAMAGED = /its XML is damaged/;
  it.each([
    ['no XML', 'hello', DAMAGED],
    ['a cut-off document', '<a><b>1</b>', DAMAGED],
    ['one that ends within', '<a><b>1</b></a', DAMAGED],
    ['an end of another element', '<a><b></b>', DAMAGED],
    ['text behind the end', '<a></a>secret', DAMAGED],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "secret">]><a>&b;</a>', /has a document type/],
    ['one in small letters', '<!doctype a><a></a>', /has a document type/],
    ['one that reaches out', '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]><a>&c;</a>', /has a document type/],
  ])('%s', (_, xml, message) => {
    const read = () => parseXml(xml);
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret|passwd/);
  });

  it('the prefix of a root counts in its end', () => {
    expect(within([parseXml('<s:a-1.b>x</s:a-1.b>')], 'a-1.b').map(contentOf)).toEqual(['x']);
  });
});
