import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { defaultRegion, partitionOfRegion } from '../../model/partition.js';
import type { Endpoints } from '../../model/plan/plan.js';
import type { Credentials } from '../../model/session/credentials.js';
import { UNLESS_USED } from '../sts/oneTimeCall.js';
import { clientTransport } from '../transport/transport.js';

/** Whose calls they are, and where they go. */
export interface IamTarget {
  /** The token is empty for long-term keys. */
  readonly credentials: Credentials;
  /** ARN. */
  readonly caller: string;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly clockOffsetMs: number;
}

/** Where IAM, of which each partition has one, has its calls signed for: also at an address that is configured. */
export function iamRegion(region: string): string {
  return defaultRegion(partitionOfRegion(region) ?? 'aws');
}

/** @param oneTime for a call that must not happen twice: it is repeated only where it certainly has not happened */
export function iamClient(target: IamTarget, oneTime = false): IAMClient {
  return new IAMClient({
    region: iamRegion(target.region),
    ...signing(target),
    ...(oneTime && { retryStrategy: UNLESS_USED }),
    ...clientTransport(target.endpoints, 'iam', { fresh: oneTime }),
  });
}

export function decodingClient(target: IamTarget): STSClient {
  const { region, endpoints } = target;
  return new STSClient({
    region,
    useGlobalEndpoint: endpoints.globalSts === true,
    ...signing(target),
    ...clientTransport(endpoints, 'sts'),
  });
}

/** An empty token is none. */
export function signingKeys({ credentials }: Pick<IamTarget, 'credentials'>) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
}

function signing(target: IamTarget) {
  return { credentials: signingKeys(target), systemClockOffset: target.clockOffsetMs };
}
