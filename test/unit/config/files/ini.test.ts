import { describe, expect, it } from 'vitest';
import { parseIni, type IniFile } from '../../../../src/config/files/ini.js';

type Values = Record<string, Record<string, string | Record<string, string>>>;

function values(file: IniFile): Values {
  return Object.fromEntries(
    file.sections.map(({ header, options }) => [
      header,
      Object.fromEntries(
        [...options].map(([key, { value, nested }]) => [
          key,
          nested ? Object.fromEntries([...nested].map(([name, inner]) => [name, inner.value])) : value,
        ]),
      ),
    ]),
  );
}

function problemLines(file: IniFile): number[] {
  return [...file.problems, ...file.sections.flatMap((section) => section.problems)].map(({ line }) => line);
}

/** What botocore 1.43.11 on Python 3.11 made of the same text. */
describe('values are those the AWS CLI reads', () => {
  it.each<[string, string, Values]>([
    ['no inline comments', '[a]\nregion = x # y\nkey= b ; c\n', { a: { region: 'x # y', key: 'b ; c' } }],
    ['whole-line comments', '# one\n[a]\n  ; two\nx=1\n', { a: { x: '1' } }],
    ['a comment after a header', '[profile a] # hi\nx=1\n', { 'profile a': { x: '1' } }],
    ['a bracket in that comment', '[profile a] # [b]\nx=1\n', { 'profile a] # [b': { x: '1' } }],
    ['colons and equals signs', '[a]\nx : 1:2=3\nb=c:d\n', { a: { x: '1:2=3', b: 'c:d' } }],
    ['names in lower case, sections not', '[A]\nRole_ARN=x\n[a]\nx=Y\n', { A: { role_arn: 'x' }, a: { x: 'Y' } }],
    [
      'continuation over blank and comment lines',
      '[a]\nx = 1\n  2\n\n  # c\n   3\ny=4\n',
      { a: { x: '1\n2\n\n3', y: '4' } },
    ],
    ['a tab as indent', '[a]\nx=1\n\ty=2\n', { a: { x: '1\ny=2' } }],
    ['an indented header inside a value', '[a]\nx = 1\n  [b]\n  y=2\n', { a: { x: '1\n[b]\ny=2' } }],
    ['an indented header with nothing above', '[a]\n  [b]\n  y=2\n z=3\n', { a: {}, b: { y: '2', z: '3' } }],
    ['an indented line after a header', '[a]\nx=1\n[b]\n  y=2\n', { a: { x: '1' }, b: { y: '2' } }],
    ['indents that shrink and grow', '[a]\n  x=1\n y=2\n  z=3\n', { a: { x: '1', y: '2\nz=3' } }],
    [
      'a nested block',
      '[a]\ns3 =\n  max = 1\n  Addr=path\nregion=z\n',
      { a: { s3: { max: '1', Addr: 'path' }, region: 'z' } },
    ],
    [
      'a nested block after a blank line',
      '[a]\nsts =\n\n  url = h:1/a=b # c\n',
      { a: { sts: { url: 'h:1/a=b # c' } } },
    ],
    ['CRLF', '[a]\r\nx=1\r\n\r\ns3 =\r\n  a=b\r\n', { a: { x: '1', s3: { a: 'b' } } }],
    ['CR', '[a]\rx=1\r', { a: { x: '1' } }],
    ['empty values', '[a]\nx =\ny=\n\n', { a: { x: '', y: '' } }],
    [
      'values inherited from [DEFAULT]',
      '[DEFAULT]\nr=1\n[a]\nx=1\n[b]\nr=2\n',
      { a: { x: '1', r: '1' }, b: { r: '2' } },
    ],
    ['text after the header', '[a]tail\nx=1\n', { a: { x: '1' } }],
    ['an open bracket in a name', '[a]\n[b = c\n', { a: { '[b': 'c' } }],
    ['no-break spaces around', '[a]\nx\u00a0=\u00a01\u00a0\n', { a: { x: '1' } }],
    ['control characters', '[a]\nx=1\fy=2\n\u001fz=2\n', { a: { x: '1\fy=2\nz=2' } }],
    [
      'line ends that only str.splitlines knows',
      '[a]\ns3 =\n  a=b\vc=d\u0085e=f\u2028g=h\n',
      { a: { s3: { a: 'b', c: 'd', e: 'f', g: 'h' } } },
    ],
    ['a value in brackets', '[a]\nx = [b]\n', { a: { x: '[b]' } }],
    ['[DEFAULT] in two parts', '[DEFAULT]\nx=1\n[a]\n[DEFAULT]\ny=2\n', { a: { x: '1', y: '2' } }],
    ['a header over what looks like a line end', '[a\u2028b]\nx=1\n', { 'a\u2028b': { x: '1' } }],
    ['a colon after an open bracket', '[a]\n[b : c\n', { a: { '[b': 'c' } }],
    ['several equals signs in a block', '[a]\ns3 =\n  b = c = d\n  = e\n', { a: { s3: { b: 'c = d', '': 'e' } } }],
    ['blank lines below a value', '[a]\nx=1\n\n\ny=2\n', { a: { x: '1', y: '2' } }],
    ['names that are special in JavaScript', '[__proto__x]\nconstructor=1\n', { ['__proto__x']: { constructor: '1' } }],
  ])('%s', (_, text, expected) => {
    const file = parseIni(text);
    expect(values(file)).toEqual(expected);
    expect(problemLines(file)).toEqual([]);
  });
});

/** botocore answers each of these with "Unable to parse config file". */
describe('what the AWS CLI refuses breaks only the section it stands in', () => {
  it.each<[string, string, string, number, string]>([
    [
      'a line without delimiter',
      '[a]\nx=1\nhello\ny=2\n[b]\nz=1\n',
      'a',
      3,
      'Line 3 is neither a section header nor “name = value”.',
    ],
    ['a value without name', '[b]\n[a]\n= v\n', 'a', 3, 'Line 3 is neither a section header nor “name = value”.'],
    [
      'an unclosed bracket',
      '[b]\nx=1\n[a\ny=2\n',
      'a',
      3,
      'The closing bracket is missing of the section header on line 3.',
    ],
    [
      'an unclosed bracket on top',
      '[a\ny=2\n[b]\n',
      'a',
      1,
      'The closing bracket is missing of the section header on line 1.',
    ],
    ['a section twice', '[a]\nx=1\n[b]\n[a]\ny=2\n', 'a', 4, 'The section [a] is there twice; the first is on line 1.'],
    ['a name twice', '[b]\n[a]\nx=1\nX=2\n', 'a', 4, 'The name on line 4 is already set on line 3.'],
    [
      'a nested line without =',
      '[a]\ns3 =\n  m=1\n  max 1\n[b]\n',
      'a',
      4,
      'Line 4, in an indented block, is not “name = value”.',
    ],
  ])('%s', (_, text, header, line, message) => {
    const file = parseIni(text);
    const broken = file.sections.find((section) => section.header === header);
    expect(broken?.problems).toMatchObject([{ line, message }]);
    expect(file.sections.find((section) => section.header === 'b')?.problems).toEqual([]);
  });

  it('never gives the keys under an unclosed header to the section above', () => {
    expect(values(parseIni('[a]\nx=1\n[b\ny=2\n'))).toEqual({ a: { x: '1' }, b: { y: '2' } });
    expect(values(parseIni('[b]\nx=1\n[a]\n[b\ny=2\n'))).toEqual({ b: { x: '1', y: '2' }, a: {} });
    expect(values(parseIni('[b\nx=1\n[b]\ny=2\n'))).toEqual({ b: { x: '1', y: '2' } });
  });

  it.each([
    ['[a', 'a'],
    ['[ profile my-role', 'profile my-role'],
    ['[profile  two', 'profile  two'],
    ['[profile "x', 'profile "x'],
    ["[sso-session 'x'", "sso-session 'x'"],
    [`[${'x'.repeat(64)}`, 'x'.repeat(64)],
    [`[${'x'.repeat(65)}`, ''],
    ['[a b c', ''],
    ['[a/b', ''],
    ['[a # b', ''],
    ['[a/ [b', ''],
    ['[]', ''],
    ['[', ''],
  ])('quotes of an unclosed header only what is surely a name: %s', (text, header) => {
    const [section] = parseIni(`${text}\nx=1\n`).sections;
    expect(section?.header).toBe(header);
    expect(section?.options.get('x')?.value).toBe('1');
  });

  it('tells the sections in the order of the file, also those whose header cannot be read', () => {
    const { sections } = parseIni('[b]\nx=1\n[\ny=2\n[a]\nz=3\n[]\nx=4\n');
    expect(sections.map(({ header, line, problems }) => [header, line, problems.map((each) => each.line)])).toEqual([
      ['b', 1, []],
      ['', 3, [3]],
      ['a', 5, []],
      ['', 7, [7]],
    ]);
    expect(sections.map(({ problems }) => problems[0]?.message)).toEqual([
      undefined,
      'The closing bracket is missing of the section header on line 3.',
      undefined,
      'Nothing stands between the brackets of the section header on line 7.',
    ]);
  });

  it('tells the mistakes of a section in the order of the file', () => {
    const [section] = parseIni('[a]\ns3 =\n  oops\nerror\nx=1\nx=2\n').sections;
    expect(section?.problems.map(({ line }) => line)).toEqual([3, 4, 6]);
  });

  it('keeps the first of two values, and what goes on below the second is not its', () => {
    expect(values(parseIni('[a]\nx=1\nx=2\n  3\ny=4\n'))).toEqual({ a: { x: '1', y: '4' } });
  });

  it('tells a line before any header once', () => {
    expect(parseIni('x=1\noops\n[a]\n').problems.map(({ line }) => line)).toEqual([1]);
  });

  it.each([': v', '=', ':'])('takes no value without a name: %s', (line) => {
    expect(parseIni(`[a]\n${line}\n`).sections[0]?.problems).toMatchObject([{ line: 2 }]);
  });

  it.each<[string, string, number, string]>([
    ['a byte-order mark', '\uFEFF[default]\nx=1\n', 1, 'The file starts with a byte-order mark.'],
    ['a line before any header', '# c\nx=1\ny=2\n[default]\n', 2, 'Line 2 stands before the first section header.'],
  ])('%s concerns the file, and the rest still works', (_, text, line, message) => {
    const file = parseIni(text);
    expect(file.problems).toMatchObject([{ line, message }]);
    expect(file.sections.map(({ header, problems }) => ({ header, problems }))).toEqual([
      { header: 'default', problems: [] },
    ]);
  });

  it.each<[string, string, number, string]>([
    [
      'that is nothing',
      '[a]\nx=1\n[DEFAULT]\noops\n[b]\n',
      4,
      'Line 4 is neither a section header nor “name = value”.',
    ],
    ['that is there twice', '[DEFAULT]\nx=1\nx=2\n[a]\n[b]\nx=3\n', 3, 'The name on line 3 is already set on line 2.'],
    ['in a block', '[DEFAULT]\ns3 =\n  oops\n[a]\n[b]\n', 3, 'Line 3, in an indented block, is not “name = value”.'],
    ['before the end of the next header', '[DEFAULT]\nx=1\n[a\n[b]\n', 3, 'The closing bracket is missing'],
    ['before an empty header', '[DEFAULT]\nx=1\n[]\n[a]\n[b]\n', 3, 'Nothing stands between the brackets'],
    ['in its own header', '[DEFAULT\nx=1\n[a]\n[b]\n', 1, 'The closing bracket is missing'],
  ])('a mistake of [DEFAULT] %s breaks all sections', (_, text, line, message) => {
    const file = parseIni(text);
    expect(file.problems).toMatchObject([{ line }]);
    for (const name of ['a', 'b']) {
      const section = file.sections.find(({ header }) => header === name);
      expect(section?.problems).toEqual([
        { line, message: expect.stringContaining(message) as string, hint: expect.any(String) as string },
      ]);
    }
  });

  it('a mistake of [DEFAULT] is told once, beside those of the section', () => {
    const file = parseIni('[DEFAULT]\nx=1\n[DEFAULT\ny=2\n[a]\nz=3\noops\n');
    expect(file.problems.map(({ line }) => line)).toEqual([3]);
    expect(file.sections.map(({ header, problems }) => [header, problems.map(({ line }) => line)])).toEqual([
      ['a', [3, 7]],
    ]);
    expect(file.problems[0]?.hint).toContain('The AWS CLI refuses the whole file until this is mended.');
  });

  it('a mistake of another section stays there, also beside a [DEFAULT]', () => {
    const file = parseIni('[DEFAULT]\nx=1\n[a]\ny=1\ny=2\n[b\n[c]\n');
    expect(file.sections.map(({ header, problems }) => [header, problems.length])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 0],
    ]);
    expect(file.problems).toEqual([]);
  });

  it.each(['utf16le', 'latin1'] as const)('says so where the bytes are UTF-16, read as UTF-8 or as %s', (encoding) => {
    const bytes = Buffer.from('\uFEFF[default]\nx=1\n', 'utf16le');
    const text = encoding === 'latin1' ? bytes.subarray(2).toString('latin1') : bytes.toString('utf8');
    expect(parseIni(text).problems).toMatchObject([{ line: 1, message: 'This file is not UTF-8 text.' }]);
  });

  it.each(['\0[\0a\0]', '[\0a\0]\0', '\uFFFD\uFFFD[a]'])('nothing is taken from it: %j', (text) => {
    expect(parseIni(text)).toMatchObject({
      sections: [],
      problems: [{ line: 1, message: 'This file is not UTF-8 text.' }],
    });
  });
});

describe('blanks around a value are those of Python', () => {
  it.each(['\t', '\v', '\f', '\u001c', '\u001d', '\u001e', '\u001f', ' ', '\u0085', '\u00a0', '\u2028', '\u3000'])(
    '%j',
    (blank) => {
      expect(values(parseIni(`[a]\nx=${blank}1${blank}2${blank}\n`))).toEqual({ a: { x: `1${blank}2` } });
    },
  );

  it.each(['\uFEFF', '\u001b', '\u0084', '\u0086', '\u200b', '!'])('not %j', (character) => {
    const value = `${character}1${character}`;
    expect(values(parseIni(`[a]\nx=${value}\n`))).toEqual({ a: { x: value } });
  });
});
