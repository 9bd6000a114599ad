import { isSameWho, type Pledge } from '../lending/pledge.js';
import { isLive, type SessionEntry } from '../model/session/entry.js';
import { sessionTitle, type LiveSession, type SessionId } from '../model/session/session.js';
import type { SessionRequest } from '../model/request.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';
import { CONTAINER_URI, isSelecting } from '../model/variables/strayVariables.js';
import { heldOf, pledgeIn, standingOfKeys, type HeldKeys, type Holding } from './holding.js';
import { takenBySdk, type AwsProfiles, type Sdk, type Taken } from './sdkRules.js';
import { shownValue, type SeenVariables } from './seenVariables.js';

/** Why nobody knows what is in a terminal. */
export type NotRead =
  /** The user would not have a command run there, and there is no other way. */
  | 'declined'
  /** It was asked, and what it said was not all of it, or nothing. */
  | 'noAnswer'
  /** This system lets nobody look at a process, and the shell takes no command of ours. */
  | 'system'
  | 'gone'
  | 'unreadable';

/** What is known of the variables in a terminal. */
export type IdentityReading =
  /** Its shell was asked just now. */
  | { readonly kind: 'asked'; readonly seen: SeenVariables }
  /** What a process there began with. `program`: it is not the terminal's own process, but one that runs in it. */
  | { readonly kind: 'began'; readonly seen: SeenVariables; readonly pid: number; readonly program: string | undefined }
  | { readonly kind: 'unknown'; readonly reason: NotRead };

/** Whom a terminal acts as, beside whom it should. */
export type IdentityVerdict =
  | { readonly kind: 'unknown'; readonly reason: NotRead | 'files' | 'endpoint' }
  /** `began`: so it was at its beginning, and nobody knows what was exported there since. */
  | { readonly kind: 'asExpected' | 'began'; readonly acts: Acting }
  /** With good keys of a session that it was not opened for; undefined where nobody knows what it was opened for. */
  | { readonly kind: 'another'; readonly acts: Acting; readonly expected: Pledge | undefined }
  | { readonly kind: 'stale' | 'ended' | 'expired'; readonly keys: Pledge }
  /** It asks this window's endpoint, which gives what the session has by then; whether it is that one, nobody asks. */
  | { readonly kind: 'lent'; readonly acts: Pledge; readonly at: string }
  /** Its own variable says so, of keys that nobody knows. */
  | { readonly kind: 'pastExpiration'; readonly accessKeyId: string }
  | { readonly kind: 'foreign'; readonly accessKeyId: string; readonly expected: Pledge | undefined }
  | { readonly kind: 'nobody'; readonly expected: Pledge | undefined; readonly asksMachine: boolean }
  /** By variables, by `[default]`, or by a file with a token: some SDKs, or all. */
  | { readonly kind: 'redirected'; readonly names: readonly string[]; readonly expected: Pledge | undefined }
  | { readonly kind: 'mixed'; readonly expected: Pledge | undefined };

/** Whose good keys it has. */
interface Acting {
  readonly id: SessionId;
  readonly title: string;
  readonly arn: string;
}

export type Repair =
  /** Gets the keys of that session anew: a new terminal, or the kernel of a notebook. */
  | { readonly kind: 'again'; readonly id: SessionId; readonly title: string }
  | { readonly kind: 'unset'; readonly names: readonly string[] }
  | { readonly kind: 'assume'; readonly request: SessionRequest | undefined }
  | { readonly kind: 'none' };

export interface IdentityFacts {
  readonly reading: IdentityReading;
  readonly profiles: AwsProfiles;
  /** Whose programs run there; default: all. */
  readonly sdks?: readonly Sdk[];
  /** What it began with, as far as the window knows. */
  readonly holding: Holding;
  /** The session whose name it bears. */
  readonly named: Pledge | undefined;
  /** What any terminal holds: keys of before a renewal are known by that alone. */
  readonly heldAnywhere: readonly HeldKeys[];
  readonly entries: readonly SessionEntry[];
  readonly now: number;
}

export interface IdentityAnswer {
  readonly verdict: IdentityVerdict;
  readonly repair: Repair;
  readonly takes: ReadonlyMap<Sdk, Taken>;
  /** Names that are in the way. */
  readonly stray: readonly string[];
}

const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+$/;

/** Nothing that was not read is ever as expected. */
export function answerOf(facts: IdentityFacts): IdentityAnswer {
  const { reading, profiles, now, sdks } = facts;
  if (reading.kind === 'unknown') {
    const verdict: IdentityVerdict = { kind: 'unknown', reason: reading.reason };
    return { verdict, repair: repairOf(verdict, facts), takes: new Map(), stray: [] };
  }
  const takes = takenBySdk(reading.seen, profiles, now, sdks);
  const stray = strayOf(reading.seen, sessionOf(facts, reading.seen));
  const verdict = verdictOf(facts, reading.seen, [...takes.values()], stray);
  return { verdict, repair: repairOf(verdict, facts), takes, stray };
}

function verdictOf(
  facts: IdentityFacts,
  seen: SeenVariables,
  takes: readonly Taken[],
  stray: readonly string[],
): IdentityVerdict {
  const expected = expectedOf(facts);
  const hasKeys = takes.some(({ kind }) => kind === 'environment' || kind === 'pastExpiration');
  const kinds = new Set(takes.map(({ kind }) => kind));
  if (kinds.has('unknown')) {
    return { kind: 'unknown', reason: 'files' };
  }
  if ((hasKeys || kinds.has('noProfile') || kinds.has('container')) && stray.length > 0) {
    return { kind: 'redirected', names: stray, expected };
  }
  if (kinds.has('pastExpiration') && [...kinds].every((kind) => kind === 'pastExpiration' || kind === 'environment')) {
    const keys = keysOf(facts, seen);
    return keys === undefined
      ? { kind: 'pastExpiration', accessKeyId: seen.values.get('AWS_ACCESS_KEY_ID') ?? '' }
      : { kind: 'expired', keys };
  }
  if (seen.tokensDiffer || new Set(takes.map(whoKey)).size > 1) {
    return { kind: 'mixed', expected };
  }
  return ofOne(facts, seen, takes[0] ?? { kind: 'unknown' }, stray);
}

/** Where all of them take the same. */
function ofOne(facts: IdentityFacts, seen: SeenVariables, taken: Taken, stray: readonly string[]): IdentityVerdict {
  const expected = expectedOf(facts);
  switch (taken.kind) {
    case 'environment':
      return ofKeys(facts, seen);
    case 'nothing':
    case 'instance':
      return { kind: 'nobody', expected, asksMachine: taken.kind === 'instance' };
    case 'profile':
    case 'noProfile':
      return { kind: 'redirected', names: stray, expected };
    case 'webIdentity':
    case 'noRoleArn':
      return { kind: 'redirected', names: ['AWS_WEB_IDENTITY_TOKEN_FILE'], expected };
    case 'container':
      return ofEndpoint(facts, seen, taken.by);
    case 'unknown':
      return { kind: 'unknown', reason: 'files' };
    case 'partialKeys':
    case 'pastExpiration':
      return { kind: 'mixed', expected };
  }
}

/** Whom an endpoint gives credentials of, it alone knows; the window knows whom its own would be asked for. */
function ofEndpoint(facts: IdentityFacts, { values }: SeenVariables, by: string): IdentityVerdict {
  const address = values.get(CONTAINER_URI) ?? '';
  const { holding } = facts;
  if (holding.kind !== 'lent' || by !== CONTAINER_URI || !LOOPBACK.test(address)) {
    return { kind: 'unknown', reason: 'endpoint' };
  }
  const entry = entryOf(facts, holding.lent.id);
  const isThere = entry !== undefined && isLive(entry) && isSomebody(entry.state, holding.lent);
  return isThere ? { kind: 'lent', acts: holding.lent, at: address } : { kind: 'ended', keys: holding.lent };
}

function ofKeys(facts: IdentityFacts, seen: SeenVariables): IdentityVerdict {
  const accessKeyId = seen.values.get('AWS_ACCESS_KEY_ID') ?? '';
  const expected = expectedOf(facts);
  const live = facts.entries.filter(isLive).find(({ state }) => state.credentials.accessKeyId === accessKeyId)?.state;
  const keys = keysOf(facts, seen);
  if ((live?.expiresAt ?? keys?.expiresAt ?? Infinity) <= facts.now && keys !== undefined) {
    return { kind: 'expired', keys };
  }
  if (live !== undefined) {
    const acts: Acting = {
      id: live.id,
      title: sessionTitle({ ...live, name: live.role.name }),
      arn: live.identity.arn,
    };
    const { arn } = live.identity;
    const isAsExpected = expected?.id === live.id && isSameWho(expected, { arn, principal: live.principal ?? null });
    const kind = facts.reading.kind === 'asked' ? 'asExpected' : 'began';
    return isAsExpected ? { kind, acts } : { kind: 'another', acts, expected };
  }
  if (keys === undefined) {
    return { kind: 'foreign', accessKeyId, expected };
  }
  const standing = standingOfKeys(keys, entryOf(facts, keys.id));
  return { kind: standing === 'replaced' || standing === 'current' ? 'stale' : 'ended', keys };
}

/** Of a session that is live, or that a terminal was seen to hold. */
function keysOf({ holding, heldAnywhere, entries }: IdentityFacts, { values }: SeenVariables): HeldKeys | undefined {
  const accessKeyId = values.get('AWS_ACCESS_KEY_ID');
  const known = [holding, ...entries.filter(isLive).map(({ state }) => heldOf(state))];
  const keys = [...known.flatMap((each) => (each.kind === 'keys' ? each.keys : [])), ...heldAnywhere];
  return keys.find((each) => each.accessKeyId === accessKeyId);
}

/** Whom it was opened for; undefined where it was for nobody, or nobody knows. */
function expectedOf({ holding, named }: IdentityFacts): Pledge | undefined {
  return named ?? pledgeIn(holding);
}

/** By its keys, or the one that it was opened for. */
function sessionOf(facts: IdentityFacts, { values }: SeenVariables): LiveSession | undefined {
  const accessKeyId = values.get('AWS_ACCESS_KEY_ID');
  const live = facts.entries.filter(isLive).map(({ state }) => state);
  const id = expectedOf(facts)?.id;
  return live.find(({ credentials }) => credentials.accessKeyId === accessKeyId) ?? live.find((each) => each.id === id);
}

function entryOf({ entries }: IdentityFacts, id: SessionId): SessionEntry | undefined {
  return entries.find((entry) => entry.id === id);
}

/**
 * Names that lead elsewhere: other profiles, and addresses that are not the session's own. An empty profile is one,
 * too, which boto3 and the CLI look for in vain. Of a session that is no more nobody knows which addresses were its own.
 */
function strayOf({ values }: SeenVariables, session: LiveSession | undefined): readonly string[] {
  const own = session && sessionVariables(session);
  return [...values].flatMap(([name, value]) => {
    if (!isSelecting(name)) {
      return [];
    }
    const isProfile = name.endsWith('PROFILE');
    const leadsAway = own !== undefined && value !== '' && shownValue(name, own.get(name) ?? '') !== value;
    return isProfile || leadsAway ? [name] : [];
  });
}

/** Two that take the same act as the same. The machine, and nothing, are told apart by where it runs alone. */
function whoKey(taken: Taken): string {
  switch (taken.kind) {
    case 'profile':
      return `profile:${taken.profile}:${taken.how}`;
    case 'container':
      return taken.by;
    case 'instance':
      return 'nothing';
    default:
      return taken.kind;
  }
}

function repairOf(verdict: IdentityVerdict, facts: IdentityFacts): Repair {
  switch (verdict.kind) {
    case 'asExpected':
    case 'began':
    case 'lent':
      return { kind: 'none' };
    case 'redirected':
      return verdict.names.length > 0 && facts.reading.kind === 'asked'
        ? { kind: 'unset', names: verdict.names }
        : again(facts, verdict.expected);
    case 'stale':
    case 'ended':
    case 'expired':
      return again(facts, verdict.keys);
    case 'unknown':
    case 'pastExpiration':
      return expectedOf(facts) === undefined ? { kind: 'none' } : again(facts, expectedOf(facts));
    case 'another':
      return verdict.expected === undefined ? { kind: 'none' } : again(facts, verdict.expected);
    case 'foreign':
    case 'nobody':
    case 'mixed':
      return again(facts, verdict.expected);
  }
}

function again(facts: IdentityFacts, keys: Pledge | undefined): Repair {
  const entry = keys && entryOf(facts, keys.id);
  return keys !== undefined && entry !== undefined && isLive(entry) && isSomebody(entry.state, keys)
    ? { kind: 'again', id: entry.id, title: keys.title }
    : { kind: 'assume', request: entry?.role.request };
}

/** A session that was opened again as somebody else is not offered under the name of before. */
function isSomebody({ identity, principal }: LiveSession, keys: Pledge): boolean {
  return isSameWho(keys, { arn: identity.arn, principal: principal ?? null });
}
