import { version, workspace } from 'vscode';
import { isRemote } from '../editor/remote.js';
import { choosesByFolder } from './environment/byFolder.js';
import { terminalBase } from './environment/conflicts.js';

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'windows' };

/** What the editor's settings for terminals call the system that they are for. */
export function settingsSystem(): string {
  return SYSTEMS[process.platform] ?? 'linux';
}

/** What terminals and tasks begin with: the editor's own environment, and that of its settings for terminals. */
export function editorsVariables(): ReadonlyMap<string, string> {
  const settings = workspace
    .getConfiguration('terminal.integrated')
    .get<Record<string, unknown>>(`env.${settingsSystem()}`);
  return terminalBase(process.env, settings ?? {});
}

/** Where it does not, folders with roles of their own leave terminals without any: theirs might be another folder's. */
export function givesByFolder(): boolean {
  return choosesByFolder(version, isRemote());
}
