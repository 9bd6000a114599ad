import { STSClient } from '@aws-sdk/client-sts';
import type { Plan } from '../../model/plan.js';
import { clientTransport } from '../transport/transport.js';
import type { SourceKeys } from '../../model/credentials.js';

/** AssumeRoleWithSAML and AssumeRoleWithWebIdentity bring their own proof. */
const UNSIGNED: SourceKeys = { accessKeyId: 'unsigned', secretAccessKey: 'unsigned' };

/** The caller destroys it. `keys` undefined is for calls that are not signed. */
export function stsClient(plan: Plan, keys: SourceKeys | undefined, clockOffsetMs: number): STSClient {
  const { endpoints, region } = plan;
  return new STSClient({
    region,
    useGlobalEndpoint: endpoints.globalSts === true,
    credentials: { ...(keys ?? UNSIGNED) },
    systemClockOffset: clockOffsetMs,
    maxAttempts: 3,
    ...clientTransport(endpoints, 'sts'),
  });
}

/** For messages: where STS was asked. */
export function stsAddress({ endpoints, region }: Plan): string {
  return endpoints.sts ?? endpoints.all ?? `sts.${region} (AWS)`;
}
