import type { Environment } from '../../model/environment.js';
import type { Plan, ProcessSource, StaticKeysSource } from '../../model/plan.js';
import type { Interaction } from '../../model/interaction.js';
import type { SourceKeys } from '../sts/stsClient.js';

/** What is not in the plan because it is secret, read when the plan is executed. */
export interface SecretReader {
  /** @throws UserError naming file and line where the profile no longer holds usable keys. */
  readStaticKeys(source: StaticKeysSource): Promise<SourceKeys>;
  /** The command line of `credential_process`. @throws UserError where the profile no longer has one. */
  readProcess(source: ProcessSource): Promise<string>;
}

export interface SourceContext {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly secrets: SecretReader;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
}

/** Leaf credentials. */
export interface SourceCredentials extends SourceKeys {
  /** Milliseconds since the epoch; undefined where they have no end, or none that is known. */
  readonly expiration?: number;
  /** GetCallerIdentity's ARN, where the call that gave the credentials told it. */
  readonly arn?: string;
  /** AWS's clock minus this machine's, where a call has shown it. */
  readonly clockOffsetMs?: number;
}
