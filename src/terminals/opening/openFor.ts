import type { Terminal } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { isSameWho, type Pledge } from '../../lending/pledge.js';
import { pledgeIn } from '../../identity/holding.js';
import type { TerminalSessions } from '../terminalSessions.js';
import type { TerminalOpener } from './openTerminal.js';

/** For what is to run in it as nobody else: a terminal whose shell has begun, as the one who was pledged. @throws UserError */
export async function openFor(
  opener: Pick<TerminalOpener, 'open'>,
  terminals: Pick<TerminalSessions, 'of' | 'process'>,
  pledge: Pledge,
): Promise<Terminal> {
  const terminal = await opener.open({ sessionId: pledge.id });
  await terminals.process(terminal);
  const actual = pledgeIn(terminals.of(terminal));
  if (actual?.id !== pledge.id || !isSameWho(pledge, actual)) {
    throw new UserError(
      l10n.t(
        'The terminal does not act as {0} by now, so nothing was typed there. Run the command again.',
        pledge.title,
      ),
    );
  }
  return terminal;
}
