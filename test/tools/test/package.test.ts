import { describe, expect, it } from 'vitest';
import { linkBases } from '../release/links.js';
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
