import { programName } from '../../process/commandLine.js';

/** What the managed profile runs; on Windows with an ending. */
export const OWN_PROGRAM = 'role-sessions-credentials';

/** Whether a `credential_process` asks this extension for what it has by another profile. */
export function isOwnProgram(command: string): boolean {
  return programName(command).replace(/\.cmd$/, '') === OWN_PROGRAM;
}
