import * as l10n from '../../base/l10n.js';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetScopedCredentialsCommand,
  GetSessionTokenCommand,
  type STSClient,
} from '@aws-sdk/client-sts';
import type { Credentials as StsCredentials } from '@aws-sdk/client-sts';
import type { AssumeRoleHop, FederationTokenHop, Hop, Plan, ScopedCredentialsHop } from '../../model/plan/plan.js';
import { errorCode, throwIfCancelled, UserError } from '../../base/errors.js';
import { untilAborted } from '../../base/waiting/untilAborted.js';
import { sentences } from '../../base/words.js';
import type { Interaction } from '../../model/session/interaction.js';
import { mayHaveUsedCode, refusesCode } from './oneTimeCall.js';
import { stsAddress, stsClient } from './stsClient.js';
import { explainHop } from './stsFailures.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import type { SourceKeys, SourceCredentials } from '../../model/session/credentials.js';

export interface HopCall {
  readonly plan: Plan;
  readonly hop: Hop;
  readonly keys: SourceKeys;
  /** ARN, or where that is unknown what gave the keys. */
  readonly caller: string;
  readonly clockOffsetMs: number;
}

export interface HopOptions {
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  readonly hopTimeoutMs: number;
}

/** The Date header counts seconds, and a reply takes its time. */
const CLOCK_PRECISION_MS = 30_000;
const CALLER_TIMEOUT_MS = 5_000;

/** One signed call of a plan; an MFA code that STS does not take is asked for again. @throws UserError, Cancelled */
export async function runHop(call: HopCall, options: HopOptions): Promise<SourceCredentials> {
  for (let refusal: string | undefined; ;) {
    try {
      return await tryHop(call, options, refusal);
    } catch (error) {
      if (!(error instanceof UserError) || !needsCode(call.hop) || !refusesCode(error.cause)) {
        throw error;
      }
      refusal = l10n.t('AWS did not take that code: it is wrong, has expired, or was used already.');
    }
  }
}

async function tryHop(call: HopCall, options: HopOptions, refusal: string | undefined): Promise<SourceCredentials> {
  const { plan, hop, keys } = call;
  const { interaction, signal, hopTimeoutMs } = options;
  interaction.report(reportOf(hop));
  const code = needsCode(hop) ? await interaction.mfaCode(hop, refusal) : undefined;
  if (code !== undefined) {
    interaction.report(reportOf(hop)); // asking may have told of a command that prints the code
  }
  throwIfCancelled(signal);
  const client = stsClient(plan, keys, call.clockOffsetMs, code !== undefined);
  const deadline = AbortSignal.timeout(hopTimeoutMs);
  try {
    const ended = AbortSignal.any([signal, deadline]);
    // A call that hangs before anything is sent does not heed a signal.
    const reply = await untilAborted(ended, send(client, hop, code, ended));
    const offset = client.config.systemClockOffset;
    return { ...readReply(reply), clockOffsetMs: Math.abs(offset) < CLOCK_PRECISION_MS ? 0 : offset };
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof UserError) {
      throw error;
    }
    const caller = errorCode(error) === 'AccessDenied' ? await callerName(client, call, signal) : call.caller;
    const failed = { plan, hop, caller, endpoint: stsAddress(plan), chained: keys.sessionToken !== undefined };
    const reason = explainHop(deadline.aborted ? deadline.reason : error, failed);
    const advice =
      code !== undefined && mayHaveUsedCode(error) ? l10n.t('The MFA code may have been used: take the next one.') : '';
    throw new UserError(sentences(reason, advice), { cause: error });
  } finally {
    client.destroy();
  }
}

function reportOf(hop: Hop): string {
  switch (hop.kind) {
    case 'assume-role':
      return hop.role.arn;
    case 'session-token':
      return 'GetSessionToken';
    case 'federation-token':
      return `GetFederationToken ${hop.name}`;
    case 'scoped-credentials':
      return 'GetScopedCredentials';
  }
}

function needsCode(hop: Hop): hop is Hop & { readonly mfaSerial: string } {
  return 'mfaSerial' in hop && hop.mfaSerial !== undefined;
}

/** What of a reply of STS makes credentials. */
export interface Reply {
  readonly credentials: StsCredentials | undefined;
  /** Undefined for GetSessionToken, which does not say. */
  readonly arn: string | undefined;
}

async function send(client: STSClient, hop: Hop, code: string | undefined, abortSignal: AbortSignal): Promise<Reply> {
  switch (hop.kind) {
    case 'assume-role': {
      const reply = await client.send(new AssumeRoleCommand(assumeRoleInput(hop, code)), { abortSignal });
      return { credentials: reply.Credentials, arn: reply.AssumedRoleUser?.Arn };
    }
    case 'session-token': {
      const input = { DurationSeconds: hop.durationSeconds, SerialNumber: hop.mfaSerial, TokenCode: code };
      const reply = await client.send(new GetSessionTokenCommand(input), { abortSignal });
      return { credentials: reply.Credentials, arn: undefined };
    }
    case 'federation-token': {
      const reply = await client.send(new GetFederationTokenCommand(federationInput(hop)), { abortSignal });
      return { credentials: reply.Credentials, arn: reply.FederatedUser?.Arn };
    }
    case 'scoped-credentials': {
      const reply = await client.send(new GetScopedCredentialsCommand(scopeInput(hop)), { abortSignal });
      return { credentials: reply.Credentials, arn: reply.SessionInfo?.Arn };
    }
  }
}

function assumeRoleInput(hop: AssumeRoleHop, code: string | undefined): AssumeRoleCommand['input'] {
  return {
    RoleArn: hop.role.arn,
    RoleSessionName: hop.sessionName,
    DurationSeconds: hop.durationSeconds,
    ExternalId: hop.externalId,
    ...(code !== undefined && { SerialNumber: hop.mfaSerial, TokenCode: code }),
    ...policiesInput(hop),
    ...tagsInput(hop.tags),
    ...(hop.transitiveTagKeys.length > 0 && { TransitiveTagKeys: [...hop.transitiveTagKeys] }),
    SourceIdentity: hop.sourceIdentity,
  };
}

function federationInput(hop: FederationTokenHop): GetFederationTokenCommand['input'] {
  return { Name: hop.name, DurationSeconds: hop.durationSeconds, ...policiesInput(hop), ...tagsInput(hop.tags) };
}

function scopeInput({
  policy,
  durationSeconds,
  description,
}: ScopedCredentialsHop): GetScopedCredentialsCommand['input'] {
  return { Policy: policy, DurationSeconds: durationSeconds, ScopedSessionDescription: description };
}

export function policiesInput({ policy, policyArns }: SessionPolicies) {
  return {
    ...(policy !== undefined && { Policy: policy }),
    ...(policyArns.length > 0 && { PolicyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

function tagsInput(tags: Readonly<Record<string, string>>) {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? {} : { Tags: list };
}

/** @throws UserError where the reply lacks one of the credentials' parts */
export function readReply({ credentials, arn }: Reply): SourceCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new UserError(l10n.t('STS answered without credentials. Is the endpoint really an STS?'));
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration.getTime(),
    ...(arn !== undefined && { arn }),
  };
}

/** The ARN behind the keys makes a refusal clear. Where it cannot be had, what gave the keys has to do. */
async function callerName(client: STSClient, call: HopCall, signal: AbortSignal): Promise<string> {
  if (call.caller.startsWith('arn:')) {
    return call.caller;
  }
  try {
    const reply = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.any([signal, AbortSignal.timeout(CALLER_TIMEOUT_MS)]),
    });
    return reply.Arn ?? call.caller;
  } catch {
    throwIfCancelled(signal);
    return call.caller;
  }
}
