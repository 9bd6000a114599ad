import fc from 'fast-check';

/** Keys that S3 allows and that careless code breaks on. */
export const ODD_KEYS: readonly string[] = [
  'plain.txt',
  'a//b.txt',
  '/leading',
  'trailing/',
  '//',
  '.',
  '..',
  '../up.txt',
  'a/./b/../c',
  '100%.txt',
  '%2e%2e/%2F',
  'a#b.txt',
  'a?b=c.txt',
  'a b  c.txt',
  ' edges ',
  'a+b&c;d=e,f@g$h.txt',
  'line\nbreak\r\ttab.txt',
  'emoji 😀 und ümläut.txt',
  'back\\slash.txt',
  'C:\\windows.txt',
  'time 10:30:00.log',
  '~tilde~7e~/~',
  'quotes "\'`<>|*.txt',
  '\u0001\u007f\u0085control',
  '\u202Ertl.txt',
];

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '.',
    '..',
    '~',
    '~7e',
    '%',
    '%2e',
    '#',
    '?',
    ':',
    '\\',
    ' ',
    '\n',
    '\0',
    '+',
    '😀',
    'é',
    'a.png',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/** Any key of valid Unicode, rich in what is special to paths and URIs. */
export const anyKey = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
