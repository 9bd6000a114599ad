import { describe, expect, it } from 'vitest';
import { documentOf, shortId } from '../../../src/identity/identityDocument.js';

describe('a document', () => {
  const arn = `arn:aws:sts::123456789012:assumed-role/${'a'.repeat(90)}`;
  const words = (count: number) => Array.from({ length: count }, () => 'nine-long').join(' ');

  it('has its sentences in lines of 100 columns, and its rows as they are', () =>
    expect(
      documentOf([
        { title: 'One', prose: [words(11), 'short', ''] },
        { title: 'Two', rows: [words(11)] },
      ]),
    ).toBe(`One\n    ${words(9)}\n    ${words(2)}\n    short\n    \n\nTwo\n    ${words(11)}\n`));

  it('fills a line to its end', () => {
    const fits = `${words(9)} ${'a'.repeat(6)}`;
    expect(fits).toHaveLength(96);
    expect(documentOf([{ title: 'One', prose: [fits] }])).toBe(`One\n    ${fits}\n`);
    expect(documentOf([{ title: 'One', prose: [`${fits}a`] }])).toBe(`One\n    ${words(9)}\n    ${'a'.repeat(7)}\n`);
  });

  it('keeps an ARN whole', () =>
    expect(documentOf([{ title: 'One', prose: [`It is ${arn} now.`] }])).toBe(
      `One\n    It is\n    ${arn}\n    now.\n`,
    ));

  it('has of an access key ID what tells it from another', () => expect(shortId('ASIAABCDEFGHWXYZ')).toBe('ASIA…WXYZ'));
});
