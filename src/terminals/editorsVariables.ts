import { workspace } from 'vscode';
import { terminalBase } from './environment/conflicts.js';

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'windows' };

/** What terminals and tasks begin with: the editor's own environment, and that of its settings for terminals. */
export function editorsVariables(): ReadonlyMap<string, string> {
  const system = SYSTEMS[process.platform] ?? 'linux';
  const settings = workspace.getConfiguration('terminal.integrated').get<Record<string, unknown>>(`env.${system}`);
  return terminalBase(process.env, settings ?? {});
}
