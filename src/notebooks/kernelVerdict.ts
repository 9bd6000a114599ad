import { NONE, type HeldKeys, type Holding } from '../identity/holding.js';
import type { Sdk, Taken } from '../identity/sdkRules.js';
import { answerOf, type IdentityAnswer, type IdentityVerdict } from '../identity/verdict.js';
import { isSameWho, pledgeOf, type Pledge } from '../lending/pledge.js';
import type { SessionRequest } from '../model/request.js';
import { isLive, type SessionEntry } from '../model/session/entry.js';
import type { SessionId } from '../model/session/session.js';
import type { GivenKernel } from './givenKernels.js';
import type { KernelSeen } from './kernelProbe.js';

/** boto3 in the kernel, and what a cell starts (`!aws`). */
const PROGRAMS: readonly Sdk[] = ['boto3', 'cli'];

export interface KernelFacts {
  readonly kernel: KernelSeen;
  /** What this window has given it; undefined: nothing. */
  readonly given: GivenKernel | undefined;
  /** What this window has given to any kernel. */
  readonly heldAnywhere: readonly HeldKeys[];
  readonly entries: readonly SessionEntry[];
  readonly now: number;
}

export type KernelVerdict =
  | IdentityVerdict
  /** Its variables are as they should be, and boto3's default session was made of other keys. */
  | {
      readonly kind: 'oldDefault';
      readonly acts: { readonly id: SessionId; readonly title: string; readonly arn: string };
      readonly accessKeyId: string;
    };

export type KernelRepair =
  | { readonly kind: 'use'; readonly id: SessionId; readonly title: string }
  /** Nobody knows as whom it is to act. */
  | { readonly kind: 'useAny' }
  /** Keys of ours that nobody has taken out. */
  | { readonly kind: 'takeOut'; readonly accessKeyId: string; readonly title: string }
  | { readonly kind: 'assume'; readonly request: SessionRequest | undefined }
  | { readonly kind: 'none' };

export interface KernelIdentity {
  readonly verdict: KernelVerdict;
  readonly repair: KernelRepair;
  readonly takes: IdentityAnswer['takes'];
  readonly stray: readonly string[];
  /** Of which session the keys of boto3's default session are, where that is known. */
  readonly defaultTitle: string | undefined;
  /** Whether clients of boto3 act by other keys than its variables say. */
  readonly defaultDiffers: boolean;
}

export function kernelIdentity(facts: KernelFacts): KernelIdentity {
  const { kernel, given, heldAnywhere, entries, now } = facts;
  const { verdict, repair, takes, stray } = answerOf({
    reading: { kind: 'asked', seen: kernel.seen },
    profiles: kernel.profiles,
    holding: holdingIn(given),
    named: undefined,
    heldAnywhere,
    entries,
    now,
    sdks: PROGRAMS,
  });
  const defaultDiffers = differs(kernel, takes.get('boto3'));
  const ours = inKernel(verdict, given, defaultDiffers ? defaultKey(kernel) : undefined);
  return {
    ...{ verdict: ours, takes, stray, defaultDiffers, defaultTitle: titleOfKey(facts, defaultKey(kernel)) },
    repair: repairIn(ours, facts, repair),
  };
}

/** What it is to have, as far as this window knows. */
function holdingIn(given: GivenKernel | undefined): Holding {
  const keys = given?.standing === 'own' || given?.standing === 'closed' ? undefined : given?.keys.at(-1);
  return keys === undefined ? NONE : { kind: 'keys', keys };
}

/** A kernel that this window does not keep renewed does not have what it should, whatever it has now. */
function inKernel(
  verdict: IdentityVerdict,
  given: GivenKernel | undefined,
  otherDefault: string | undefined,
): KernelVerdict {
  if (verdict.kind !== 'asExpected') {
    return verdict;
  }
  if (given?.standing !== 'inUse') {
    return { kind: 'another', acts: verdict.acts, expected: undefined };
  }
  return otherDefault === undefined ? verdict : { kind: 'oldDefault', acts: verdict.acts, accessKeyId: otherDefault };
}

function defaultKey({ defaultSession }: KernelSeen): string | undefined {
  return defaultSession.kind === 'keys' ? defaultSession.accessKeyId : undefined;
}

/** Whose keys a profile or an endpoint gives, the variables do not say. */
function differs(kernel: KernelSeen, taken: Taken | undefined): boolean {
  const key = defaultKey(kernel);
  const isByVariables = taken?.kind === 'environment' || taken?.kind === 'nothing';
  return isByVariables && key !== undefined && key !== kernel.seen.values.get('AWS_ACCESS_KEY_ID');
}

function titleOfKey({ entries, heldAnywhere }: KernelFacts, accessKeyId: string | undefined): string | undefined {
  const live = entries.filter(isLive).find(({ state }) => state.credentials.accessKeyId === accessKeyId)?.state;
  return live ? pledgeOf(live).title : heldAnywhere.find((keys) => keys.accessKeyId === accessKeyId)?.title;
}

function repairIn(verdict: KernelVerdict, facts: KernelFacts, repair: IdentityAnswer['repair']): KernelRepair {
  switch (verdict.kind) {
    case 'oldDefault':
      return { kind: 'use', id: verdict.acts.id, title: verdict.acts.title };
    case 'another':
      return use(facts, verdict.expected ?? livePledge(facts, verdict.acts.id));
    case 'redirected':
      return use(facts, verdict.expected);
    case 'ended':
    case 'expired':
      return repair.kind === 'again' ? { ...repair, kind: 'use' } : takeOut(facts, verdict.keys.title);
    default:
      break;
  }
  switch (repair.kind) {
    case 'again':
      return { ...repair, kind: 'use' };
    case 'assume':
      return repair.request === undefined ? use(facts, undefined) : repair;
    case 'unset':
    case 'none':
      return { kind: 'none' };
  }
}

function takeOut({ kernel }: KernelFacts, title: string): KernelRepair {
  return { kind: 'takeOut', accessKeyId: kernel.seen.values.get('AWS_ACCESS_KEY_ID') ?? '', title };
}

function livePledge({ entries }: KernelFacts, id: SessionId): Pledge | undefined {
  const live = entries.filter(isLive).find(({ state }) => state.id === id)?.state;
  return live && pledgeOf(live);
}

/** As whom it was to act, if that session is still there; else as any. */
function use(facts: KernelFacts, pledge: Pledge | undefined): KernelRepair {
  const live = pledge && livePledge(facts, pledge.id);
  if (pledge !== undefined && live !== undefined && isSameWho(pledge, live)) {
    return { kind: 'use', id: live.id, title: live.title };
  }
  return facts.entries.some(isLive) ? { kind: 'useAny' } : { kind: 'assume', request: undefined };
}
