import { window, workspace } from 'vscode';
import type { Terminal } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { isOfDebugRun, terminalShell } from '../terminalShell.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { environmentOf, foregroundOf, type Foreground } from './foreground.js';
import { readSeen, SEEN_COMMAND, type SeenVariables } from '../../identity/seenVariables.js';
import type { IdentityReading } from '../../identity/verdict.js';
import type { RunningCommands } from './runningCommands.js';

/** A shell whose prompt does not come back by then is busy with something that nobody sees. */
const ANSWER_MS = 10_000;
/** Far more than there are variables of AWS. */
const ANSWER_LENGTH = 256 * 1024;

/** Reads what a terminal has: its shell is asked where that can be done, and else its process is looked at. */
export class TerminalReader {
  constructor(
    private readonly terminals: TerminalSessions,
    private readonly running: Pick<RunningCommands, 'isSeenIn'>,
  ) {}

  /** @throws Cancelled where the user was asked, and wants none of it */
  async read(terminal: Terminal): Promise<IdentityReading> {
    const pid = await this.terminals.process(terminal);
    if (pid === undefined || terminal.exitStatus !== undefined || this.terminals.tasks.hasEnded(pid)) {
      return { kind: 'unknown', reason: 'gone' };
    }
    const foreground = await foregroundOf(pid);
    if (!this.takesCommand(terminal, pid, foreground)) {
      return began(pid, foreground, 'system');
    }
    if (!(await this.mayType(terminal, foreground))) {
      return began(pid, foreground, 'declined');
    }
    // It was asked whether it may be: something may have begun there meanwhile.
    const still = await foregroundOf(pid);
    if (!this.takesCommand(terminal, pid, still)) {
      return began(pid, still, 'noAnswer');
    }
    const seen = await ask(terminal);
    return seen === undefined ? { kind: 'unknown', reason: 'noAnswer' } : { kind: 'asked', seen };
  }

  /** Whether it was run; the user has asked for it. */
  async run(terminal: Terminal, line: string): Promise<boolean> {
    const pid = await this.terminals.process(terminal);
    if (pid === undefined || !this.takesCommand(terminal, pid, await foregroundOf(pid))) {
      return false;
    }
    terminal.show();
    terminal.shellIntegration?.executeCommand(line);
    return true;
  }

  /** Nothing is typed where a program may read it, nor for a shell that is not known. */
  private takesCommand(terminal: Terminal, pid: number, foreground: Foreground): boolean {
    const isBusy = this.running.isSeenIn(terminal) || foreground.kind === 'program';
    const isOther = this.terminals.tasks.has(pid) || isOfDebugRun(terminal);
    const { kind } = terminalShell(terminal, this.terminals.isBound(terminal));
    return terminal.shellIntegration !== undefined && !isBusy && !isOther && kind !== 'other' && workspace.isTrusted;
  }

  /** Where somebody has typed, a command may be half written, which the editor would take away. */
  private async mayType(terminal: Terminal, foreground: Foreground): Promise<boolean> {
    if (!terminal.state.isInteractedWith && foreground.kind === 'shell') {
      return true;
    }
    const run = l10n.t('Run It');
    const doNot = l10n.t('Look at Its Process');
    const message = l10n.t('Ask the shell of terminal "{0}" which variables of AWS it has?', terminal.name);
    const detail = l10n.t(
      'A command is run there that prints their names, and no secret. What is half typed at its prompt is lost; if a program is running there, it gets the command instead.\n\n{0}',
      SEEN_COMMAND.trim(),
    );
    const chosen = await window.showInformationMessage(message, { modal: true, detail }, run, doNot);
    if (chosen === undefined) {
      throw new Cancelled();
    }
    return chosen === run;
  }
}

/** What the process began with, or the program that has the terminal; `reason` where nobody can see it. */
async function began(
  pid: number,
  foreground: Foreground,
  reason: 'system' | 'declined' | 'noAnswer',
): Promise<IdentityReading> {
  if (process.platform !== 'linux') {
    return { kind: 'unknown', reason };
  }
  const of = foreground.kind === 'program' ? foreground.pid : pid;
  const seen = await environmentOf(of);
  if (seen === undefined || seen === 'gone') {
    return { kind: 'unknown', reason: seen === undefined ? 'unreadable' : 'gone' };
  }
  return { kind: 'began', seen, pid: of, program: foreground.kind === 'program' ? foreground.name : undefined };
}

/** Undefined where there was no whole answer. */
async function ask(terminal: Terminal): Promise<SeenVariables | undefined> {
  const execution = terminal.shellIntegration?.executeCommand(SEEN_COMMAND);
  if (execution === undefined) {
    return undefined;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS);
  });
  try {
    return await Promise.race([answerIn(execution.read()), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function answerIn(stream: AsyncIterable<string>): Promise<SeenVariables | undefined> {
  let printed = '';
  for await (const part of stream) {
    printed += part;
    const seen = readSeen(printed);
    if (seen !== undefined || printed.length > ANSWER_LENGTH) {
      return seen;
    }
  }
  return readSeen(printed);
}
