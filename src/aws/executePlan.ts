import * as l10n from '../base/l10n.js';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Environment } from '../model/environment.js';
import type { Hop, Plan } from '../model/plan/plan.js';
import type { SamlRole } from '../model/plan/source.js';
import { sourceName } from '../model/plan/sourceName.js';
import { throwIfCancelled, UserError } from '../base/errors.js';
import { identityHops, isScope } from '../model/plan/identityCall.js';
import { withSessionPolicy } from '../model/plan/withSessionPolicy.js';
import { untilAborted } from '../base/waiting/untilAborted.js';
import { runHop } from './sts/hops.js';
import { askPrincipal } from './sts/principal.js';
import { isUnknownAction } from './sts/scopeFailures.js';
import type { Interaction } from '../model/session/interaction.js';
import { refusesToken, sessionTokenKey } from './sts/sessionTokens.js';
import { sourceCredentials } from './sources/index.js';
import { stsAddress, stsClient } from './sts/stsClient.js';
import { explainCallerIdentity } from './sts/stsFailures.js';
import type { Credentials, SourceKeys, SourceCredentials } from '../model/session/credentials.js';
import type { SecretReader } from '../model/session/secretReader.js';
import type { SessionFacts } from '../model/session/session.js';
import { type SessionTokens, NO_SESSION_TOKENS } from '../model/session/sessionTokens.js';

export interface ExecuteOptions {
  readonly environment: Environment;
  readonly secrets: SecretReader;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  /** Where a session token that roles are assumed with is kept; default: nowhere. */
  readonly sessionTokens?: SessionTokens;
  /** Of a live session that the plan's first hops gave: its calls go on from there. */
  readonly lent?: Lent;
  /** Milliseconds that one call may take, retries included; default 25,000. */
  readonly hopTimeoutMs?: number;
}

/** What executing a plan gives. */
export interface Assumed {
  readonly credentials: Credentials;
  /** As GetCallerIdentity answers: of an assumed role, a federated user or a user. */
  readonly arn: string;
  /** See `SessionFacts.principal`. */
  readonly principal: string | undefined;
  /** What the user chose of a SAML assertion's roles: `Overrides.samlRole` of a renewal, which then need not ask again. */
  readonly samlRole?: SamlRole;
  /** See `SessionFacts.narrowedBy`. */
  readonly narrowedBy?: SessionFacts['narrowedBy'];
  /** Milliseconds since the epoch, by AWS's clock; undefined where the credentials have no end. */
  readonly expiration: number | undefined;
  /** AWS's clock minus this machine's, in milliseconds; 0 where they agree to half a minute. */
  readonly clockOffsetMs: number;
}

/** A live session to go on from, as it was given. */
export interface Lent extends Omit<Assumed, 'narrowedBy' | 'samlRole'> {
  /** How many of the plan's hops it stands for. */
  readonly hops: number;
}

const HOP_TIMEOUT_MS = 25_000;

/**
 * Executes a plan: the source's credentials, then STS hop by hop, each call signed with the credentials before it.
 * @throws UserError saying what failed and why; Cancelled when `signal` aborts or the user does not answer.
 */
export async function executePlan(plan: Plan, options: ExecuteOptions): Promise<Assumed> {
  const { lent } = options;
  try {
    return await (lent === undefined ? fromSource(plan, options) : fromLent(plan, lent, options));
  } catch (error) {
    // A role that was just assumed with the source's credentials has been assumed again already, with those.
    const isOpen = lent !== undefined || identityHops(plan).length === 0;
    const instead = isOpen && cannotNarrow(error) ? withSessionPolicy(plan) : undefined;
    if (instead === undefined) {
      throw error;
    }
    warnOfPolicy(options, error);
    return { ...(await fromSource(instead, options)), narrowedBy: 'session-policy' };
  }
}

async function fromSource(plan: Plan, options: ExecuteOptions): Promise<Assumed> {
  const { signal } = options;
  const start = await sourceCredentials({ plan, ...options });
  throwIfCancelled(signal);
  const asked = askPrincipal(plan, start, keysOf(start), options);
  try {
    const given = await runHops(plan, plan.hops, { ...start, caller: start.arn ?? sourceName(plan.source) }, options);
    throwIfCancelled(signal);
    const arn = given.arn ?? (await callerArn(plan, given, signal));
    const own = identityHops(plan).length === 0 ? arn : undefined;
    const { samlRole } = start;
    return {
      ...assumed(plan, given, arn, (await asked.principal()) ?? own),
      ...(samlRole !== undefined && { samlRole }),
    };
  } finally {
    asked.stop();
  }
}

async function fromLent(plan: Plan, lent: Lent, options: ExecuteOptions): Promise<Assumed> {
  const { hops, credentials, arn, principal, expiration, clockOffsetMs } = lent;
  const start = { ...credentials, arn, clockOffsetMs, ...(expiration !== undefined && { expiration }), caller: arn };
  const given = await runHops(plan, plan.hops.slice(hops), start, options);
  throwIfCancelled(options.signal);
  return assumed(plan, given, given.arn ?? arn, principal);
}

function assumed(plan: Plan, given: Given, arn: string, principal: string | undefined): Assumed {
  const { accessKeyId, secretAccessKey, sessionToken = '', expiration, clockOffsetMs = 0, narrowedBy } = given;
  const asPlanned = plan.narrowedTo === undefined ? undefined : plan.hops.some(isScope) ? 'in-place' : 'session-policy';
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    arn,
    principal,
    narrowedBy: narrowedBy ?? asPlanned,
    expiration,
    clockOffsetMs,
  };
}

interface Given extends SourceCredentials {
  /** ARN, or where that is unknown what gave the keys. */
  readonly caller: string;
  /** Where it is another than the plan says. */
  readonly narrowedBy?: SessionFacts['narrowedBy'];
}

function cannotNarrow(error: unknown): boolean {
  return error instanceof UserError && isUnknownAction(error.cause);
}

/** A kept session token stands in for its hop; one that AWS refuses is dropped, and its hop made after all. */
async function runHops(plan: Plan, hops: readonly Hop[], lent: Given, options: ExecuteOptions): Promise<Given> {
  const [hop, ...rest] = hops;
  const { interaction, signal, hopTimeoutMs = HOP_TIMEOUT_MS, sessionTokens = NO_SESSION_TOKENS } = options;
  if (hop === undefined) {
    return lent;
  }
  throwIfCancelled(signal);
  const keys = keysOf(lent);
  const after = (given: SourceCredentials): Promise<Given> =>
    runHops(plan, rest, { ...given, caller: given.arn ?? lent.caller }, options);
  const key = hop.kind === 'session-token' && !rest.every(isScope) ? sessionTokenKey(plan, hop, keys) : undefined;
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
    await sessionTokens.write(key, given, 'mfaSerial' in hop ? hop.mfaSerial : undefined);
  }
  return narrowedInPlace(after(given), { plan, hop, rest, lent, options });
}

function warnOfPolicy({ interaction }: ExecuteOptions, error: unknown): void {
  interaction.warn('STS cannot narrow a session in place: the role is assumed with a session policy instead', error);
  interaction.report(l10n.t('STS cannot narrow in place: the role is assumed again, with a session policy'));
}

interface BeforeScopes {
  readonly plan: Plan;
  readonly hop: Hop;
  readonly rest: readonly Hop[];
  readonly lent: Given;
  readonly options: ExecuteOptions;
}

/** Where STS cannot narrow the role that was just assumed, it is assumed again within a session policy. */
async function narrowedInPlace(
  narrowing: Promise<Given>,
  { plan, hop, rest, lent, options }: BeforeScopes,
): Promise<Given> {
  try {
    return await narrowing;
  } catch (error) {
    const isLastRole = hop.kind === 'assume-role' && rest.length > 0 && rest.every(isScope);
    const instead = isLastRole && cannotNarrow(error) ? withSessionPolicy(plan) : undefined;
    if (instead === undefined) {
      throw error;
    }
    warnOfPolicy(options, error);
    return { ...(await runHops(instead, instead.hops.slice(-1), lent, options)), narrowedBy: 'session-policy' };
  }
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: SourceCredentials): SourceKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && sessionToken !== '' && { sessionToken }) };
}

/** Credentials of a source alone have not been tried yet: nobody should act under a name that was only guessed. */
async function callerArn(plan: Plan, lent: SourceCredentials, signal: AbortSignal): Promise<string> {
  const client = stsClient(plan, keysOf(lent), lent.clockOffsetMs ?? 0);
  const deadline = AbortSignal.timeout(HOP_TIMEOUT_MS);
  try {
    const abortSignal = AbortSignal.any([signal, deadline]);
    const reply = await untilAborted(abortSignal, client.send(new GetCallerIdentityCommand({}), { abortSignal }));
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
