import { commands, window, workspace } from 'vscode';
import type { Terminal } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { invokeCommand } from '../../editor/commands.js';
import type { TellOnce } from '../../editor/tellOnce.js';
import type { Pledge } from '../../lending/pledge.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { roleOfTerminal } from './roleOfTerminal.js';
import { splitText } from './splitText.js';

/**
 * Of a terminal that the user splits the editor gives the new one nothing: neither its variables nor its name. Where it
 * acts as somebody else then, that is said; what splits it as the same session is offered where such a terminal is active.
 */
export function watchSplits(terminals: TerminalSessions, tell: TellOnce): Disposable {
  const parents = new WeakMap<Terminal, { readonly terminal: Terminal; readonly role: Pledge }>();
  const setContext = (): void => {
    const isOfRole = SPLITS && roleOfTerminal(terminals, window.activeTerminal) !== undefined;
    void commands.executeCommand('setContext', 'roleSessions.terminalIsOfRole', isOfRole);
  };
  const subscriptions = [
    window.onDidChangeActiveTerminal(setContext),
    window.onDidOpenTerminal((terminal) => {
      const { activeTerminal } = window;
      const role = roleOfTerminal(terminals, activeTerminal);
      if (activeTerminal !== undefined && activeTerminal !== terminal && role !== undefined && mayBeSplit(terminal)) {
        parents.set(terminal, { terminal: activeTerminal, role });
      }
    }),
    terminals.onDidBegin(({ terminal, pid, again }) => {
      setContext();
      const parent = parents.get(terminal);
      if (again || parent === undefined) {
        return;
      }
      const text = splitText(parent.terminal.name, parent.role, terminals.of(terminal));
      if (text !== undefined) {
        const run = () => invokeCommand('roleSessions.splitTerminal', parent.terminal);
        tell.warn(text, { cause: `split:${pid}`, next: { title: l10n.t('Split as {0}', parent.role.title), run } });
      }
    }),
  ];
  setContext();
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

/** On Windows no terminal acts as another session than new ones do. */
const SPLITS = process.platform !== 'win32';

/**
 * Of a split the editor tells that it begins where the other one is, and nothing else. In a workspace of several folders
 * so does any new terminal, once the user has chosen the folder.
 */
function mayBeSplit({ creationOptions }: Terminal): boolean {
  if ('pty' in creationOptions) {
    return false;
  }
  const { cwd, name, shellPath, env } = creationOptions;
  const isPlain = name === undefined && shellPath === undefined && env === undefined;
  return isPlain && (typeof cwd === 'string' || (cwd !== undefined && (workspace.workspaceFolders ?? []).length <= 1));
}
