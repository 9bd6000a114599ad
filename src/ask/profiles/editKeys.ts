import { window } from 'vscode';
import { ok, type Checked } from '../../base/checked.js';
import { UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import type { Profile } from '../../config/files/profiles.js';
import { keptLineOf, readKeptKeys, type KeptKeys } from '../../config/sources/keptKeys.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { clearPair, moveKeys, moveKeysBack } from '../../config/write/keysMove.js';
import { editProfile, withChanges, type Changes } from '../../config/write/profileEdits.js';
import { keysNote } from './addProfile.js';
import { applyChanges, valueOf } from './applyChanges.js';
import { keptNote } from './keysPlace.js';
import { drafted, draftedPlace, type ProfileDraft } from './profileDraft.js';
import { forgetUnnamed, whileKept } from './whileKept.js';

interface Edited {
  readonly files: SharedFiles;
  readonly profile: Profile;
}

/** Edits keys that lie, or are to lie, in the secret storage. @returns whether there were such @throws UserError, Cancelled */
export async function editedKeys(edited: Edited, draft: ProfileDraft, keeping: KeysKeeping): Promise<boolean> {
  const { profile } = edited;
  const line = keptLineOf(profile);
  const place = draftedPlace(edited, draft);
  const isNew = draft.values.has('aws_access_key_id') || draft.values.has('aws_secret_access_key');
  if (line === undefined ? place === 'file' : place === 'secret-storage' && !isNew) {
    return false;
  }
  const keys = await keysAfter(edited, draft, keeping);
  const where = await (place === 'file'
    ? intoFile(edited, draft, keys)
    : whileKept(keeping, new Map([[profile.name, keys]]), (commands) =>
        intoStorage(edited, draft, { commands, keeping, isKept: line !== undefined }),
      ));
  await forgetUnnamed(keeping, line === undefined ? [] : [line.id]);
  void window.showInformationMessage(l10n.t('The profile {0} is changed in {1}.', profile.name, where));
  return true;
}

/** What has been typed, and of what has not what there is. */
async function keysAfter(edited: Edited, draft: ProfileDraft, { store }: KeysKeeping): Promise<KeptKeys> {
  const { files, profile } = edited;
  const line = keptLineOf(profile);
  const now = line === undefined ? clearPair(files, profile.name) : await readKeptKeys(store, line.id);
  const accessKeyId = drafted(edited, draft, 'aws_access_key_id') ?? '';
  const typed = draft.values.get('aws_secret_access_key');
  const secretAccessKey = typed ?? now?.secretAccessKey;
  if (secretAccessKey === undefined || (typed === undefined && now?.accessKeyId !== accessKeyId)) {
    throw new UserError(l10n.t('The secret access key of {0} is not known: enter it too.', accessKeyId));
  }
  return { accessKeyId, secretAccessKey };
}

interface IntoStorage {
  readonly commands: ReadonlyMap<string, string>;
  readonly keeping: KeysKeeping;
  readonly isKept: boolean;
}

function intoStorage(
  { files, profile: { name } }: Edited,
  draft: ProfileDraft,
  { commands, keeping, isKept }: IntoStorage,
) {
  const values = otherValues(draft);
  const first = valueOf(
    isKept
      ? editProfile(files, name, new Map([...values, ['credential_process', commands.get(name)]]))
      : values.size === 0
        ? ok([])
        : editProfile(files, name, values),
  );
  const changes = isKept ? first : valueOf(inTurn(files, first, (then) => moveKeys(then, commands)));
  return applyChanges(changes, {
    question: l10n.t('Change the profile {0}?', name),
    detail: keptNote(),
    button: l10n.t('Change'),
    first: keeping.begin,
    hasBackup: isKept, // else the copy would have the keys in the clear
  });
}

function intoFile({ files, profile: { name } }: Edited, draft: ProfileDraft, keys: KeptKeys) {
  const values = otherValues(draft);
  const first = values.size === 0 ? [] : valueOf(editProfile(files, name, values));
  const changes = valueOf(inTurn(files, first, (then) => moveKeysBack(then, name, keys)));
  return applyChanges(changes, {
    question: l10n.t('Change the profile {0}?', name),
    detail: keysNote(changes),
    button: l10n.t('Change'),
  });
}

function otherValues({ values }: ProfileDraft) {
  return new Map([...values].filter(([key]) => !key.startsWith('aws_')));
}

/** What is changed, and then changed further, as one change of each file, in the order of the latter. */
function inTurn(files: SharedFiles, first: Changes, next: (files: SharedFiles) => Checked<Changes>): Checked<Changes> {
  const second = next(withChanges(files, first));
  if (!second.ok) {
    return second;
  }
  const beforeOf = (file: string) => first.find((each) => each.file === file);
  const others = first.filter(({ file }) => !second.value.some((each) => each.file === file));
  const merged = second.value.map((change) => {
    const earlier = beforeOf(change.file);
    return earlier === undefined ? change : { ...change, before: earlier.before };
  });
  return ok([...others, ...merged]);
}
