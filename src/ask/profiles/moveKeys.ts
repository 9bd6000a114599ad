import { readFile } from 'node:fs/promises';
import { window } from 'vscode';
import { Cancelled, UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { problemText, shortPlaceText } from '../../base/place.js';
import { sentences, together } from '../../base/words.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import { readKeptKeys, type KeptKeys } from '../../config/sources/keptKeys.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { backupOf } from '../../config/write/configFile.js';
import {
  clearKeys,
  clearPair,
  keptProfiles,
  moveKeys,
  moveKeysBack,
  type ClearKeys,
} from '../../config/write/keysMove.js';
import { alone, BACK } from '../kit/sequence.js';
import { pick, pickMany } from '../kit/steps.js';
import { keysNote } from './addProfile.js';
import { applyChanges, readSharedFiles, valueOf } from './applyChanges.js';
import { keptNote } from './keysPlace.js';
import { forgetUnnamed, whileKept } from './whileKept.js';

/** "Move Keys into Secret Storage…". @throws UserError, Cancelled */
export async function askKeysToMove(keeping: KeysKeeping): Promise<void> {
  const files = await readSharedFiles();
  const all = clearKeys(files);
  const chosen = await chooseClear(files, all);
  const keys = new Map<string, KeptKeys>();
  for (const { profile } of chosen) {
    const pair = clearPair(files, profile);
    if (pair !== undefined) {
      keys.set(profile, pair);
    }
  }
  const names = chosen.map(({ profile }) => profile).join(', ');
  const copies = await copiesOf(files, [...keys.values()]);
  const where = await whileKept(keeping, keys, (commands) =>
    applyChanges(valueOf(moveKeys(files, commands)), {
      question: l10n.t('Move the keys of these profiles into the secret storage? {0}', names),
      detail: sentences(
        keptNote(),
        l10n.t('They are there already, and were read back. Who the profiles are stays the same.'),
        l10n.t(
          'No copy of the files is made, since it would have the keys in the clear: Move Keys Back to the Credentials File… is the way back.',
        ),
        copiesNote(copies),
        staysNote(all.filter(({ profile }) => !keys.has(profile))),
      ),
      button: l10n.t('Move'),
      first: keeping.begin,
      hasBackup: false,
    }),
  );
  const done = l10n.t('The keys of {0} are in the secret storage, and no longer in {1}.', names, where);
  void window.showInformationMessage(sentences(done, copiesNote(copies)));
}

/** "Move Keys Back to the Credentials File…". @throws UserError, Cancelled */
export async function askKeysToMoveBack(keeping: KeysKeeping): Promise<void> {
  const files = await readSharedFiles();
  const kept = keptProfiles(files);
  if (kept.length === 0) {
    throw new UserError(l10n.t('No profile has its keys in the secret storage.'));
  }
  const name = await pick({
    heading: alone(l10n.t('Move Keys Back'), false),
    placeholder: l10n.t('Of which profile?'),
    choices: kept.map(({ profile, accessKeyId }) => ({
      label: profile,
      description: accessKeyId,
      value: profile,
    })),
  });
  const line = kept.find(({ profile }) => profile === name);
  if (name === BACK || line === undefined) {
    throw new Cancelled();
  }
  const keys = await readKeptKeys(keeping.store, line.id);
  if (keys === undefined) {
    throw new UserError(
      l10n.t(
        'The keys {0} are not in the secret storage of this editor. Where they are lost, make a new access key in IAM, and enter it by Edit Profile….',
        line.accessKeyId,
      ),
    );
  }
  const changes = valueOf(moveKeysBack(files, name, keys));
  const where = await applyChanges(changes, {
    question: l10n.t('Move the keys of the profile {0} back to the credentials file?', name),
    detail: sentences(keysNote(changes), l10n.t('They are deleted from the secret storage afterwards.')),
    button: l10n.t('Move'),
  });
  await forgetUnnamed(keeping, [line.id]);
  void window.showInformationMessage(l10n.t('The keys of the profile {0} are in {1}.', name, where));
}

async function chooseClear(files: SharedFiles, all: readonly ClearKeys[]): Promise<readonly ClearKeys[]> {
  const movable = all.filter(({ obstacle }) => obstacle === undefined);
  const [stuck] = all;
  if (movable.length === 0) {
    throw new UserError(
      stuck?.obstacle === undefined
        ? l10n.t('No profile has long-term keys in {0}, nor in {1}.', files.credentials.file, files.config.file)
        : problemText(stuck.obstacle),
    );
  }
  const names = await pickMany<string>(
    {
      heading: alone(l10n.t('Move Keys into Secret Storage'), false),
      placeholder: l10n.t('The long-term keys of which profiles?'),
      choices: movable.map(({ profile, accessKeyId, file, line }) => ({
        label: profile,
        description: `${accessKeyId} · ${shortPlaceText({ kind: 'file', file, line })}`,
        value: profile,
      })),
    },
    () => movable.length === 1,
  );
  const chosen = names === BACK ? [] : movable.filter(({ profile }) => names.includes(profile));
  if (chosen.length === 0) {
    throw new Cancelled();
  }
  return chosen;
}

/** Older copies of ours that have the keys in the clear still. */
async function copiesOf({ config, credentials }: SharedFiles, keys: readonly KeptKeys[]): Promise<readonly string[]> {
  const copies = await Promise.all([config.file, credentials.file].map(backupOf));
  const texts = await Promise.all(copies.map((copy) => readFile(copy, 'utf8').catch(() => '')));
  return copies.filter((_, index) => keys.some(({ secretAccessKey }) => texts[index]?.includes(secretAccessKey)));
}

function copiesNote(copies: readonly string[]): string | undefined {
  return copies.length === 0
    ? undefined
    : l10n.t(
        'An older copy has keys of these in the clear still: {0}. Delete it once you do not need it.',
        together(copies),
      );
}

function staysNote(left: readonly ClearKeys[]): string | undefined {
  const stuck = left.flatMap(({ obstacle }) => obstacle ?? []);
  return stuck.length === 0 ? undefined : l10n.t('These cannot be moved: {0}', stuck.map(problemText).join(' '));
}
