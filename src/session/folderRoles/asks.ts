import type { FolderKey } from '../../model/session/sessionReader.js';

/** Whoever wrote the setting, as messages name them. */
type Asker =
  { readonly kind: 'folder'; readonly name: string } | { readonly kind: 'workspace' } | { readonly kind: 'user' };

/** One of the user's roles that `roleSessions.role` names. It is asked for, and not yet anybody's. */
export interface RoleAsk {
  /** As it is written: a role's name or ID. */
  readonly role: string;
  /** For whom; undefined: the window. */
  readonly folder: FolderKey | undefined;
  readonly asker: Asker;
  /** URI of the folder or of the workspace's file, for which the user may say "always"; undefined where there is neither. */
  readonly owner: string | undefined;
}

/** The setting as it is written, of any shape. */
export interface WrittenRoles {
  readonly user: unknown;
  readonly workspace: unknown;
  readonly workspaceFile: string | undefined;
  readonly folders: readonly { readonly folder: FolderKey; readonly name: string; readonly written: unknown }[];
}

/** Of the window first. The only folder of a window asks for all of it. */
export function asksOf({ user, workspace, workspaceFile, folders }: WrittenRoles): readonly RoleAsk[] {
  const [first, ...others] = folders;
  const only = others.length === 0 ? first : undefined;
  const owner = only?.folder ?? workspaceFile;
  const shared: Asker = workspaceFile === undefined && only !== undefined ? byFolder(only.name) : { kind: 'workspace' };
  const ofWindow = firstWritten([
    ...(only === undefined ? [] : [{ written: only.written, asker: byFolder(only.name) }]),
    { written: workspace, asker: shared },
    { written: user, asker: { kind: 'user' } },
  ]).map(({ role, asker }): RoleAsk => ({ role, folder: undefined, asker, owner }));
  const ofFolders = folders.flatMap(({ folder, name, written }) =>
    firstWritten([{ written, asker: byFolder(name) }]).map(({ role, asker }): RoleAsk => ({
      role,
      folder,
      asker,
      owner: folder,
    })),
  );
  return only === undefined ? [...ofWindow, ...ofFolders] : ofWindow;
}

const byFolder = (name: string): Asker => ({ kind: 'folder', name });

/** As the editor: the first that says anything counts. An empty name asks for none. */
function firstWritten(
  all: readonly { readonly written: unknown; readonly asker: Asker }[],
): readonly { readonly role: string; readonly asker: Asker }[] {
  for (const { written, asker } of all) {
    if (typeof written === 'string') {
      const role = written.trim();
      return role === '' ? [] : [{ role, asker }];
    }
  }
  return [];
}
