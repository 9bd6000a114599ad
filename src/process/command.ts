import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import { readCommandLine } from './commandLine.js';
import { runProgram, type RunOptions } from './run.js';

/** Runs a command of the user's configuration; as of `runProgram`, and UserError where the line cannot be run. */
export async function runCommand(commandLine: string, options: RunOptions): Promise<string> {
  const { program, parameters } = checkedCommand(commandLine, options.what);
  return runProgram(program, parameters, options);
}

/**
 * The one text that a command prints, such as a token, without blanks around it.
 * @throws UserError as of `runCommand`, and when it prints nothing; Cancelled
 */
export async function runTextCommand(commandLine: string, options: RunOptions): Promise<string> {
  // A byte order mark is a blank, too.
  const text = (await runCommand(commandLine, options)).trim();
  if (text === '') {
    throw new UserError(l10n.t('{0} printed nothing.', options.what));
  }
  return text;
}

/** For which code a command is run. */
export interface MfaRequest {
  readonly serial: string;
  /** Of the profile or role. */
  readonly profile: string;
}

/**
 * Six digits that a command prints. `${serial}` and `${profile}` in its words are replaced.
 * @throws UserError as of `runCommand`, and when there is no code in what it prints; Cancelled
 */
export async function runMfaCommand(
  commandLine: string,
  { serial, profile }: MfaRequest,
  options: RunOptions,
): Promise<string> {
  // After the words are cut, so that blanks and quotes in a name stay within its word.
  const filled = (word: string) => word.replaceAll('${serial}', () => serial).replaceAll('${profile}', () => profile);
  const { program, parameters } = checkedCommand(commandLine, options.what);
  const printed = await runProgram(filled(program), parameters.map(filled), options);
  const [code] = /(?<!\d)\d{6}(?!\d)/.exec(printed) ?? [];
  if (code === undefined) {
    throw new UserError(l10n.t('{0} printed no code of six digits.', options.what));
  }
  return code;
}

function checkedCommand(commandLine: string, what: string) {
  const line = readCommandLine(commandLine);
  switch (line.kind) {
    case 'command':
      return line;
    case 'open-quote':
      throw new UserError(l10n.t('{0} has a quotation mark that is not closed.', what));
    case 'empty':
      throw new UserError(l10n.t('{0} names no program.', what));
    case 'assignment':
      throw new UserError(
        l10n.t(
          '{0} starts with the variable {1}, which only a shell would set. Put the program first, such as /usr/bin/env.',
          what,
          line.name,
        ),
      );
  }
}
