// The search for secrets walks folders that a running browser and editor write to.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, Search } from '../../ui/secrets/secretSearch.js';

const secret = { what: 'the secret', text: 'hidden-in-plain-sight' };

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  for (const name of ['a', 'b']) {
    mkdirSync(at(name));
    writeFileSync(at(join(name, 'file')), secret.text);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const removed = (path: string): void => rmSync(path, { recursive: true });
const turnedIntoFile = (path: string): void => {
  removed(path);
  writeFileSync(path, '');
};
const turnedIntoFolder = (path: string): void => {
  removed(path);
  mkdirSync(path);
};

/** What is found where something happens as soon as the first file is reached. */
function walk(happens: () => void): string[] {
  const found: string[] = [];
  for (const file of filesBelow(folder)) {
    if (found.length === 0) happens();
    found.push(file);
  }
  return found;
}

/** The same of the search, which reads after the walk. */
function search(happens: () => void): string[] {
  const searching = new (class extends Search {
    private isFirst = true;

    override in(bytes: Buffer) {
      if (this.isFirst) happens();
      this.isFirst = false;
      return super.in(bytes);
    }
  })([secret]);
  return searching.below(folder).map(({ file }) => at(file));
}

describe('what vanishes meanwhile holds nothing', () => {
  it('a folder', () => {
    expect(walk(() => removed(at('b')))).toEqual([at('a/file')]);
  });

  it('a file', () => {
    expect(search(() => removed(at('b/file')))).toEqual([at('a/file')]);
  });
});

describe('anything else is told', () => {
  it('a folder that cannot be read', () => {
    expect(() => walk(() => turnedIntoFile(at('b')))).toThrow('ENOTDIR');
  });

  it('a file that cannot be read', () => {
    expect(() => search(() => turnedIntoFolder(at('b/file')))).toThrow('EISDIR');
  });

  it('a search where there is nothing to search', () => {
    removed(folder);
    expect(() => walk(() => undefined)).toThrow('ENOENT');
    mkdirSync(folder);
  });
});
