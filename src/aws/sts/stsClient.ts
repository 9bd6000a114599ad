import { STSClient } from '@aws-sdk/client-sts';
import type { Plan } from '../../model/plan/plan.js';
import { UNLESS_USED } from './oneTimeCall.js';
import { clientTransport } from '../transport/transport.js';
import type { SourceKeys } from '../../model/session/credentials.js';

/** AssumeRoleWithSAML and AssumeRoleWithWebIdentity bring their own proof. */
const UNSIGNED: SourceKeys = { accessKeyId: 'unsigned', secretAccessKey: 'unsigned' };

/**
 * The caller destroys it. `keys` undefined is for calls that are not signed; `oneTime` for one that carries a code which
 * is good once.
 */
export function stsClient(plan: Plan, keys: SourceKeys | undefined, clockOffsetMs: number, oneTime = false): STSClient {
  const { endpoints, region } = plan;
  return new STSClient({
    region,
    useGlobalEndpoint: endpoints.globalSts === true,
    credentials: { ...(keys ?? UNSIGNED) },
    systemClockOffset: clockOffsetMs,
    ...(oneTime && { retryStrategy: UNLESS_USED }),
    // A connection that was used before may break in the middle of the call.
    ...clientTransport(endpoints, 'sts', { fresh: oneTime }),
  });
}

/** For messages: where STS was asked. */
export function stsAddress({ endpoints, region }: Plan): string {
  return endpoints.sts ?? endpoints.all ?? `sts.${region} (AWS)`;
}
