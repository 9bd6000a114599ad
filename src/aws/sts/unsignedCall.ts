import type { STSClient } from '@aws-sdk/client-sts';
import type { Plan } from '../../model/plan/plan.js';
import { throwIfCancelled, UserError } from '../../base/errors.js';
import { untilAborted } from '../../base/waiting/untilAborted.js';
import { stsClient } from './stsClient.js';

const TIMEOUT_MS = 25_000;

/**
 * A call to STS that brings its own proof instead of a signature. `explain` words what STS or the network refuse.
 * @throws UserError, Cancelled
 */
export async function unsignedCall<T>(
  { plan, signal }: { readonly plan: Plan; readonly signal: AbortSignal },
  send: (client: STSClient, abortSignal: AbortSignal) => Promise<T>,
  explain: (error: unknown) => string,
): Promise<T> {
  const client = stsClient(plan, undefined, 0);
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const ended = AbortSignal.any([signal, deadline]);
    return await untilAborted(ended, send(client, ended));
  } catch (error) {
    throwIfCancelled(signal);
    throw error instanceof UserError
      ? error
      : new UserError(explain(deadline.aborted ? deadline.reason : error), { cause: error });
  } finally {
    client.destroy();
  }
}
