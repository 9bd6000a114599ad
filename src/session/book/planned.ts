import type { Plan } from '../../model/plan/plan.js';
import type { SessionRequest } from '../../model/request.js';

/** What is wanted, and how it is reached. */
export interface Planned {
  readonly request: SessionRequest;
  readonly plan: Plan;
}
