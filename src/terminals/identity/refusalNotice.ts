import { window } from 'vscode';
import type { Terminal, TerminalShellExecution } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { invokeCommand } from '../../editor/commands.js';
import type { Next, TellOnce } from '../../editor/tellOnce.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { pledgeIn, standingOfKeys, type Holding } from '../../identity/holding.js';
import { holdingKey } from '../environment/holding.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { OutputTail, type Refused } from './refusals.js';

/** Offers to look into a terminal that holds a session's keys where AWS has refused one of its commands. */
export function watchRefusals(sessions: SessionReader, terminals: TerminalSessions, tell: TellOnce): Disposable {
  const tails = new WeakMap<TerminalShellExecution, Promise<OutputTail>>();
  /** That of a session, and none other. */
  const heldBy = (terminal: Terminal): Holding | undefined => {
    const holding = sessions.list().length > 0 ? terminals.of(terminal) : undefined;
    return holding && pledgeIn(holding) && holding;
  };

  async function onEnd(terminal: Terminal, reading: Promise<OutputTail>): Promise<void> {
    const refused = (await reading).refusal();
    const holding = heldBy(terminal);
    const pledge = holding && pledgeIn(holding);
    const pid = await terminal.processId;
    if (refused === undefined || holding === undefined || pledge === undefined) {
      return;
    }
    const entry = sessions.get(pledge.id);
    const standing = holding.kind === 'keys' ? standingOfKeys(holding.keys, entry) : entry?.state.kind;
    tell.warn(refusalText(terminal.name, pledge.title, refused), {
      cause: ['refused', pid, refused.refusal, holdingKey(holding), standing].join(':'),
      next: {
        title: l10n.t('Which Identity Is This?'),
        run: () => invokeCommand('roleSessions.showTerminalIdentity', terminal),
      },
      others: refused.sentence === undefined ? [] : [whyDenied(refused.sentence)],
    });
  }

  const subscriptions = [
    window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
      if (heldBy(terminal) !== undefined) {
        tails.set(execution, tailOf(execution));
      }
    }),
    window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
      const reading = tails.get(execution);
      tails.delete(execution);
      if (reading !== undefined && exitCode !== undefined && exitCode !== 0) {
        void onEnd(terminal, reading);
      }
    }),
  ];
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

async function tailOf(execution: TerminalShellExecution): Promise<OutputTail> {
  const tail = new OutputTail();
  for await (const part of execution.read()) {
    if (!tail.add(part)) {
      break;
    }
  }
  return tail;
}

function whyDenied(text: string): Next {
  return { title: l10n.t('Why?'), run: () => invokeCommand('roleSessions.explainDenial', { text }) };
}

function refusalText(terminal: string, role: string, { code, refusal }: Refused): string {
  switch (refusal) {
    case 'expired':
      return l10n.t(
        'AWS refused a command in terminal "{0}", opened as {1}: its keys have expired ({2}).',
        terminal,
        role,
        code,
      );
    case 'unknownKeys':
      return l10n.t(
        'AWS refused a command in terminal "{0}", opened as {1}: it does not know the keys ({2}).',
        terminal,
        role,
        code,
      );
    case 'denied':
      return l10n.t(
        'AWS refused a command in terminal "{0}", opened as {1}: whoever made it may not do that ({2}).',
        terminal,
        role,
        code,
      );
  }
}
