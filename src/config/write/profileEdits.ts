import { fail, ok, type Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import type { Place } from '../../base/place.js';
import { at, placed, type FileText, type SharedFiles } from '../files/fileText.js';
import { parseIni } from '../files/ini.js';
import { keysOf, lookUp, profileNameIn, readProfiles } from '../files/profiles.js';
import { iniLines } from './iniLines.js';
import { knownText } from './knownText.js';
import { editSection, type SectionEdit, type SectionValues } from './sectionEdit.js';

/** One of the two files as it was read, and as it is to be. */
export interface FileChange {
  readonly file: string;
  /** Undefined where there is no file. */
  readonly before: string | undefined;
  readonly after: string;
  readonly isCredentials: boolean;
}

export interface NewProfile {
  readonly name: string;
  readonly config: SectionValues;
  readonly credentials: SectionValues;
  /** A section of IAM Identity Center beside it. */
  readonly session?: { readonly name: string; readonly values: SectionValues } | undefined;
}

interface Edits {
  readonly config: readonly SectionEdit[];
  readonly credentials: readonly SectionEdit[];
}

interface Headers {
  readonly config: string | undefined;
  readonly credentials: string | undefined;
}

type Which = keyof Edits;

/** The keys of an IAM user, which are kept in the credentials file. */
export const KEYS: readonly string[] = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
];

export function addProfile(files: SharedFiles, { name, config, credentials, session }: NewProfile): Checked<Changes> {
  const known = readProfiles(files).byName.get(name);
  if (known !== undefined) {
    return taken(name, known.place);
  }
  const edits: Edits = {
    config: [
      ...sessionEdits(session),
      ...(config.size > 0 ? [{ kind: 'add' as const, header: profileHeader(name), values: config }] : []),
    ],
    credentials: credentials.size > 0 ? [{ kind: 'add', header: name, values: credentials }] : [],
  };
  return asRead(files, changed(files, edits), name, new Map([...config, ...credentials]));
}

/** Unless another line comes before what was written: one of the other file, or of what all profiles inherit there. */
function asRead(files: SharedFiles, changes: Checked<Changes>, name: string, values: SectionValues): Checked<Changes> {
  if (!changes.ok) {
    return changes;
  }
  const profile = readProfiles(withChanges(files, changes.value)).byName.get(name);
  for (const [key, value] of values) {
    const read = profile && lookUp(profile, key);
    if (read?.value !== value) {
      return fail(
        read?.place,
        l10n.t('{0} of the profile {1} would be taken from another line.', key, name),
        l10n.t('Change that line, or take it away.'),
      );
    }
  }
  return changes;
}

/** As the files would be. */
export function withChanges(files: SharedFiles, changes: Changes): SharedFiles {
  const after = (read: FileText): FileText => {
    const change = changes.find(({ file }) => file === read.file);
    return change === undefined ? read : { ...read, text: change.after };
  };
  return { ...files, config: after(files.config), credentials: after(files.credentials) };
}

function sessionEdits(session: NewProfile['session']): readonly SectionEdit[] {
  return session === undefined
    ? []
    : [{ kind: 'add', header: headerOf('sso-session', session.name), values: session.values }];
}

/** Each value where it stands already, else where its like belongs. */
export function editProfile(
  files: SharedFiles,
  name: string,
  values: SectionValues,
  session?: NewProfile['session'],
): Checked<Changes> {
  const headers = headersOf(files, name);
  if (!headers.ok) {
    return headers;
  }
  const { byName } = readProfiles(files);
  const profile = byName.get(name);
  const keyFile = (profile && keysOf(profile)?.file) ?? 'credentials';
  const elsewhere = headers.value.config === undefined && headers.value.credentials !== undefined;
  const placeOf = (key: string): Which => {
    if (KEYS.includes(key)) {
      return keyFile;
    }
    const isInCredentials = profile?.credentials?.section.options.has(key) === true;
    const isInConfig = profile?.config?.section.options.has(key) === true;
    return isInCredentials || (elsewhere && !isInConfig) ? 'credentials' : 'config';
  };
  const of = (which: Which): SectionEdit[] => {
    const isThere = (key: string) => profile?.[which]?.section.options.has(key) === true;
    const own = new Map(
      [...values].filter(([key, value]) => placeOf(key) === which && (value !== undefined || isThere(key))),
    );
    const header = headers.value[which];
    return own.size === 0
      ? []
      : [
          header === undefined
            ? { kind: 'add', header: which === 'config' ? profileHeader(name) : name, values: own }
            : { kind: 'set', header, values: own },
        ];
  };
  const edits = { config: [...sessionEdits(session), ...of('config')], credentials: of('credentials') };
  return asRead(files, changed(files, edits), name, values);
}

/** @param following the profiles whose source_profile is to name it by its new name */
export function renameProfile(
  files: SharedFiles,
  name: string,
  to: string,
  following: readonly string[],
): Checked<Changes> {
  const { byName } = readProfiles(files);
  const known = byName.get(to);
  if (known !== undefined) {
    return taken(to, known.place);
  }
  const headers = headersOf(files, name);
  if (!headers.ok) {
    return headers;
  }
  const { config, credentials } = headers.value;
  const edits = {
    config:
      config === undefined ? [] : [{ kind: 'rename' as const, header: config, to: renamedHeader(config, name, to) }],
    credentials: credentials === undefined ? [] : [{ kind: 'rename' as const, header: credentials, to }],
  };
  const values = new Map([['source_profile', to]]);
  const isOwn = byName.get(name) !== undefined && sourceOf(files, name) === name;
  const references: { config: SectionEdit[]; credentials: SectionEdit[] } = { config: [], credentials: [] };
  for (const each of [...following, ...(isOwn ? [name] : [])]) {
    const own = headersOf(files, each);
    if (!own.ok) {
      return own;
    }
    const which =
      byName.get(each)?.credentials?.section.options.has('source_profile') === true ? 'credentials' : 'config';
    const header = own.value[which];
    if (header !== undefined && isInherited(files[which].text ?? '', header, 'source_profile')) {
      return fail(
        at(files[which].file, byName.get(each)?.[which]?.section.options.get('source_profile')?.line ?? 1),
        l10n.t('All profiles have their source_profile from the section [DEFAULT], which names {0}.', name),
        l10n.t('Change it by hand.'),
      );
    }
    if (header !== undefined) {
      references[which].push({ kind: 'set', header, values });
    }
  }
  return changed(files, {
    config: [...references.config, ...edits.config],
    credentials: [...references.credentials, ...edits.credentials],
  });
}

export function deleteProfile(files: SharedFiles, name: string): Checked<Changes> {
  const headers = headersOf(files, name);
  if (!headers.ok) {
    return headers;
  }
  const { config, credentials } = headers.value;
  return changed(files, {
    config: config === undefined ? [] : [{ kind: 'remove', header: config }],
    credentials: credentials === undefined ? [] : [{ kind: 'remove', header: credentials }],
  });
}

/** The other profiles that take their credentials from it. */
export function dependants(files: SharedFiles, name: string): readonly string[] {
  return [...readProfiles(files).byName.keys()].filter((other) => other !== name && sourceOf(files, other) === name);
}

/** Whether what a section says of it stands in another one. */
function isInherited(text: string, header: string, key: string): boolean {
  const line =
    parseIni(text)
      .sections.find((section) => section.header === header)
      ?.options.get(key)?.line ?? 1;
  const above = iniLines(text).slice(0, line);
  return above.findLast(({ kind }) => kind === 'header')?.name !== header;
}

function sourceOf(files: SharedFiles, name: string): string | undefined {
  const profile = readProfiles(files).byName.get(name);
  return profile && lookUp(profile, 'source_profile')?.value;
}

export type Changes = readonly FileChange[];

export function changed(files: SharedFiles, edits: Edits): Checked<Changes> {
  const changes: FileChange[] = [];
  for (const which of ['credentials', 'config'] as const) {
    const change = changedFile(files[which], edits[which]);
    if (!change.ok) {
      return change;
    }
    const { file, text } = files[which];
    if (change.value !== (text ?? '')) {
      changes.push({ file, before: text, after: change.value, isCredentials: which === 'credentials' });
    }
  }
  return ok(changes);
}

function changedFile(read: FileText, edits: readonly SectionEdit[]): Checked<string> {
  let text = knownText(read);
  for (const edit of edits) {
    if (!text.ok) {
      return text;
    }
    text = editSection(read.file, text.value, edit);
  }
  return text;
}

/** What is between the brackets in each file. The AWS CLI reads [profile a] and [profile "a"] as one. */
export function headersOf({ config, credentials }: SharedFiles, name: string): Checked<Headers> {
  const inConfig = parseIni(config.text ?? '').sections.filter(({ header }) => profileNameIn(header) === name);
  const inCredentials = parseIni(credentials.text ?? '').sections.filter(({ header }) => header === name);
  const [first, second] = inConfig;
  if (first !== undefined && second !== undefined) {
    return fail(
      at(config.file, second.line),
      l10n.t('The profile {0} is there twice: on the lines {1} and {2}.', name, first.line, second.line),
      l10n.t('Merge the two into one.'),
    );
  }
  for (const [{ file }, section] of [[config, first] as const, [credentials, inCredentials[0]] as const]) {
    const problem = section?.problems[0];
    if (problem !== undefined) {
      return { ok: false, problem: placed(file, problem) };
    }
  }
  return ok({ config: first?.header, credentials: inCredentials[0]?.header });
}

function taken(name: string, place: Place | undefined): Checked<never> {
  return fail(
    place,
    l10n.t('There is a profile {0} already.', name),
    l10n.t('Choose another name, or change that profile.'),
  );
}

export function profileHeader(name: string): string {
  return name === 'default' ? name : headerOf('profile', name);
}

/** As it is quoted now, where quotes are not what the old name needed. */
function renamedHeader(header: string, name: string, to: string): string {
  const [, lead = '', quote = ''] = /^(profile\s+)(["']?)/.exec(header) ?? [];
  const plain = `${lead}${quote}${name}${quote}`;
  const isPlain = lead !== '' && header === plain && to !== 'default' && !/\s/.test(name) && !/\s/.test(to);
  return isPlain ? `${lead}${quote}${to}${quote}` : profileHeader(to);
}

function headerOf(kind: 'profile' | 'sso-session', name: string): string {
  return `${kind} ${/\s/.test(name) ? `"${name}"` : name}`;
}
