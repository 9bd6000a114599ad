import { TerminalExitReason, ThemeIcon, window } from 'vscode';
import type { Terminal, TerminalExitStatus } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Environment } from '../../model/environment.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { findProgram } from '../../process/findProgram.js';
import { whenAborted } from '../kit/abortable.js';

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html; `aws login` is younger than many CLIs. */
const UNKNOWN_COMMAND = 252;

/**
 * `aws login --profile NAME` in a terminal, until it ends or the user says that it is done.
 * @throws UserError where there is no AWS CLI, or it fails; Cancelled
 */
export async function signInWithAwsLogin(
  profile: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const command = `aws login --profile ${profile}`;
  const cli = await findProgram('aws', environment.variables);
  if (cli.kind !== 'found') {
    throw new UserError(
      l10n.t('The profile {0} is signed in with “{1}”, but the AWS CLI is not installed here.', profile, command),
    );
  }
  const terminal = window.createTerminal({
    name: command,
    iconPath: new ThemeIcon('sign-in'),
    shellPath: cli.file,
    shellArgs: ['login', '--profile', profile],
    isTransient: true,
    // The editor would add the active session's variables, and the CLI is to sign in as nobody yet.
    env: definedOnes(environment.variables),
    strictEnv: true,
  });
  terminal.show();
  const aborted = whenAborted(signal);
  const ended = whenClosed(terminal);
  try {
    await Promise.race([ended.status.then((status) => checkExit(status, command)), saysDone(command), aborted.promise]);
  } finally {
    ended.dispose();
    aborted.stop();
    if (signal.aborted) {
      terminal.dispose();
    }
  }
}

/** Without what the editor tells its own processes. */
function definedOnes(variables: Environment['variables']): Record<string, string> {
  const entries = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined || /^ELECTRON_|^VSCODE_(?!IPC_HOOK_CLI$)/.test(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

function checkExit(status: TerminalExitStatus | undefined, command: string): void {
  if (status?.reason === TerminalExitReason.User) {
    throw new Cancelled(); // they closed the terminal
  }
  const code = status?.code;
  if (code === undefined) {
    // The editor does not tell the code of a program that ends while its terminal still opens.
    throw new UserError(l10n.t('“{0}” ended at once. Run it in a terminal to see why.', command));
  }
  if (code === UNKNOWN_COMMAND) {
    throw new UserError(
      l10n.t('The AWS CLI that is installed here does not take “{0}” (exit code {1}): update it.', command, code),
    );
  }
  if (code !== 0) {
    throw new UserError(l10n.t('“{0}” failed with exit code {1}.', command, code));
  }
}

function whenClosed(terminal: Terminal): {
  readonly status: Promise<TerminalExitStatus | undefined>;
  dispose(): void;
} {
  let dispose = (): void => undefined;
  const status = new Promise<TerminalExitStatus | undefined>((resolve) => {
    const listener = window.onDidCloseTerminal((closed) => {
      if (closed === terminal) {
        resolve(closed.exitStatus);
      }
    });
    dispose = () => {
      listener.dispose();
    };
  });
  return { status, dispose };
}

/** Never settles where the message is dismissed: the terminal's end still counts. */
async function saysDone(command: string): Promise<void> {
  const done = l10n.t('I Have Signed In');
  const cancel = l10n.t('Cancel');
  const message = l10n.t('Sign in with “{0}” in the terminal.', command);
  const chosen = await window.showInformationMessage(message, done, cancel);
  if (chosen === cancel) {
    throw new Cancelled();
  }
  if (chosen !== done) {
    await new Promise<never>(() => undefined);
  }
}
