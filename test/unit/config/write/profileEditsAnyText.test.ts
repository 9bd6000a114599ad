// What holds of a change to a profile, whatever else stands in the files.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Checked } from '../../../../src/base/checked.js';
import type { SharedFiles } from '../../../../src/config/files/fileText.js';
import { lookUp, readProfiles } from '../../../../src/config/files/profiles.js';
import {
  addProfile,
  deleteProfile,
  dependants,
  editProfile,
  renameProfile,
  type Changes,
} from '../../../../src/config/write/profileEdits.js';
import { awsFile } from './profileFiles.js';

const RUNS = { numRuns: 4_000 };

const filesOf = (config: string, credentials = ''): SharedFiles => ({
  config: { file: '/aws/config', text: config },
  credentials: { file: '/aws/credentials', text: credentials },
});

/** The text of the config file afterwards; undefined where the change was refused. */
function after(text: string, change: (files: SharedFiles) => Checked<Changes>): string | undefined {
  const result = change(filesOf(text));
  return result.ok ? (result.value.find(({ isCredentials }) => !isCredentials)?.after ?? text) : undefined;
}

const valueOf = (text: string, name: string, key: string) => {
  const profile = readProfiles(filesOf(text)).byName.get(name);
  return profile && lookUp(profile, key)?.value;
};
const isEnded = (text: string) => /[\r\n]$/.test(text);
/** With their ends, unless the text has a last line without one, below which another one may come. */
const linesOf = (text: string) => {
  const lines = text.replace(/^\uFEFF/, '').match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  return isEnded(text) ? lines : lines.map((line) => line.replace(/[\r\n]+$/, ''));
};
/** The lines of `all` that are left over once those of `some` are found in it, in their order; undefined where one is not. */
function leftOver(all: readonly string[], some: readonly string[]): readonly string[] | undefined {
  let at = 0;
  const rest = all.filter((line) => line !== some[at] || (at++, false));
  return at === some.length ? rest : undefined;
}

/** Runs the property, and sees to it that enough of the cases came to something. */
function counted(atLeast: number, property: (text: string) => boolean): void {
  let done = 0;
  fc.assert(
    fc.property(awsFile, (text) => {
      if (property(text)) done += 1;
    }),
    RUNS,
  );
  expect(done).toBeGreaterThan(atLeast);
}

const ROLE = new Map([
  ['role_arn', 'arn:aws:iam::123456789012:role/fresh'],
  ['source_profile', 'a'],
]);

it('a profile that is added and deleted again leaves the file as it was, byte for byte', () => {
  counted(2_000, (text) => {
    const added = after(text, (files) =>
      addProfile(files, { name: 'fresh one', config: ROLE, credentials: new Map() }),
    );
    if (added === undefined) return false;
    expect(added.startsWith(text)).toBe(true);
    expect(valueOf(added, 'fresh one', 'role_arn')).toBe(ROLE.get('role_arn'));
    expect(after(added, (files) => deleteProfile(files, 'fresh one'))).toBe(text);
    return true;
  });
});

it('a profile that is renamed there and back, with who names it, leaves the file as it was, byte for byte', () => {
  counted(1_200, (text) => {
    const following = dependants(filesOf(text), 'a');
    const there = after(text, (files) => renameProfile(files, 'a', 'elsewhere', following));
    if (there === undefined) return false;
    expect(dependants(filesOf(there), 'a')).toEqual([]);
    expect(dependants(filesOf(there), 'elsewhere')).toEqual(following);
    expect(after(there, (files) => renameProfile(files, 'elsewhere', 'a', following))).toBe(text);
    return true;
  });
});

it('a value that is set is read as meant, and no other line is touched', () => {
  counted(500, (text) => {
    if (!readProfiles(filesOf(text)).byName.has('a')) return false;
    const set = after(text, (files) => editProfile(files, 'a', new Map([['region', 'eu-west-9']])));
    if (set === undefined) return false;
    expect(valueOf(set, 'a', 'region')).toBe('eu-west-9');
    const now = linesOf(set);
    const fresh = now.findIndex((line) => line.includes('eu-west-9'));
    const gone = leftOver(linesOf(text), now.toSpliced(fresh, 1));
    // A comment between a value and the lines that go on with it is among what is replaced.
    const isInside = (index: number) => index > 0 && index < (gone?.length ?? 0) - 1;
    expect(gone?.every((line, index) => /^\s*region|^\s/i.test(line) || (/^[#;]/.test(line) && isInside(index)))).toBe(
      true,
    );
    expect(isEnded(set)).toBe(isEnded(text));
    return true;
  });
});

it('values that are set and taken away again leave the file as it was, byte for byte', () => {
  counted(500, (text) => {
    if (!readProfiles(filesOf(text)).byName.has('a')) return false;
    const name = 'external_id';
    const set = after(text, (files) => editProfile(files, 'a', new Map([[name, 'x/1']])));
    if (set === undefined) return false;
    expect(valueOf(set, 'a', name)).toBe('x/1');
    expect(after(set, (files) => editProfile(files, 'a', new Map([[name, undefined]])))).toBe(text);
    return true;
  });
});

it('a deleted profile is gone, and every other one says what it said', () => {
  const others = (text: string) =>
    [...readProfiles(filesOf(text)).byName]
      .filter(([name]) => name !== 'a')
      .map(([name, { config }]) => [
        name,
        [...(config?.section.options ?? [])].map(([key, { value }]) => [key, value]),
      ]);
  counted(500, (text) => {
    if (!readProfiles(filesOf(text)).byName.has('a')) return false;
    const deleted = after(text, (files) => deleteProfile(files, 'a'));
    if (deleted === undefined) return false;
    expect(readProfiles(filesOf(deleted)).byName.has('a')).toBe(false);
    expect(others(deleted)).toEqual(others(text));
    return true;
  });
});
