import { window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { folderRows, ownFolderRows, type FolderRow } from '../../ask/rows/folderRows.js';
import { loadAsk } from '../../bundles.js';
import { commandTable } from '../../editor/commands.js';
import { folderNames } from '../../editor/workspaceFolders.js';
import { liveSession, type LiveSession, type SessionId } from '../../model/session/session.js';
import type { SessionRequest } from '../../model/request.js';
import { sessionIdOf } from '../../model/session/sessionArgument.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import type { RoleAssumer } from '../assume.js';
import type { Opener } from '../opener.js';
import { offeringForFolder } from '../refusals.js';
import type { Sessions } from '../sessions.js';
import { liveRows, namedEntry, requestOf } from '../wanted.js';

interface FolderParts {
  readonly sessions: Sessions;
  readonly opener: Opener;
  readonly assumer: Pick<RoleAssumer, 'assume' | 'choose'>;
}

/** The commands that give single folders of the workspace a session of their own, and let them follow the window. */
export function folderCommands({ sessions, opener, assumer }: FolderParts) {
  const use = async (session: LiveSession, folder: FolderKey) => {
    await (await loadAsk()).confirmProductionSession(session);
    await opener.use(session.id, folder);
  };
  const give = async (folder: FolderKey, wanted: unknown, request: SessionRequest | undefined) => {
    const id = request === undefined ? await chooseSession(sessions) : sessionIdOf(wanted);
    const state = id === undefined ? undefined : namedEntry({ sessionId: id }, sessions)?.state;
    if (state?.kind === 'live') {
      await use(state, folder);
    } else {
      await (request === undefined ? assumer.choose(folder) : assumer.assume(request, { folders: () => [folder] }));
    }
  };
  return commandTable({
    'roleSessions.useSessionForFolder': async (wanted, inFolder) => {
      const named = typeof inFolder === 'string' ? inFolder : undefined;
      await offeringForFolder({ folder: named }, async () => {
        const request = requestOf(wanted, sessions);
        const folder = named ?? (await chooseFolder(sessions));
        await offeringForFolder({ folder }, () => give(folder, wanted, request));
      });
    },
    'roleSessions.letFolderFollow': async (inFolder) => {
      const folder = typeof inFolder === 'string' ? inFolder : await chooseOwn(sessions);
      const active = liveSession(sessions.active());
      if (active !== undefined) {
        await (await loadAsk()).confirmProductionSession(active);
      }
      await opener.follow(folder);
    },
  });
}

async function chooseFolder(sessions: Sessions): Promise<FolderKey> {
  const names = folderNames();
  if (names.size < 2) {
    throw new UserError(
      l10n.t('Only in a workspace with several folders can one act as another role than the window.'),
    );
  }
  return choose(folderRows(sessions, names, Date.now()), l10n.t('Use Session for Folder: Which Folder?'));
}

async function chooseOwn(sessions: Sessions): Promise<FolderKey> {
  const rows = ownFolderRows(sessions, folderNames(), Date.now());
  const [only, ...others] = rows;
  if (only === undefined) {
    throw new UserError(l10n.t('No folder has a session of its own: all follow the window.'));
  }
  return others.length === 0 ? only.folder : choose(rows, l10n.t('Let Folder Follow the Window'));
}

async function choose(rows: readonly FolderRow[], title: string): Promise<FolderKey> {
  const items = rows.map((row): QuickPickItem & FolderRow => row);
  const chosen = await window.showQuickPick(items, { title, matchOnDescription: true });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.folder;
}

/** Undefined: a role is to be assumed for it. */
async function chooseSession(sessions: Sessions): Promise<SessionId | undefined> {
  const live = liveRows(sessions);
  if (live.length === 0) {
    return undefined;
  }
  const another = { label: `$(add) ${l10n.t('Assume Role')}`, id: undefined };
  const chosen = await window.showQuickPick<QuickPickItem & { readonly id: SessionId | undefined }>(
    [...live, another],
    {
      title: l10n.t('Use Session for Folder'),
      matchOnDescription: true,
    },
  );
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.id;
}
