import { programName, readCommandLine } from '../../process/commandLine.js';

/** What the managed profile runs; on Windows with an ending. */
export const OWN_PROGRAM = 'role-sessions-credentials';

/** The long-term keys that a `credential_process` of ours names. */
export interface KeptLine {
  readonly accessKeyId: string;
  /** Of the secret in the editor's secret storage: whoever asks for the keys has to say it. */
  readonly id: string;
}

const OPTION = '--keys';
const ID = /^[0-9a-f]{32}$/;

/** Whether a `credential_process` asks this extension for what it has by another profile. */
export function isOwnProgram(command: string): boolean {
  return programName(command).replace(/\.cmd$/, '') === OWN_PROGRAM;
}

/** What the program is run with for keys in the secret storage. */
export function keptParameters({ accessKeyId, id }: KeptLine): readonly string[] {
  return [OPTION, accessKeyId, id];
}

export function isKeptId(id: string): boolean {
  return ID.test(id);
}

/**
 * The keys that a line of ours stands for; undefined for any other line. In whose folder the program lies does not
 * matter: it is not run for this, and the id finds nothing but what was kept under it.
 */
export function keptLineIn(command: string): KeptLine | undefined {
  const read = isOwnProgram(command) ? readCommandLine(command) : undefined;
  if (read?.kind !== 'command') {
    return undefined;
  }
  const [option, accessKeyId = '', id = '', ...more] = read.parameters;
  return option === OPTION && accessKeyId !== '' && isKeptId(id) && more.length === 0 ? { accessKeyId, id } : undefined;
}
