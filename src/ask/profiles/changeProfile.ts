import { basename } from 'node:path';
import { window } from 'vscode';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import { keysOf, readProfiles, type Profile } from '../../config/files/profiles.js';
import { deleteProfile, dependants, editProfile, renameProfile } from '../../config/write/profileEdits.js';
import { FIELDS, kindOf, newNameProblem, type FieldName } from '../../config/write/profileFields.js';
import { alone, BACK } from '../kit/sequence.js';
import { ask, pick, type Choice } from '../kit/steps.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { keptProfiles } from '../../config/write/keysMove.js';
import { editedKeys } from './editKeys.js';
import { forgetUnnamed } from './whileKept.js';
import { brokenNote, keysNote } from './addProfile.js';
import { applyChanges, readSharedFiles, valueOf } from './applyChanges.js';
import { askField } from './askField.js';
import { knownNames, valueInRow, type ProfileContext, type ProfileDraft } from './profileDraft.js';

/** "Edit Profile…". @throws UserError, Cancelled */
export async function askProfileEdits(keeping: KeysKeeping): Promise<void> {
  const files = await readSharedFiles();
  const profile = await chooseProfile(files, l10n.t('Edit Profile'));
  const { name } = profile;
  const draft = await askFields({ files, profile });
  if (await editedKeys({ files, profile }, draft, keeping)) {
    return;
  }
  const isNewKey = draft.values.has('aws_access_key_id') || draft.values.has('aws_secret_access_key');
  // The token of a session is of the keys before.
  const values = isNewKey
    ? new Map([...draft.values, ['aws_session_token', undefined], ['aws_security_token', undefined]] as const)
    : draft.values;
  const changes = valueOf(editProfile(files, name, values, draft.session));
  const where = await applyChanges(changes, {
    question: l10n.t('Change the profile {0}?', name),
    detail: sentences(isNewKey ? keysNote(changes) : undefined, brokenNote(files, changes, name)),
    button: l10n.t('Change'),
  });
  void window.showInformationMessage(l10n.t('The profile {0} is changed in {1}.', name, where));
}

async function askFields(context: ProfileContext & { readonly profile: Profile }): Promise<ProfileDraft> {
  const { profile } = context;
  const kind = kindOf(profile);
  const fields: readonly FieldName[] = kind === undefined ? ['region'] : FIELDS[kind];
  const heading = alone(l10n.t('Edit Profile {0}', profile.name), false);
  let draft: ProfileDraft = { name: profile.name, values: new Map(), session: undefined };
  let last: FieldName | 'done' = fields[0] ?? 'done';
  for (;;) {
    const rows: Choice<FieldName | 'done'>[] = fields.map((name) => ({
      label: labelOf(name),
      description: valueInRow(context, draft, name) ?? l10n.t('not set'),
      value: name,
    }));
    const at = last;
    const chosen: FieldName | 'done' | typeof BACK = await pick<FieldName | 'done'>({
      heading,
      placeholder: l10n.t('What shall be changed?'),
      choices: [...rows, { label: `$(diff) ${l10n.t('Show the Change…')}`, alwaysShow: true, value: 'done' }],
      active: (value) => value === at,
    });
    if (chosen === BACK || chosen === 'done') {
      return draft;
    }
    const asked = await askField(chosen, { ...heading, canGoBack: true }, context, draft);
    draft = asked === BACK ? draft : asked;
    const next = chosen === 'aws_access_key_id' ? 'aws_secret_access_key' : 'done'; // the two belong together
    last = asked === BACK ? chosen : next;
  }
}

function labelOf(name: FieldName): string {
  switch (name) {
    case 'source':
      return l10n.t('Source of the credentials');
    case 'keysPlace':
      return l10n.t('Where the keys lie');
    default:
      return name;
  }
}

/** "Rename Profile…". @throws UserError, Cancelled */
export async function askProfileName(): Promise<void> {
  const files = await readSharedFiles();
  const { name } = await chooseProfile(files, l10n.t('Rename Profile'));
  const { profiles } = knownNames(files);
  const heading = alone(l10n.t('Rename Profile {0}', name), false);
  const to = await ask({
    heading,
    prompt: l10n.t('The new name of the profile.'),
    value: name,
    validate: (text) => newNameProblem(text, profiles),
  });
  if (to === BACK) {
    throw new Cancelled();
  }
  const following = await askFollowing(files, name, to);
  const changes = valueOf(renameProfile(files, name, to, following));
  const left = dependants(files, name).filter((other) => !following.includes(other));
  const where = await applyChanges(changes, {
    question: l10n.t('Rename the profile {0} to {1}?', name, to),
    detail: sentences(
      following.length > 0 ? l10n.t('source_profile is changed with it in: {0}.', following.join(', ')) : undefined,
      left.length > 0
        ? l10n.t('source_profile would name a profile that does not exist in: {0}.', left.join(', '))
        : undefined,
      l10n.t('Programs, settings and scripts that name {0} find no such profile any more.', name),
    ),
    button: l10n.t('Rename'),
  });
  void window.showInformationMessage(l10n.t('The profile {0} is called {1} in {2}.', name, to, where));
}

async function askFollowing(files: SharedFiles, name: string, to: string): Promise<readonly string[]> {
  const others = dependants(files, name);
  if (others.length === 0) {
    return [];
  }
  const names = others.join(', ');
  const follows = await pick({
    heading: alone(l10n.t('Rename Profile {0}', name), false),
    placeholder: l10n.t('Profiles have {0} as their source_profile. Shall they follow?', name),
    choices: [
      { label: `$(references) ${l10n.t('Change source_profile there as well')}`, description: names, value: true },
      {
        label: `$(circle-slash) ${l10n.t('Rename the profile alone')}`,
        description: l10n.t('source_profile there goes on naming {0}, not {1}', name, to),
        value: false,
      },
    ],
  });
  return follows === true ? others : [];
}

/** "Delete Profile…". @throws UserError, Cancelled */
export async function askProfileToDelete(keeping: KeysKeeping): Promise<void> {
  const files = await readSharedFiles();
  const profile = await chooseProfile(files, l10n.t('Delete Profile'));
  const { name } = profile;
  const others = dependants(files, name);
  const changes = valueOf(deleteProfile(files, name));
  const kept = keptProfiles(files).find((each) => each.profile === name);
  const isShared =
    kept !== undefined && keptProfiles(files).some(({ id, profile: other }) => id === kept.id && other !== name);
  const where = await applyChanges(changes, {
    question: l10n.t('Delete the profile {0}?', name),
    detail: sentences(
      others.length > 0
        ? l10n.t('These profiles take their credentials from it, and will have none: {0}.', others.join(', '))
        : l10n.t('No other profile takes its credentials from it.'),
      keysOf(profile) === undefined
        ? undefined
        : l10n.t('Its keys stay valid until you deactivate them in IAM, and the copy of the file has them still.'),
      kept === undefined || isShared
        ? undefined
        : l10n.t(
            'Its secret access key is deleted from the secret storage too, and cannot be had back. The key {0} stays valid until you deactivate it in IAM.',
            kept.accessKeyId,
          ),
    ),
    button: l10n.t('Delete'),
  });
  await forgetUnnamed(keeping, kept === undefined ? [] : [kept.id]);
  void window.showInformationMessage(l10n.t('The profile {0} is no longer in {1}.', name, where));
}

async function chooseProfile(files: SharedFiles, title: string): Promise<Profile> {
  const profiles = [...readProfiles(files).byName.values()];
  if (profiles.length === 0) {
    throw new UserError(l10n.t('There is no profile in {0}, nor in {1}.', files.config.file, files.credentials.file), {
      actions: [{ title: l10n.t('Add Profile…'), command: 'roleSessions.addProfile' }],
    });
  }
  const chosen = await pick({
    heading: alone(title, false),
    placeholder: l10n.t('Which profile?'),
    choices: profiles.map((profile) => ({
      label: profile.name,
      description: [profile.credentials, profile.config]
        .flatMap((located) => (located ? basename(located.file) : []))
        .join(' · '),
      value: profile.name, // not what it says: that holds secrets
    })),
  });
  const profile = profiles.find(({ name }) => name === chosen);
  if (profile === undefined) {
    throw new Cancelled();
  }
  return profile;
}
