import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { Hop, Plan } from '../config/role.js';
import { Cancelled, errorCode, UserError } from '../errors.js';
import type { Credentials } from '../session/session.js';
import { explainAssumeRole } from './stsFailures.js';

/** Keys that sign the first call; with a token they are themselves temporary. */
export interface SourceKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AssumeOptions {
  readonly keys: SourceKeys;
  /** Asked just before the hop that needs it; six digits. Throws Cancelled when the user will not say. */
  readonly mfaCode: (hop: Hop) => Promise<string>;
  readonly onHop: (hop: Hop) => void;
  readonly signal: AbortSignal;
  /** Milliseconds that one call may take, retries included; default 25,000. */
  readonly hopTimeoutMs?: number;
}

export interface Assumed {
  readonly credentials: Credentials;
  /** AssumedRoleUser.Arn. */
  readonly assumedRoleArn: string;
  /** Milliseconds since the epoch, by AWS's clock. */
  readonly expiration: number;
  /** AWS's clock minus this machine's, in milliseconds; 0 where they agree to half a minute. */
  readonly clockOffsetMs: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const HOP_TIMEOUT_MS = 25_000;
/** The Date header counts seconds, and a reply takes its time. */
const CLOCK_PRECISION_MS = 30_000;

/**
 * Executes a plan: AssumeRole hop by hop, each signed with the credentials of the one before.
 * @throws UserError saying which hop failed and why; Cancelled when `signal` aborts or the user gives no MFA code.
 */
export async function assumePlan(plan: Plan, options: AssumeOptions): Promise<Assumed> {
  let keys = options.keys;
  let caller = `profile "${plan.source.profile}"`;
  let clockOffsetMs = 0;
  let assumed: Assumed | undefined;
  for (const hop of plan.hops) {
    options.onHop(hop);
    const code = hop.mfaSerial === undefined ? undefined : await options.mfaCode(hop);
    throwIfCancelled(options.signal);
    assumed = await assumeHop({ plan, hop, keys, caller, code, clockOffsetMs, options });
    keys = assumed.credentials;
    caller = assumed.assumedRoleArn;
    clockOffsetMs = assumed.clockOffsetMs;
  }
  if (assumed === undefined) {
    throw new Error('A plan has at least one hop.');
  }
  return assumed;
}

interface HopCall {
  readonly plan: Plan;
  readonly hop: Hop;
  readonly keys: SourceKeys;
  readonly caller: string;
  readonly code: string | undefined;
  readonly clockOffsetMs: number;
  readonly options: AssumeOptions;
}

async function assumeHop(call: HopCall): Promise<Assumed> {
  const { plan, hop } = call;
  const { signal, hopTimeoutMs = HOP_TIMEOUT_MS } = call.options;
  const client = stsClient(plan, call.keys, call.clockOffsetMs);
  const deadline = AbortSignal.timeout(hopTimeoutMs);
  try {
    const reply = await client.send(new AssumeRoleCommand(assumeInput(hop, call.code)), {
      abortSignal: AbortSignal.any([signal, deadline]),
    });
    const offset = client.config.systemClockOffset;
    return readReply(reply, Math.abs(offset) < CLOCK_PRECISION_MS ? 0 : offset);
  } catch (error) {
    throwIfCancelled(signal);
    const failed = {
      plan,
      hop,
      caller: errorCode(error) === 'AccessDenied' ? await callerName(client, call) : call.caller,
      endpoint: plan.endpoints.sts ?? plan.endpoints.all ?? `sts.${plan.region} (AWS)`,
      chained: call.keys.sessionToken !== undefined,
    };
    throw new UserError(explainAssumeRole(deadline.aborted ? deadline.reason : error, failed), { cause: error });
  } finally {
    client.destroy();
  }
}

function assumeInput(hop: Hop, code: string | undefined): AssumeRoleCommand['input'] {
  return {
    RoleArn: hop.role.arn,
    RoleSessionName: hop.sessionName,
    ...(hop.durationSeconds !== undefined && { DurationSeconds: hop.durationSeconds }),
    ...(hop.externalId !== undefined && { ExternalId: hop.externalId }),
    ...(hop.mfaSerial !== undefined && code !== undefined && { SerialNumber: hop.mfaSerial, TokenCode: code }),
  };
}

function stsClient(plan: Plan, keys: SourceKeys, clockOffsetMs: number): STSClient {
  const endpoint = plan.endpoints.sts ?? plan.endpoints.all;
  return new STSClient({
    region: plan.region,
    ...(endpoint !== undefined && { endpoint }),
    credentials: { ...keys },
    systemClockOffset: clockOffsetMs,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}

function readReply(reply: AssumeRoleResponse, clockOffsetMs: number): Assumed {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials ?? {};
  const arn = reply.AssumedRoleUser?.Arn;
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration || !arn) {
    throw new UserError('STS answered without credentials. Is the endpoint really an STS?');
  }
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    assumedRoleArn: arn,
    expiration: Expiration.getTime(),
    clockOffsetMs,
  };
}

/** The ARN behind the keys makes a refusal clear. Where it cannot be had, the profile's name has to do. */
async function callerName(client: STSClient, call: HopCall): Promise<string> {
  if (call.keys.sessionToken !== undefined) {
    return call.caller;
  }
  try {
    const reply = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.any([call.options.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]),
    });
    return reply.Arn ?? call.caller;
  } catch {
    return call.caller;
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new Cancelled();
  }
}
