import { fail, ok, type Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import type { Problem } from '../../base/place.js';
import { at, type SharedFiles } from '../files/fileText.js';
import { keysOf, lookUp, readProfiles, type KeyFields, type Profile } from '../files/profiles.js';
import { checkKeys } from '../sources/staticKeys.js';
import { keptLineOf, type KeptKeys } from '../sources/keptKeys.js';
import type { KeptLine } from '../rules/ownProgram.js';
import { COMES_BEFORE } from './managedProfiles.js';
import { changed, headersOf, KEYS, profileHeader, withChanges, type Changes } from './profileEdits.js';
import { failUnsafe, type SectionEdit } from './sectionEdit.js';

/** Long-term keys that lie in one of the files, for people: the secret is not in it. */
export interface ClearKeys {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly file: string;
  readonly line: number;
  /** Why they have to stay. */
  readonly obstacle: Problem | undefined;
}

/** All long-term keys in the files, in the order of the profiles. */
export function clearKeys(files: SharedFiles): readonly ClearKeys[] {
  return [...readProfiles(files).byName.values()].flatMap((profile) => {
    const keys = longTermOf(profile);
    const place = keys?.aside.secretAccessKey?.place;
    return keys === undefined || place?.kind !== 'file'
      ? []
      : [
          {
            profile: profile.name,
            accessKeyId: keys.accessKeyId,
            file: place.file,
            line: place.line,
            obstacle: obstacleTo(profile),
          },
        ];
  });
}

/** The keys themselves, as they stand in the files. */
export function clearPair(files: SharedFiles, name: string): KeptKeys | undefined {
  const profile = readProfiles(files).byName.get(name);
  const keys = profile && longTermOf(profile);
  return keys && { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey };
}

/** The profiles whose keys the secret storage has. */
export function keptProfiles(files: SharedFiles): readonly (KeptLine & { readonly profile: string })[] {
  return [...readProfiles(files).byName.values()].flatMap((profile) => {
    const line = keptLineOf(profile);
    return line === undefined ? [] : [{ ...line, profile: profile.name }];
  });
}

/**
 * The keys of these profiles out of the files, and in their place the program that gives them.
 * @param commands what `credential_process` is to say, by profile
 * @returns the config file first: what is written between the two files still is the same somebody
 */
export function moveKeys(files: SharedFiles, commands: ReadonlyMap<string, string>): Checked<Changes> {
  const edits: { config: SectionEdit[]; credentials: SectionEdit[] } = { config: [], credentials: [] };
  const { byName } = readProfiles(files);
  for (const [name, command] of commands) {
    const headers = headersOf(files, name);
    if (!headers.ok) {
      return headers;
    }
    const profile = byName.get(name);
    const obstacle = profile && obstacleTo(profile);
    if (obstacle !== undefined) {
      return { ok: false, problem: obstacle };
    }
    const { config, credentials } = headers.value;
    const without = (which: 'config' | 'credentials') =>
      KEYS.filter((key) => profile?.[which]?.section.options.has(key) === true).map((key) => [key, undefined] as const);
    const values = new Map<string, string | undefined>([['credential_process', command], ...without('config')]);
    edits.config.push(
      config === undefined
        ? { kind: 'add', header: profileHeader(name), values }
        : { kind: 'set', header: config, values },
    );
    const gone = without('credentials');
    if (credentials !== undefined && gone.length > 0) {
      const isAll = profile?.credentials?.section.options.size === gone.length;
      edits.credentials.push(
        isAll ? { kind: 'remove', header: credentials } : { kind: 'set', header: credentials, values: new Map(gone) },
      );
    }
  }
  const changes = changed(files, edits);
  return changes.ok ? asMoved(files, changes.value, commands) : changes;
}

/** The keys into the credentials file, and the program that gave them out of the config file. */
export function moveKeysBack(files: SharedFiles, name: string, keys: KeptKeys): Checked<Changes> {
  const headers = headersOf(files, name);
  if (!headers.ok) {
    return headers;
  }
  const { config, credentials } = headers.value;
  const values = new Map([
    ['aws_access_key_id', keys.accessKeyId],
    ['aws_secret_access_key', keys.secretAccessKey],
  ]);
  const profile = readProfiles(files).byName.get(name);
  const which = profile?.credentials?.section.options.has('credential_process') === true ? 'credentials' : 'config';
  const out = new Map([['credential_process', undefined]]);
  const isAll = which === 'config' && profile?.config?.section.options.size === 1;
  const process: SectionEdit[] =
    which === 'credentials' || config === undefined
      ? []
      : [isAll ? { kind: 'remove', header: config } : { kind: 'set', header: config, values: out }];
  const changes = changed(files, {
    config: process,
    credentials: [
      credentials === undefined
        ? { kind: 'add', header: name, values }
        : { kind: 'set', header: credentials, values: new Map([...values, ...(which === 'credentials' ? out : [])]) },
    ],
  });
  if (!changes.ok) {
    return changes;
  }
  const pair = clearPair(withChanges(files, changes.value), name);
  const isAsMeant = pair?.accessKeyId === keys.accessKeyId && pair.secretAccessKey === keys.secretAccessKey;
  return isAsMeant ? changes : failUnsafe(files.credentials.file);
}

interface LongTerm extends KeptKeys {
  readonly aside: KeyFields;
}

function longTermOf(profile: Profile): LongTerm | undefined {
  const aside = profile.problems.length === 0 ? keysOf(profile) : undefined;
  const checked = aside && checkKeys(profile, aside);
  return aside === undefined || checked?.ok !== true || checked.value.sessionToken !== undefined
    ? undefined
    : {
        accessKeyId: checked.value.source.accessKeyId,
        secretAccessKey: checked.value.secretAccessKey,
        aside,
      };
}

/** What would be taken before, or instead of, a `credential_process` that stands where the keys did. */
function obstacleTo(profile: Profile): Problem | undefined {
  const other = [...COMES_BEFORE, 'credential_process']
    .filter((key) => !KEYS.includes(key) && key !== 'source_profile')
    .map((key) => lookUp(profile, key))
    .find((field) => field !== undefined);
  if (other !== undefined) {
    return {
      message: l10n.t(
        'The profile “{0}” has {1} beside its keys, and would be another without them.',
        profile.name,
        other.name,
      ),
      hint: l10n.t('Give the keys a profile of their own, and name it as source_profile where they are used.'),
      place: other.place,
    };
  }
  const [mine, others] = [profile.credentials, profile.config].map((located) =>
    KEYS.map((key) => located?.section.options.get(key)?.value),
  );
  const isTwice = mine?.some((value) => value !== undefined) === true && others?.some((value) => value !== undefined);
  const differs = isTwice === true && JSON.stringify(mine) !== JSON.stringify(others);
  const { config } = profile;
  return differs && config !== undefined
    ? {
        message: l10n.t('The profile “{0}” has keys in both files, and they differ.', profile.name),
        hint: l10n.t('Take away those that are not used: the AWS CLI takes those of the credentials file.'),
        place: at(config.file, config.section.options.get('aws_access_key_id')?.line ?? config.section.line),
      }
    : undefined;
}

function asMoved(files: SharedFiles, changes: Changes, commands: ReadonlyMap<string, string>): Checked<Changes> {
  const { byName } = readProfiles(withChanges(files, changes));
  for (const [name, command] of commands) {
    const profile = byName.get(name);
    const isMeant =
      profile !== undefined &&
      keysOf(profile) === undefined &&
      keptLineOf(profile) !== undefined &&
      lookUp(profile, 'credential_process')?.value === command;
    if (!isMeant) {
      return fail(
        profile?.place,
        l10n.t('The profile “{0}” would have its credentials from another line than is meant.', name),
        l10n.t('Change it by hand.'),
      );
    }
  }
  return ok(changes.toSorted((a, b) => Number(a.isCredentials) - Number(b.isCredentials)));
}
