import { window } from 'vscode';
import type { Terminal, TerminalShellExecution } from 'vscode';
import type { Disposable } from '../../base/listeners.js';

/** Commands that are seen to run: what is typed in their terminals meanwhile, a program reads. */
export class RunningCommands implements Disposable {
  private readonly running = new Map<Terminal, Set<TerminalShellExecution>>();
  private readonly subscriptions: readonly Disposable[];

  constructor() {
    this.subscriptions = [
      window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        this.running.set(terminal, (this.running.get(terminal) ?? new Set()).add(execution));
      }),
      window.onDidEndTerminalShellExecution(({ terminal, execution }) => {
        this.running.get(terminal)?.delete(execution);
      }),
      window.onDidCloseTerminal((terminal) => this.running.delete(terminal)),
    ];
  }

  isSeenIn(terminal: Terminal): boolean {
    return (this.running.get(terminal)?.size ?? 0) > 0;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}
