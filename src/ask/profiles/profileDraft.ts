import * as l10n from '../../base/l10n.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import { lookUp, readProfiles, type Profile } from '../../config/files/profiles.js';
import { keptLineOf } from '../../config/sources/keptKeys.js';
import type { NewProfile } from '../../config/write/profileEdits.js';
import type { FieldName } from '../../config/write/profileFields.js';
import type { SectionValues } from '../../config/write/sectionEdit.js';

/** A profile as far as it has been asked for. */
export interface ProfileDraft {
  readonly name: string;
  /** Undefined for what is to go. */
  readonly values: SectionValues;
  /** One that does not exist yet. */
  readonly session: NewProfile['session'];
  /** Where keys are to lie; undefined where nothing is said of it. */
  readonly keysPlace?: KeysPlace;
}

export type KeysPlace = 'secret-storage' | 'file';

/** What questions are asked among. */
export interface ProfileContext {
  readonly files: SharedFiles;
  /** As it stands in the files; undefined for a new one. */
  readonly profile: Profile | undefined;
}

/** What the profile would say. */
export function drafted({ profile }: ProfileContext, { values }: ProfileDraft, key: string): string | undefined {
  if (values.has(key)) {
    return values.get(key);
  }
  const kept = key === 'aws_access_key_id' ? profile && keptLineOf(profile)?.accessKeyId : undefined;
  return kept ?? (profile && lookUp(profile, key)?.value);
}

/** Where the keys of the profile would lie. */
export function draftedPlace({ profile }: ProfileContext, { keysPlace }: ProfileDraft): KeysPlace {
  const isKept = profile !== undefined && keptLineOf(profile) !== undefined;
  return keysPlace ?? (isKept ? 'secret-storage' : 'file');
}

export function withValues(draft: ProfileDraft, values: Readonly<Record<string, string | undefined>>): ProfileDraft {
  return { ...draft, values: new Map([...draft.values, ...Object.entries(values)]) };
}

/** For a row: what the field is, and that of a secret not at all. */
export function valueInRow(context: ProfileContext, draft: ProfileDraft, name: FieldName): string | undefined {
  switch (name) {
    case 'aws_secret_access_key':
      return drafted(context, draft, 'aws_access_key_id') === undefined ? undefined : '••••••••';
    case 'keysPlace':
      return placeName(draftedPlace(context, draft));
    case 'source':
      return drafted(context, draft, 'source_profile') ?? drafted(context, draft, 'credential_source');
    default:
      return drafted(context, draft, name);
  }
}

export function placeName(place: KeysPlace): string {
  return place === 'file'
    ? l10n.t('in the credentials file, in the clear')
    : l10n.t('in the secret storage of the editor');
}

/** The names of all profiles, and of all sections of IAM Identity Center. */
export function knownNames(files: SharedFiles) {
  const { byName, ssoSessions } = readProfiles(files);
  return { profiles: [...byName.keys()], sessions: [...ssoSessions.keys()] };
}
