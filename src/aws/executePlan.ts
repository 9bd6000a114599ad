import * as l10n from '../base/l10n.js';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Environment } from '../model/environment.js';
import type { Hop, Plan } from '../model/plan/plan.js';
import type { SamlRole } from '../model/plan/source.js';
import { sourceName } from '../model/plan/sourceName.js';
import { throwIfCancelled, UserError } from '../base/errors.js';
import { runHop } from './sts/hops.js';
import type { Interaction } from '../model/session/interaction.js';
import { refusesToken, sessionTokenKey } from './sts/sessionTokens.js';
import { sourceCredentials } from './sources/index.js';
import { stsAddress, stsClient } from './sts/stsClient.js';
import { explainCallerIdentity } from './sts/stsFailures.js';
import type { Credentials, SourceKeys, SourceCredentials } from '../model/session/credentials.js';
import type { SecretReader } from '../model/session/secretReader.js';
import { type SessionTokens, NO_SESSION_TOKENS } from '../model/session/sessionTokens.js';

export interface ExecuteOptions {
  readonly environment: Environment;
  readonly secrets: SecretReader;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  /** Where a session token that roles are assumed with is kept; default: nowhere. */
  readonly sessionTokens?: SessionTokens;
  /** Milliseconds that one call may take, retries included; default 25,000. */
  readonly hopTimeoutMs?: number;
}

/** What executing a plan gives. */
export interface Assumed {
  readonly credentials: Credentials;
  /** As GetCallerIdentity answers: of an assumed role, a federated user or a user. */
  readonly arn: string;
  /** See `SessionFacts.principal`. */
  readonly principal: string;
  /** What the user chose of a SAML assertion's roles: `Overrides.samlRole` of a renewal, which then need not ask again. */
  readonly samlRole?: SamlRole;
  /** Milliseconds since the epoch, by AWS's clock; undefined where the credentials have no end. */
  readonly expiration: number | undefined;
  /** AWS's clock minus this machine's, in milliseconds; 0 where they agree to half a minute. */
  readonly clockOffsetMs: number;
}

const HOP_TIMEOUT_MS = 25_000;

/**
 * Executes a plan: the source's credentials, then STS hop by hop, each call signed with the credentials before it.
 * @throws UserError saying what failed and why; Cancelled when `signal` aborts or the user does not answer.
 */
export async function executePlan(plan: Plan, options: ExecuteOptions): Promise<Assumed> {
  const start = await sourceCredentials({ plan, ...options });
  const lent = await runHops(plan, plan.hops, { ...start, caller: start.arn ?? sourceName(plan.source) }, options);
  const { signal } = options;
  throwIfCancelled(signal);
  const arn = lent.arn ?? (await callerArn(plan, lent, signal));
  const { accessKeyId, secretAccessKey, sessionToken = '', expiration, clockOffsetMs = 0 } = lent;
  const principal = principalOf(plan, start) ?? arn;
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    arn,
    principal,
    ...(start.samlRole !== undefined && { samlRole: start.samlRole }),
    expiration,
    clockOffsetMs,
  };
}

function principalOf({ source }: Plan, { principal, arn }: SourceCredentials): string | undefined {
  return source.kind === 'static-keys' ? source.accessKeyId : (principal ?? arn);
}

interface Lent extends SourceCredentials {
  /** ARN, or where that is unknown what gave the keys. */
  readonly caller: string;
}

/** A kept session token stands in for its hop; one that AWS refuses is dropped, and its hop made after all. */
async function runHops(plan: Plan, hops: readonly Hop[], lent: Lent, options: ExecuteOptions): Promise<Lent> {
  const [hop, ...rest] = hops;
  const { interaction, signal, hopTimeoutMs = HOP_TIMEOUT_MS, sessionTokens = NO_SESSION_TOKENS } = options;
  if (hop === undefined) {
    return lent;
  }
  throwIfCancelled(signal);
  const keys = keysOf(lent);
  const after = (given: SourceCredentials): Promise<Lent> =>
    runHops(plan, rest, { ...given, caller: given.arn ?? lent.caller }, options);
  const key = hop.kind === 'session-token' && rest.length > 0 ? sessionTokenKey(plan, hop, keys) : undefined;
  const kept = key === undefined ? undefined : await sessionTokens.read(key);
  if (key !== undefined && kept !== undefined) {
    try {
      return await after(kept);
    } catch (error) {
      if (!refusesToken(error)) {
        throw error;
      }
      await sessionTokens.remove(key);
    }
  }
  const call = { plan, hop, keys, caller: lent.caller, clockOffsetMs: lent.clockOffsetMs ?? 0 };
  const given = await runHop(call, { interaction, signal, hopTimeoutMs });
  if (key !== undefined) {
    await sessionTokens.write(key, given);
  }
  return after(given);
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: SourceCredentials): SourceKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && sessionToken !== '' && { sessionToken }) };
}

/** Credentials of a source alone have not been tried yet: nobody should act under a name that was only guessed. */
async function callerArn(plan: Plan, lent: SourceCredentials, signal: AbortSignal): Promise<string> {
  const client = stsClient(plan, keysOf(lent), lent.clockOffsetMs ?? 0);
  const deadline = AbortSignal.timeout(HOP_TIMEOUT_MS);
  try {
    const reply = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.any([signal, deadline]),
    });
    if (reply.Arn === undefined) {
      throw new UserError(l10n.t('STS answered without an identity. Is the endpoint really an STS?'));
    }
    return reply.Arn;
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof UserError) {
      throw error;
    }
    const failed: unknown = deadline.aborted ? deadline.reason : error;
    throw new UserError(explainCallerIdentity(failed, sourceName(plan.source), stsAddress(plan)), { cause: error });
  } finally {
    client.destroy();
  }
}
