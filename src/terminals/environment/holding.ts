import type { SessionEntry } from '../../model/session/entry.js';
import {
  heldOf,
  NONE,
  pledgeIn,
  standingOfKeys,
  UNKNOWN,
  type HeldKeys,
  type Holding,
} from '../../identity/holding.js';
import { isSameWho } from '../../lending/pledge.js';
import type { GivenTo, LentTo } from '../../lending/given.js';
import type { LiveSession } from '../../model/session/session.js';

/** Of a shell that began with what it was given. */
export function holdingOfGiven(given: GivenTo, session: LiveSession): Holding {
  switch (given.kind) {
    case 'keys':
      return heldOf(session);
    case 'lent':
      return { kind: 'lent', lent: given.lent };
    case 'later':
      return NONE;
  }
}

/** Names a session's keys among all others. */
export function keysKey({ id, accessKeyId }: HeldKeys): string {
  return `${id}:${accessKeyId}`;
}

/** Names what a shell has, for comparisons. */
export function holdingKey(holding: Holding): string {
  switch (holding.kind) {
    case 'keys':
      return keysKey(holding.keys);
    case 'lent':
      return `${holding.lent.id}:lent:${holding.lent.grant}`;
    case 'none':
    case 'unknown':
      return holding.kind;
  }
}

/** What new shells were given from a moment on, in milliseconds since the epoch. */
export interface Given {
  readonly since: number;
  readonly holding: Holding;
}

/**
 * What a shell was given that began between two moments. Of two keys of one session it may have the older.
 * @param history the earliest first
 */
export function givenBetween(history: readonly Given[], from: number, to: number): Holding {
  const possible = history.flatMap(({ since, holding }, index) => {
    const until = history[index + 1]?.since ?? Infinity;
    return since <= to && until > from ? [holding] : [];
  });
  return possible.reduce(commonHolding, possible[0] ?? UNKNOWN);
}

/** What is known of one that is either. */
export function commonHolding(one: Holding, other: Holding): Holding {
  const [whose, others] = [pledgeIn(one), pledgeIn(other)];
  if (whose !== undefined && whose.id === others?.id) {
    const worse = one.kind !== 'keys' && other.kind === 'keys' ? other : one; // keys come to an end
    return isSameWho(whose, others) ? worse : UNKNOWN;
  }
  return one.kind === 'none' && other.kind === 'none' ? NONE : UNKNOWN;
}

/** Of a process, in milliseconds. Undefined: the system does not tell. */
export type ShellAge = number | 'gone' | undefined;

/** A shell whose process the extension sees for the first time. Moments are milliseconds since the epoch. */
export interface SeenShell {
  readonly ageMs: ShellAge;
  /** Whether this system tells ages at all. */
  readonly tellsAge: boolean;
  /** Before this moment its terminal was not there, or had another shell; undefined where it was there before us. */
  readonly openedAt: number | undefined;
  /** When its process was known. */
  readonly knownAt: number;
  /** When its age was. */
  readonly now: number;
  /** It came with the window: the editor may have connected it to a shell of before, or brought one back from disk. */
  readonly early: { readonly hostStartedAt: number; readonly revives: boolean } | undefined;
}

/** `ps` counts whole seconds, and an editor takes its time from the terminal to its shell. */
const BIRTH_PRECISION_MS = 2_000;
/** A shell that is that much older than what began it is another's. */
const OLDER_MS = 5_000;

/**
 * Whose keys it has.
 * @param history what new shells were given, the earliest first
 */
export function holdingOf(shell: SeenShell, history: readonly Given[]): Holding {
  const { ageMs, tellsAge, openedAt, knownAt, now, early } = shell;
  const begun = openedAt ?? -Infinity;
  if (early?.revives === true) {
    return UNKNOWN;
  }
  if (typeof ageMs !== 'number') {
    // It may have been attached from elsewhere; one that is gone already was not.
    const mayBeOld = early !== undefined || (tellsAge && ageMs === undefined);
    return mayBeOld ? UNKNOWN : givenBetween(history, begun, knownAt);
  }
  const bornAt = now - ageMs;
  if (bornAt < (early?.hostStartedAt ?? begun) - OLDER_MS) {
    return UNKNOWN;
  }
  // Where its terminal was heard of only after its birth, the role may have changed meanwhile.
  const from = bornAt < begun ? bornAt - BIRTH_PRECISION_MS : Math.max(begun, bornAt - BIRTH_PRECISION_MS);
  return givenBetween(history, from, Math.max(from, Math.min(knownAt, bornAt)));
}

/** A shell that was seen before this window was loaded anew. */
export interface KeptShell {
  readonly seenAt: number;
  readonly holding: Holding;
  /** Its terminal has these keys again when it is relaunched. */
  readonly isBound: boolean;
}

/** Whether a session that a shell asks for is there for it. */
export type LentStanding = 'current' | 'another' | 'ended';

export function standingOfLent(lent: LentTo, entry: SessionEntry | undefined): LentStanding {
  const standing = standingOfKeys({ ...lent, accessKeyId: '', expiresAt: 0 }, entry);
  return standing === 'replaced' ? 'current' : standing;
}

/** Process numbers are used again, but only once theirs has ended: then it is younger than what was seen. */
export function isSameShell({ seenAt }: Pick<KeptShell, 'seenAt'>, ageMs: ShellAge, now: number): boolean {
  return typeof ageMs === 'number' && ageMs + BIRTH_PRECISION_MS >= now - seenAt;
}

/** Reads what was written with `writeKept`, of any shape: a memento outlives releases. */
export function readKept(written: unknown): ReadonlyMap<number, KeptShell> {
  const entries = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  return new Map(
    entries.flatMap(([pid, value]: [string, unknown]) => {
      const shell = readShell(value);
      return shell === undefined ? [] : [[Number(pid), shell]];
    }),
  );
}

function readShell(value: unknown): KeptShell | undefined {
  const { seenAt, keys, lent, isBound } = {
    ...(value as Partial<Record<'seenAt' | 'keys' | 'lent' | 'isBound', unknown>> | null),
  };
  if (typeof seenAt !== 'number') {
    return undefined;
  }
  if (lent !== undefined) {
    return isLentTo(lent) ? { seenAt, holding: { kind: 'lent', lent }, isBound: isBound === true } : undefined;
  }
  if (keys === undefined) {
    return { seenAt, holding: NONE, isBound: false };
  }
  return areKeys(keys) ? { seenAt, holding: { kind: 'keys', keys }, isBound: isBound === true } : undefined;
}

function areKeys(value: unknown): value is HeldKeys {
  const { id, accessKeyId, title, arn, principal, expiresAt } = {
    ...(value as Partial<Record<keyof HeldKeys, unknown>> | null),
  };
  const texts = [id, accessKeyId, title, arn, principal ?? ''];
  return texts.every((text) => typeof text === 'string') && principal !== undefined && typeof expiresAt === 'number';
}

function isLentTo(value: unknown): value is LentTo {
  const { id, grant, title, arn, principal } = { ...(value as Partial<Record<keyof LentTo, unknown>> | null) };
  return [id, grant, title, arn, principal ?? ''].every((text) => typeof text === 'string') && principal !== undefined;
}

/** As JSON keeps it; of whom nobody knows anything there is nothing to keep. */
export function writeKept(shells: ReadonlyMap<number, KeptShell>): Readonly<Record<string, object>> {
  const written = [...shells].flatMap(([pid, { seenAt, holding, isBound }]): [string, object][] => {
    switch (holding.kind) {
      case 'unknown':
        return [];
      case 'none':
        return [[String(pid), { seenAt }]];
      case 'keys':
        return [[String(pid), { seenAt, keys: holding.keys, isBound }]];
      case 'lent':
        return [[String(pid), { seenAt, lent: holding.lent, isBound }]];
    }
  });
  return Object.fromEntries(written);
}
