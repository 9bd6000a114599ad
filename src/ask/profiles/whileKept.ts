import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { whyUnread } from '../../config/files/fileText.js';
import { forgetKept, keepKeys, type KeptKeys } from '../../config/sources/keptKeys.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { readSharedFiles } from './applyChanges.js';

/**
 * Keeps the keys in the secret storage, and then has files name them. Where these do not come to name them, they are
 * forgotten again: they are still where they were.
 * @param work gets what `credential_process` is to say, by profile
 */
export async function whileKept<T>(
  keeping: KeysKeeping,
  keys: ReadonlyMap<string, KeptKeys>,
  work: (commands: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  const ids: string[] = [];
  try {
    const commands = new Map<string, string>();
    for (const [profile, pair] of keys) {
      const line = await keepKeys(keeping.store, pair);
      ids.push(line.id);
      commands.set(profile, await keeping.commandFor(line));
    }
    return await work(commands);
  } catch (error) {
    await forgetUnnamed(keeping, ids).catch(() => undefined); // why it failed says more
    throw error;
  }
}

/** Deletes what no profile names, as far as the files can be read. @throws UserError */
export async function forgetUnnamed({ store }: Pick<KeysKeeping, 'store'>, ids: readonly string[]): Promise<void> {
  const { config, credentials } = await readSharedFiles();
  if (ids.length === 0 || whyUnread(config) !== undefined || whyUnread(credentials) !== undefined) {
    return;
  }
  const text = `${config.text ?? ''}\n${credentials.text ?? ''}`;
  try {
    await Promise.all(ids.filter((id) => !text.includes(id)).map((id) => forgetKept(store, id)));
  } catch (error) {
    throw new UserError(
      l10n.t('The files are as you wanted, but the keys may be in the secret storage still: it does not answer.'),
      { cause: error },
    );
  }
}
