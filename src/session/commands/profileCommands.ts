import { loadAsk } from '../../bundles.js';
import { commandTable } from '../../editor/commands.js';

/** The commands that write profiles into the AWS files. */
export const profileCommands = commandTable({
  'roleSessions.addProfile': async () => (await loadAsk()).askNewProfile(),
  'roleSessions.editProfile': async () => (await loadAsk()).askProfileEdits(),
  'roleSessions.renameProfile': async () => (await loadAsk()).askProfileName(),
  'roleSessions.deleteProfile': async () => (await loadAsk()).askProfileToDelete(),
});
