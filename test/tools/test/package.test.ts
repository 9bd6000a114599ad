import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../environment.js';
import { linkBases } from '../release/links.js';
import { withoutPictures, withoutProjectLinks } from '../release/readme.js';
import { linksIn } from '../docs/links.js';
import { compareContents } from '../release/vsix.js';

describe('what is in the package', () => {
  it('is exactly what is expected', () => {
    expect(compareContents(['a.js', 'b.json'], ['b.json', 'a.js'])).toEqual([]);
  });

  it('names each file that is there too much, and each that is not there', () => {
    expect(compareContents(['a.js', 'secrets.env', 'a.js.map'], ['a.js', 'l10n/bundle.l10n.json'])).toEqual([
      'Not expected in the package: secrets.env',
      'Not expected in the package: a.js.map',
      'Missing from the package: l10n/bundle.l10n.json',
    ]);
  });
});

describe("the README's links in a gallery", () => {
  const run = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'owner/name', GITHUB_SHA: 'c0ffee' };

  it('lead to the released commit', () => {
    expect(linkBases(run)).toEqual({
      baseContentUrl: 'https://github.com/owner/name/blob/c0ffee',
      baseImagesUrl: 'https://github.com/owner/name/raw/c0ffee',
    });
  });

  it.each(Object.keys(run))('stay as they are without %s', (name) => {
    expect(linkBases({ ...run, [name]: undefined })).toBeUndefined();
  });
});

describe('the README in an editor, from a file', () => {
  it('has no picture that would be a hole, and the rest as it is', () => {
    const text =
      '# Title\n\n![Overview](media/a.png)\n\nA [link](CONTRIBUTING.md).\n\n![Web](https://a.test/b.png)\n\nEnd\n';
    expect(withoutPictures(text)).toBe(
      '# Title\n\nA [link](CONTRIBUTING.md).\n\n![Web](https://a.test/b.png)\n\nEnd\n',
    );
  });

  it('is what the README of this project becomes', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(readme).toContain('](media/readme/');
    expect(withoutPictures(readme)).not.toContain('](media/readme/');
  });

  it('has no link to a page that is not in the .vsix, and its words', () => {
    expect(
      withoutProjectLinks('A [page](docs/a.md#b), [the web](https://a.test/b), [below](#c), ![P](media/a.png).'),
    ).toBe('A page, [the web](https://a.test/b), [below](#c), ![P](media/a.png).');
  });

  it.each(['README.md', 'CHANGELOG.md'])('of %s every link is of the web or to a heading', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const targets = linksIn(withoutProjectLinks(withoutPictures(text))).map(({ target }) => target);
    expect(targets.filter((each) => !each.startsWith('https://') && !each.startsWith('#'))).toEqual([]);
    expect(linksIn(text).length).toBeGreaterThan(targets.length);
  });
});
