import type { Terminal } from 'vscode';
import type { Pledge } from '../../lending/pledge.js';
import { pledgeIn } from '../../identity/holding.js';
import type { TerminalSessions } from '../terminalSessions.js';

/** Whom a terminal acts as that bears the name of a role, or, where it is nobody, did; undefined of any other terminal. */
export function roleOfTerminal(
  terminals: Pick<TerminalSessions, 'of' | 'nameOf'>,
  terminal: Terminal | undefined,
): Pledge | undefined {
  const named = terminal && terminals.nameOf(terminal);
  if (terminal === undefined || named === undefined) {
    return undefined;
  }
  return pledgeIn(terminals.of(terminal)) ?? named;
}
