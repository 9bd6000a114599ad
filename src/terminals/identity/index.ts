import { TabInputText, Uri, window, workspace } from 'vscode';
import type { Terminal } from 'vscode';
import { UserError, Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { invokeCommand } from '../../editor/commands.js';
import type { TellOnce } from '../../editor/tellOnce.js';
import type { SessionArgument } from '../../model/session/sessionArgument.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { unsetCommand } from '../environment/conflicts.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { terminalShell } from '../terminalShell.js';
import { awsProfiles } from './awsProfiles.js';
import { identityDocument, identitySentence } from './identityText.js';
import { watchRefusals } from './refusalNotice.js';
import { TerminalReader } from './terminalReader.js';
import { answerOf, type IdentityAnswer, type TerminalReading, type Repair } from '../../identity/verdict.js';

const SCHEME = 'role-sessions-identity';

/** Tells whom a terminal acts as, and offers to where AWS has refused something. */
export class TerminalIdentity implements Disposable {
  private readonly reader: TerminalReader;
  private readonly texts = new Map<string, string>();
  private count = 0;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly sessions: SessionReader,
    private readonly terminals: TerminalSessions,
    tell: TellOnce,
  ) {
    this.reader = new TerminalReader(terminals);
    this.subscriptions = [
      this.reader,
      watchRefusals(sessions, terminals, tell),
      workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
    closeTabs(); // the editor has restored them, and nobody knows any more what they said
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** @throws UserError where there is no terminal, Cancelled */
  async show(argument: unknown): Promise<void> {
    const terminal = window.terminals.find((each) => each === argument) ?? window.activeTerminal ?? (await choose());
    const reading = await this.reader.read(terminal);
    const answer = await this.answer(terminal, reading);
    await this.open(terminal.name, identityDocument(terminal.name, answer, reading));
    void this.offer(terminal, answer, identitySentence(terminal.name, answer, reading));
  }

  private async answer(terminal: Terminal, reading: TerminalReading): Promise<IdentityAnswer> {
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

  private async open(name: string, text: string): Promise<void> {
    this.count += 1; // an editor that still has one open would show its text for a moment
    const path = `/${l10n.t('Identity of {0}', name.replace(/[\\/]/g, ' '))}`;
    const uri = Uri.from({ scheme: SCHEME, path, query: String(this.count) });
    this.texts.set(uri.toString(), text);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
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
      case 'openTerminal': {
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

function closeTabs(): void {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === SCHEME);
  if (ours.length > 0) {
    void window.tabGroups.close(ours);
  }
}
