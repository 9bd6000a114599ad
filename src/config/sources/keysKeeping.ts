import type { KeptLine } from '../rules/ownProgram.js';
import type { KeptKeysStore } from './keptKeys.js';

/** By what long-term keys are kept in the editor, and handed out to programs. */
export interface KeysKeeping {
  readonly store: KeptKeysStore;
  /** What `credential_process` is to say. @throws UserError */
  readonly commandFor: (line: KeptLine) => Promise<string>;
  /** The program is where the line says, and windows answer it. @throws UserError */
  readonly begin: () => Promise<void>;
}
