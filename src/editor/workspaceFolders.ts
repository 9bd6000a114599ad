import { workspace } from 'vscode';
import { folderKey, type FolderKey } from '../model/session/sessionReader.js';

/** The names of the workspace's folders, in its order. */
export function folderNames(): ReadonlyMap<FolderKey, string> {
  return new Map((workspace.workspaceFolders ?? []).map((folder) => [folderKey(folder), folder.name]));
}

export function isInWorkspace(folder: FolderKey): boolean {
  return folderNames().has(folder);
}
