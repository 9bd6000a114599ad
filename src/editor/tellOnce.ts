import { window } from 'vscode';
import * as l10n from '../base/l10n.js';
import { invokeCommand } from './commands.js';
import type { Log } from './log.js';

export interface Next {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

/** Warnings that each new terminal, task or run would repeat: one is shown for each cause in a window. */
export class TellOnce {
  private readonly told = new Set<string>();

  constructor(private readonly log: Pick<Log, 'warn'>) {}

  /** A message without a button would be cut to one line. Without a cause of its own, its text is one. */
  warn(
    message: string,
    { next = showLog(), others = [], cause = message }: { next?: Next; others?: readonly Next[]; cause?: string } = {},
  ): void {
    if (!this.told.has(cause)) {
      this.told.add(cause);
      this.log.warn(message);
      void offer(message, [next, ...others]);
    }
  }
}

const showLog = (): Next => ({ title: l10n.t('Show Log'), run: () => invokeCommand('roleSessions.showLog') });

async function offer(message: string, steps: readonly Next[]): Promise<void> {
  const chosen = await window.showWarningMessage(message, ...steps.map(({ title }) => title));
  await steps.find(({ title }) => title === chosen)?.run();
}
