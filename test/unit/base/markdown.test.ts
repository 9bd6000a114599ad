import { describe, expect, it } from 'vitest';
import { commandLink, escapeMarkdown, factTable, paragraphs } from '../../../src/base/markdown.js';

it('shows a name as it is, not as markup or icon', () => {
  expect(escapeMarkdown('[x](command:evil) $(bug) <b> **y** a_b `c` | &amp;')).toBe(
    '\\[x\\]\\(command:evil\\) \\$\\(bug\\) \\<b\\> \\*\\*y\\*\\* a\\_b \\`c\\` \\| \\&amp;',
  );
});

it('leaves out paragraphs that say nothing', () => {
  expect(paragraphs('a', undefined, '', 'b')).toBe('a\n\nb');
});

it('a table keeps names on one line, and values in their cell', () => {
  expect(factTable([['Session name', 'a|b\nc']])).toBe('| | |\n|:--|:--|\n| Session&nbsp;name | a\\|b c |');
});

describe('a link to a command', () => {
  it.each<[readonly unknown[], string]>([
    [[], '[Go](command:x.y)'],
    [[{ id: 'a b)' }], `[Go](command:x.y?${encodeURIComponent('[{"id":"a b)"}]')})`],
  ])('with %j', (args, expected) => {
    expect(commandLink('Go', 'x.y', ...args)).toBe(expected);
  });
});
