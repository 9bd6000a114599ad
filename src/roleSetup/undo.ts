import type { IamCall } from '../model/iam/iamCall.js';
import type { Condition } from './condition.js';
import type { SetupStep } from './plan.js';

export interface Undo {
  readonly call: IamCall;
  /** Must hold still, or somebody has changed it meanwhile. */
  readonly check: Condition;
}

/**
 * How what the step did is taken back.
 * @param accessKeyId of the key that it made
 * @returns undefined for an access key whose id is not known
 */
export function undoOf({ call, after, inverse }: SetupStep, accessKeyId: string | undefined): Undo | undefined {
  if (call.action === 'CreateAccessKey') {
    const { UserName } = call.input;
    return accessKeyId === undefined
      ? undefined
      : {
          call: { action: 'DeleteAccessKey', input: { UserName, AccessKeyId: accessKeyId } },
          check: { kind: 'accessKey', user: UserName, accessKeyId },
        };
  }
  return inverse && after && { call: inverse, check: after };
}
