import { loadAsk } from '../../bundles.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { commandTable } from '../../editor/commands.js';

/** The commands that write profiles into the AWS files. */
export function profileCommands(keeping: KeysKeeping) {
  return commandTable({
    'roleSessions.addProfile': async () => (await loadAsk()).askNewProfile(keeping),
    'roleSessions.editProfile': async () => (await loadAsk()).askProfileEdits(keeping),
    'roleSessions.renameProfile': async () => (await loadAsk()).askProfileName(),
    'roleSessions.deleteProfile': async () => (await loadAsk()).askProfileToDelete(keeping),
    'roleSessions.moveKeysToSecretStorage': async () => (await loadAsk()).askKeysToMove(keeping),
    'roleSessions.moveKeysBack': async () => (await loadAsk()).askKeysToMoveBack(keeping),
  });
}
