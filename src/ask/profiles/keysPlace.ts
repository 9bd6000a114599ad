import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { BACK, type Back, type Heading } from '../kit/sequence.js';
import { pick } from '../kit/steps.js';
import { draftedPlace, placeName, type KeysPlace, type ProfileContext, type ProfileDraft } from './profileDraft.js';

/** Asks where long-term keys are to lie, and says what either means. @throws Cancelled */
export async function askPlace(
  heading: Heading,
  context: ProfileContext,
  draft: ProfileDraft,
): Promise<ProfileDraft | Back> {
  const now = draftedPlace(context, draft);
  const chosen = await pick<KeysPlace>({
    heading,
    placeholder: l10n.t('Where shall the keys lie?'),
    choices: [
      {
        label: `$(lock) ${l10n.t('Secret Storage')}`,
        description: placeName('secret-storage'),
        detail: l10n.t(
          'The AWS CLI and SDKs get them by credential_process, while a window of this editor is open. Not synced; lost when the editor’s data is.',
        ),
        value: 'secret-storage',
      },
      {
        label: `$(file) ${l10n.t('Credentials File')}`,
        description: placeName('file'),
        detail: l10n.t('Mode 0600. Every program that runs as you can read them, also without the editor.'),
        value: 'file',
      },
    ],
    active: (place) => place === now,
  });
  return chosen === BACK ? BACK : { ...draft, keysPlace: chosen };
}

/** What it means that keys are in the secret storage. */
export function keptNote(): string {
  return sentences(
    l10n.t('The secret access key is in the secret storage of this editor, on this machine, and in no file.'),
    l10n.t(
      'The AWS CLI and SDKs run the program of the line credential_process, which asks an open window of this editor; without one they get an error that says so, and no keys.',
    ),
    l10n.t(
      'The secret storage is not synced, is not readable by you, and its contents are lost with the editor’s data: after an uninstall, or where the system has no keyring (some editors then keep secrets until they quit), make a new access key in IAM.',
    ),
    l10n.t('Every program that runs as you can ask for the keys as the line does.'),
  );
}
