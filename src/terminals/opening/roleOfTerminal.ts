import type { Terminal } from 'vscode';
import type { HeldKeys } from '../environment/holding.js';
import type { TerminalSessions } from '../terminalSessions.js';

/** Whose keys a terminal has that bears the name of a role, or, where it has none, had; undefined of any other terminal. */
export function roleOfTerminal(
  terminals: Pick<TerminalSessions, 'of' | 'nameOf'>,
  terminal: Terminal | undefined,
): HeldKeys | undefined {
  const named = terminal && terminals.nameOf(terminal);
  if (terminal === undefined || named === undefined) {
    return undefined;
  }
  const holding = terminals.of(terminal);
  return holding.kind === 'keys' ? holding.keys : named;
}
