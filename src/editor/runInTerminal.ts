import { window } from 'vscode';
import type { Terminal, TerminalShellExecution } from 'vscode';

/** At a prompt a line begins at once. A shell that is still starting may drop it. */
const TYPED_MS = 5_000;

/** Of a relaunched shell's first prompt the editor tells only where its folder is another. */
const STARTING_MS = 2_000;

/** What was seen of a terminal since its line was to be typed. */
interface Seen {
  exitCode: number | undefined;
  /** Some command has begun: what is typed now may be read by a program. */
  isBusy: boolean;
}

/**
 * Has the terminal's shell run a line, which is typed once more where nothing has begun. The exit code of it, undefined
 * where nobody knows whether it ran. Throws where the terminal takes no commands.
 *
 * @param isAnew what the editor has as the shell's integration is that of the one before
 */
export async function runInTerminal(
  terminal: Terminal,
  line: string,
  isAnew: boolean,
  signal: AbortSignal,
): Promise<number | undefined> {
  const seen: Seen = { exitCode: undefined, isBusy: false };
  const executions = new Set<TerminalShellExecution>();
  let wake: () => void = () => undefined;
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  // A shell may report the line without the space before it, or the editor read a relaunched one's greeting and prompt
  // as part of it. Then it takes it for somebody else's.
  const isOurs = (execution: TerminalShellExecution) =>
    executions.has(execution) || (executions.size > 0 && execution.commandLine.value.trim().endsWith(line.trim()));
  const onAbort = () => wake();
  const listeners = [
    window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal && executions.size === 0) {
        wake();
      }
    }),
    window.onDidStartTerminalShellExecution((event) => {
      seen.isBusy ||= event.terminal === terminal;
    }),
    window.onDidEndTerminalShellExecution(({ terminal: where, execution, exitCode }) => {
      if (where === terminal && exitCode !== undefined && isOurs(execution)) {
        seen.exitCode = exitCode;
        wake();
      }
    }),
  ];
  signal.addEventListener('abort', onAbort);
  try {
    if (isAnew) {
      await wait(STARTING_MS);
    }
    for (let count = 0; count < 2 && seen.exitCode === undefined && !seen.isBusy && !signal.aborted; count += 1) {
      const execution = terminal.shellIntegration?.executeCommand(line);
      if (execution === undefined) {
        return undefined;
      }
      executions.add(execution);
      await wait(TYPED_MS);
    }
    return seen.exitCode;
  } finally {
    signal.removeEventListener('abort', onAbort);
    listeners.forEach((listener) => void listener.dispose());
  }
}
