import { window } from 'vscode';
import type { Terminal } from 'vscode';

/** A shell that has not shown its prompt to the editor by then will not, and reads what was typed when it is ready. */
const PROMPT_MS = 5_000;

/** A shell that is still starting may drop what is typed. */
export async function readyToType(terminal: Terminal, patienceMs = PROMPT_MS): Promise<void> {
  if (terminal.shellIntegration !== undefined) {
    return;
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, patienceMs);
    const subscriptions = [
      window.onDidChangeTerminalShellIntegration((event) => event.terminal === terminal && done()),
      window.onDidCloseTerminal((closed) => closed === terminal && done()),
    ];
    function done(): void {
      clearTimeout(timer);
      subscriptions.forEach((subscription) => void subscription.dispose());
      resolve();
    }
  });
}
