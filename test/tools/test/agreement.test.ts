import { describe, expect, it } from 'vitest';
import { disagreements, type Release } from '../release/agreement.js';

const CHANGELOG = '# Changelog\n\n## 1.2.3\n\n- A change.\n\n## 1.2.2\n\n- An older one.\n';
const RELEASE: Release = { tag: 'v1.2.3', version: '1.2.3', lockVersion: '1.2.3', changelog: CHANGELOG };
const unreleased = CHANGELOG.replace('## 1.2.3', '## Unreleased\n\n- The next.\n\n## 1.2.3');

describe('tag, version and change log', () => {
  it.each<[string, Partial<Release>]>([
    ['a tag', {}],
    ['no tag yet', { tag: undefined }],
    ['the next changes, without a tag', { tag: undefined, changelog: unreleased }],
    ['a change log with line ends of Windows', { changelog: CHANGELOG.replaceAll('\n', '\r\n') }],
    ['the first version', { changelog: '# Changelog\n\n## 1.2.3\n\nThe first release.\n' }],
  ])('agree: %s', (_case, change) => {
    expect(disagreements({ ...RELEASE, ...change })).toEqual([]);
  });

  it.each<[string, Partial<Release>, string]>([
    ['another version', { tag: 'v1.2.4' }, 'The tag is v1.2.4; for the version in package.json it would be v1.2.3.'],
    ['a tag without v', { tag: '1.2.3' }, 'The tag is 1.2.3;'],
    ['an empty tag', { tag: '' }, 'The tag is ;'],
    ['a lock file that was left behind', { lockVersion: '1.2.2' }, 'package-lock.json has version 1.2.2'],
    ['an older change log', { changelog: CHANGELOG.replace('## 1.2.3', '') }, 'has "1.2.2" as its newest version'],
    [
      'a version that is not the newest there',
      { changelog: CHANGELOG.replace('## 1.2.3', '## 1.3.0\n\n- More.\n\n## 1.2.3') },
      'has "1.3.0" as its newest version',
    ],
    ['no section', { changelog: '# Changelog\n' }, 'CHANGELOG.md names no version; package.json has 1.2.3.'],
    ['a longer version', { changelog: CHANGELOG.replace('1.2.3', '1.2.30') }, 'has "1.2.30" as its newest version'],
    ['nothing said', { changelog: CHANGELOG.replace('- A change.\n', '') }, 'CHANGELOG.md says nothing about 1.2.3.'],
    ['changes that are left over', { changelog: unreleased }, 'still has changes under "Unreleased"'],
  ])('do not agree: %s', (_case, change, complaint) => {
    expect(disagreements({ ...RELEASE, ...change })).toEqual([expect.stringContaining(complaint)]);
  });

  it('want a version of three numbers, which is all that the galleries take', () => {
    for (const version of ['1.2', '1.2.3-beta.1', '01.2.3', '1.2.3.4']) {
      const release = {
        tag: `v${version}`,
        version,
        lockVersion: version,
        changelog: `## ${version}\n\n- A change.\n`,
      };
      expect(disagreements(release)).toEqual([`"${version}" in package.json is not a version of three numbers.`]);
    }
  });
});
