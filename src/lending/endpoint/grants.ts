import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Borrower } from '../../model/sessionAct.js';
import type { SessionFacts, SessionId } from '../../model/session/session.js';
import { isSameWho, type Pledge } from '../pledge.js';

/** What programs of the same place share: a terminal of ours, or whatever the editor opens in a window or a folder. */
export interface Grant {
  /** Random, of no use without the key: what a memento may keep. */
  readonly id: string;
  /** Equal for what begins in the same place. */
  readonly scope: string;
  readonly pledge: Pledge;
  readonly borrower: Pick<Borrower, 'kind' | 'name'>;
}

/** One whose session has ended, with what that was. */
export interface EndedGrant extends Grant {
  readonly session: SessionFacts;
}

/** 256 bits, the same whenever it is asked for: nothing that opens anything has to be kept but the key. */
export function tokenOf(key: Buffer, { id }: Pick<Grant, 'id'>): string {
  return createHmac('sha256', key).update(id).digest('base64url');
}

/**
 * Which of them a token is for. Takes as long for one as for another: all are compared, each by a digest, so that
 * nothing of the token shows in how long that takes.
 */
export function grantOf<G extends Grant>(grants: Iterable<G>, key: Buffer, token: string): G | undefined {
  const presented = digest(token);
  let found: G | undefined;
  for (const grant of grants) {
    if (timingSafeEqual(presented, expected(key, grant))) {
      found = grant;
    }
  }
  return found;
}

const known = new WeakMap<Grant, { readonly key: Buffer; readonly digest: Buffer }>();

/** Made once: it is asked for at each request. */
function expected(key: Buffer, grant: Grant): Buffer {
  const before = known.get(grant);
  if (before?.key === key) {
    return before.digest;
  }
  const made = digest(tokenOf(key, grant));
  known.set(grant, { key, digest: made });
  return made;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** More are not open at a time, in all likelihood: the oldest go. */
const MOST = 500;

/** The grant for a place and a session, the one that is there or a new one. */
export function withGrant(
  grants: readonly Grant[],
  wanted: Omit<Grant, 'id'>,
  newId: () => string,
): { readonly grants: readonly Grant[]; readonly grant: Grant } {
  const before = grants.find(
    ({ scope, pledge }) => scope === wanted.scope && pledge.id === wanted.pledge.id && isSameWho(pledge, wanted.pledge),
  );
  if (before !== undefined) {
    return { grants, grant: before };
  }
  const grant = { ...wanted, id: newId() };
  return { grants: [...grants.slice(-(MOST - 1)), grant], grant };
}

/** Those that are left once these sessions have ended. */
export function withoutSessions(grants: readonly Grant[], ended: { has(id: SessionId): boolean }): readonly Grant[] {
  return grants.filter(({ pledge }) => !ended.has(pledge.id));
}

/** With those of these sessions that were somebody's. */
export function withEnded(
  before: readonly EndedGrant[],
  grants: readonly Grant[],
  sessions: ReadonlyMap<SessionId, SessionFacts | undefined>,
): readonly EndedGrant[] {
  const more = grants.flatMap((grant) => {
    const session = sessions.get(grant.pledge.id);
    return session === undefined ? [] : [{ ...grant, session }];
  });
  return [...before, ...more].slice(-MOST);
}

/** Reads what a memento has kept, of any shape. */
export function readGrants(written: unknown): readonly Grant[] {
  return Array.isArray(written) ? written.filter(isGrant) : [];
}

const KINDS: readonly unknown[] = ['terminal', 'task', 'debug', 'notebook'] satisfies Borrower['kind'][];

function isGrant(value: unknown): value is Grant {
  const { id, scope, pledge, borrower } = { ...(value as Partial<Record<keyof Grant, unknown>> | null) };
  const pledged = { ...(pledge as Partial<Record<keyof Pledge, unknown>> | null) };
  const by = { ...(borrower as Partial<Record<keyof Borrower, unknown>> | null) };
  const texts = [id, scope, pledged.id, pledged.title, pledged.arn, pledged.principal ?? '', by.name];
  return texts.every((text) => typeof text === 'string') && pledged.principal !== undefined && KINDS.includes(by.kind);
}
