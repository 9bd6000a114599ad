import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { throwIfCancelled } from '../../base/errors.js';
import { untilAborted } from '../../base/waiting/untilAborted.js';
import { identityHops } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Source } from '../../model/plan/source.js';
import type { SourceCredentials, SourceKeys } from '../../model/session/credentials.js';
import type { Interaction } from '../../model/session/interaction.js';
import { stsClient } from './stsClient.js';

/** Who signed in is worth a short wait, and no failure; */
const PATIENCE_MS = 4_000;
/** and a longer one with somebody there to cancel it: of a person who is unknown, other windows take no session over. */
const ATTENDED_PATIENCE_MS = 15_000;

/** Sources that say anew each time who one is, without telling their name. */
const UNNAMED: ReadonlySet<Source['kind']> = new Set([
  'process',
  'environment',
  'instance-metadata',
  'container',
  'login',
  'identity-center',
]);

/** Who a plan starts as, while its calls go on. */
export interface PrincipalAsked {
  /** Undefined where it could not be had in time. @throws Cancelled */
  readonly principal: () => Promise<string | undefined>;
  /** It is not waited for any more. */
  readonly stop: () => void;
}

/** See `SessionFacts.principal`. Keys of a profile name themselves; others are asked about, with the first hop. */
export function askPrincipal(
  plan: Plan,
  start: SourceCredentials,
  keys: SourceKeys,
  { signal, interaction }: { readonly signal: AbortSignal; readonly interaction: Pick<Interaction, 'attended'> },
): PrincipalAsked {
  const known = knownPrincipal(plan, start);
  if (known !== undefined || !isUnnamed(plan.source) || identityHops(plan).length === 0) {
    return { principal: () => Promise.resolve(known), stop: () => undefined };
  }
  const stopped = new AbortController();
  const patience = AbortSignal.timeout(interaction.attended ? ATTENDED_PATIENCE_MS : PATIENCE_MS);
  const ends = AbortSignal.any([signal, stopped.signal, patience]);
  const asked = callerArn(plan, { keys, clockOffsetMs: start.clockOffsetMs ?? 0 }, ends);
  return {
    principal: async () => {
      const arn = await asked;
      throwIfCancelled(signal);
      return arn;
    },
    stop: () => stopped.abort(),
  };
}

function knownPrincipal({ source }: Plan, { principal, arn }: SourceCredentials): string | undefined {
  return principal ?? arn ?? (source.kind === 'static-keys' && !source.temporary ? source.accessKeyId : undefined);
}

function isUnnamed(source: Source): boolean {
  return UNNAMED.has(source.kind) || (source.kind === 'static-keys' && source.temporary);
}

/** Never rejects. */
async function callerArn(
  plan: Plan,
  { keys, clockOffsetMs }: { readonly keys: SourceKeys; readonly clockOffsetMs: number },
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const client = stsClient(plan, keys, clockOffsetMs);
  try {
    // A call that hangs before anything is sent does not heed a signal.
    return (await untilAborted(abortSignal, client.send(new GetCallerIdentityCommand({}), { abortSignal }))).Arn;
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
