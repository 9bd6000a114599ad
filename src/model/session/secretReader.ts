import type { StaticKeysSource, ProcessSource } from '../plan/source.js';
import type { SourceKeys } from './credentials.js';

/** What is not in the plan because it is secret, read when the plan is executed. */
export interface SecretReader {
  /** @throws UserError naming file and line where the profile no longer holds usable keys. */
  readStaticKeys(source: StaticKeysSource): Promise<SourceKeys>;
  /** The command line of `credential_process`. @throws UserError where the profile no longer has one. */
  readProcess(source: ProcessSource): Promise<string>;
}
