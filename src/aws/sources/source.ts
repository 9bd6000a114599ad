import type { Environment } from '../../model/environment.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Interaction } from '../../model/session/interaction.js';
import type { SecretReader } from '../../model/session/secretReader.js';

export interface SourceContext {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly secrets: SecretReader;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
}
