import { window } from 'vscode';
import type { Terminal } from 'vscode';
import { UserError, Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { invokeCommand } from '../../editor/commands.js';
import { ShownTexts } from '../../editor/shownTexts.js';
import type { SessionArgument } from '../../model/session/sessionArgument.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { unsetCommand } from '../environment/conflicts.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { terminalShell } from '../terminalShell.js';
import { awsProfiles } from './awsProfiles.js';
import { identityDocument, identitySentence } from './identityText.js';
import type { RunningCommands } from './runningCommands.js';
import { TerminalReader } from './terminalReader.js';
import { answerOf, type IdentityAnswer, type IdentityReading, type Repair } from '../../identity/verdict.js';

/** Tells whom a terminal acts as. */
export class TerminalIdentity implements Disposable {
  private readonly reader: TerminalReader;
  private readonly texts = new ShownTexts('role-sessions-identity');

  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    running: RunningCommands,
  ) {
    this.reader = new TerminalReader(terminals, running);
  }

  dispose(): void {
    this.texts.dispose();
  }

  /** @throws UserError where there is no terminal, Cancelled */
  async show(argument: unknown): Promise<void> {
    const terminal = window.terminals.find((each) => each === argument) ?? window.activeTerminal ?? (await choose());
    const reading = await this.reader.read(terminal);
    const answer = await this.answer(terminal, reading);
    await this.texts.show(l10n.t('Identity of {0}', terminal.name), identityDocument(terminal.name, answer, reading));
    void this.offer(terminal, answer, identitySentence(terminal.name, answer, reading));
  }

  private async answer(terminal: Terminal, reading: IdentityReading): Promise<IdentityAnswer> {
    const profiles = reading.kind === 'unknown' ? undefined : await awsProfiles(reading.seen);
    return answerOf({
      reading,
      profiles,
      holding: this.terminals.of(terminal),
      named: this.terminals.nameOf(terminal),
      heldAnywhere: this.terminals.all().flatMap(({ holding }) => (holding.kind === 'keys' ? holding.keys : [])),
      entries: this.sessions.list(),
      now: Date.now(),
    });
  }

  private async offer(terminal: Terminal, { verdict, repair }: IdentityAnswer, sentence: string): Promise<void> {
    const isFine = verdict.kind === 'asExpected' || verdict.kind === 'lent';
    const show = isFine ? window.showInformationMessage : window.showWarningMessage;
    const next = this.next(terminal, repair) ?? askAgain(terminal);
    if ((await show(sentence, next.title)) === next.title) {
      await next.run();
    }
  }

  private next(terminal: Terminal, repair: Repair): { title: string; run: () => Promise<void> } | undefined {
    switch (repair.kind) {
      case 'again': {
        const argument: SessionArgument = { sessionId: repair.id };
        return { title: l10n.t('Open Terminal'), run: () => invokeCommand('roleSessions.openTerminal', argument) };
      }
      case 'assume':
        return {
          title: l10n.t('Assume Role'),
          run: () =>
            invokeCommand('roleSessions.assumeRole', ...(repair.request === undefined ? [] : [repair.request])),
        };
      case 'unset':
        return { title: l10n.t('Remove {0}', repair.names.join(', ')), run: () => this.unset(terminal, repair.names) };
      case 'none':
        return undefined;
    }
  }

  /** What reads there by now may be another than when it was asked. */
  private async unset(terminal: Terminal, names: readonly string[]): Promise<void> {
    const { kind } = terminalShell(terminal, this.terminals.isBound(terminal));
    const command = unsetCommand(kind, names);
    if (command === undefined || !(await this.reader.run(terminal, command))) {
      const message = l10n.t(
        'Terminal "{0}" takes no command now. Run there: {1}',
        terminal.name,
        command?.trim() ?? l10n.t('the command that removes {0}', names.join(', ')),
      );
      const again = askAgain(terminal);
      if ((await window.showWarningMessage(message, again.title)) === again.title) {
        await again.run();
      }
    }
  }
}

/** A message without a button is cut to one line. */
const askAgain = (terminal: Terminal) => ({
  title: l10n.t('Ask Again'),
  run: () => invokeCommand('roleSessions.showTerminalIdentity', terminal),
});

async function choose(): Promise<Terminal> {
  const rows = window.terminals.map((terminal) => ({ label: terminal.name, terminal }));
  if (rows.length === 0) {
    throw new UserError(l10n.t('There is no terminal. Open one first.'), {
      actions: [{ title: l10n.t('Open Terminal'), command: 'roleSessions.openTerminal' }],
    });
  }
  const chosen = await window.showQuickPick(rows, { title: l10n.t('Which Identity Is This?') });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.terminal;
}
