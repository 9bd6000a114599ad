import type { Plan } from '../../model/plan/plan.js';
import type { SessionRequest } from '../../model/request.js';
import { UserError } from '../../base/errors.js';

/** How a request is reached. @throws UserError where it cannot be. */
export type PlanOf = (request: SessionRequest) => Promise<Plan>;

/** What keeps a request from being reached, for people; undefined where nothing does. */
export async function problemWith(request: SessionRequest, planOf: PlanOf): Promise<string | undefined> {
  try {
    await planOf(request);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}
