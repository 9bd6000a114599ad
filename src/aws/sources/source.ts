import type { Environment } from '../../model/environment.js';
import type { Plan } from '../../model/plan.js';
import type { Interaction } from '../../model/interaction.js';
import type { SecretReader } from '../../model/secretReader.js';

export interface SourceContext {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly secrets: SecretReader;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
}
