import { fail, ok, type Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import type { Place } from '../../base/place.js';
import { at, whyUnread, whyUnreadable, type FileText } from '../files/fileText.js';
import { parseIni } from '../files/ini.js';
import { profileNameIn } from '../files/profiles.js';
import { knownText } from './knownText.js';
import { failUnsafe } from './sectionEdit.js';
import { withCommand, withoutSection, withSection, writtenProfiles, type ManagedProfile } from './profileSection.js';

/** Whether a `credential_process` runs our program. */
export type IsOurs = (command: string) => boolean;

/** What a profile would act by before it came to its `credential_process` (botocore create_credential_resolver). */
export const COMES_BEFORE: readonly string[] = [
  'role_arn',
  'source_profile',
  'credential_source',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'sso_role_name',
  'login_session',
  'aws_access_key_id',
  'aws_secret_access_key',
];

interface Files {
  readonly config: FileText;
  readonly credentials: FileText;
}

/** The names of our profiles, in the order of the file. */
export function managedNames(text: string, isOurs: IsOurs): readonly string[] {
  const ours = writtenProfiles(text).filter(({ section }) => isOurs(commandOf(section)));
  return [...new Set(ours.map(({ name }) => name))];
}

/** The text of the config file with the profile in it: new, or in the place of one of ours for the same. */
export function addManaged(files: Files, profile: ManagedProfile, isOurs: IsOurs): Checked<string> {
  const text = textOf(files);
  if (!text.ok) {
    return text;
  }
  const { file } = files.config;
  const [known, ...others] = writtenProfiles(text.value).filter(({ name }) => name === profile.name);
  const foreign = [...(known ? [known] : []), ...others].find(({ section }) => !isOurs(commandOf(section)));
  if (foreign !== undefined) {
    return fail(
      at(file, foreign.line),
      l10n.t('There is a profile {0} already, which is not managed by this extension.', profile.name),
      l10n.t('Give it another name, or take it away, if you do not need it.'),
    );
  }
  const [twice] = others;
  if (twice !== undefined) {
    return fail(
      at(file, twice.line),
      l10n.t('The profile {0} is there twice.', profile.name),
      l10n.t('Take one of the two away.'),
    );
  }
  const after = known ? withCommand(text.value, known, profile) : withSection(text.value, profile);
  return checked(files, text.value, after, profile.name);
}

export function removeManaged(files: Files, name: string, isOurs: IsOurs): Checked<string> {
  const text = textOf({ config: files.config, credentials: undefined });
  if (!text.ok) {
    return text;
  }
  const ours = (each: string) =>
    writtenProfiles(each).find((written) => written.name === name && isOurs(commandOf(written.section)));
  let after = text.value;
  for (let found = ours(after); found !== undefined; found = ours(after)) {
    after = withoutSection(after, found);
  }
  return isSameBut(name, text.value, after) ? ok(after) : failUnsafe(files.config.file);
}

function commandOf(section: { readonly options: ReadonlyMap<string, { readonly value: string }> }): string {
  return section.options.get('credential_process')?.value.trim() ?? '';
}

/** As far as both files can be known. */
function textOf({ config, credentials }: { config: FileText; credentials: FileText | undefined }): Checked<string> {
  const problem = credentials && (whyUnread(credentials) ?? whyUnreadable(credentials));
  return problem === undefined ? knownText(config) : { ok: false, problem };
}

/** Nobody else may be meant by the name, and all else says what it said. */
function checked({ config, credentials }: Files, before: string, after: string, name: string): Checked<string> {
  const [keys] = parseIni(credentials.text ?? '').sections.filter(({ header }) => header === name);
  if (keys !== undefined) {
    return other(at(credentials.file, keys.line), name, `[${name}]`);
  }
  const sections = parseIni(after).sections.filter(({ header }) => profileNameIn(header) === name);
  for (const [key, { line }] of sections.flatMap(({ options }) => [...options])) {
    if (COMES_BEFORE.includes(key)) {
      return other(at(config.file, line), name, key);
    }
  }
  return isSameBut(name, before, after) ? ok(after) : failUnsafe(config.file);
}

function other(place: Place, name: string, what: string): Checked<never> {
  return fail(
    place,
    l10n.t('The profile {0} would act as somebody else: {1} comes before what this extension writes.', name, what),
    l10n.t('Take that line away first.'),
  );
}

/** Whether the AWS CLI reads the same of all other sections. */
function isSameBut(name: string, before: string, after: string): boolean {
  const said = (text: string) =>
    JSON.stringify(
      parseIni(text)
        .sections.filter(({ header }) => profileNameIn(header) !== name)
        .map(({ header, options }) => [header, [...options].map(([key, { value }]) => [key, value])]),
    );
  return said(before) === said(after);
}
