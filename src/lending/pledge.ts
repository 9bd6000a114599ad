import { sessionTitle, type SessionFacts, type SessionId } from '../model/session/session.js';

/** Whom a program was promised to act as: a session goes on under its id, and could be somebody else by then. */
export interface Pledge {
  readonly id: SessionId;
  /** For people. */
  readonly title: string;
  readonly arn: string;
  /** See `SessionFacts.principal`; null where that is not known. */
  readonly principal: string | null;
}

type PledgedWho = Pick<Pledge, 'arn' | 'principal'>;

export function pledgeOf({ id, role, narrowedTo, identity, principal }: SessionFacts): Pledge {
  const title = sessionTitle({ name: role.name, narrowedTo });
  return { id, title, arn: identity.arn, principal: principal ?? null };
}

/** A session has the same name whoever opens it: a program or a sign-in may bring somebody else. */
export function isSameWho(one: PledgedWho, { arn, principal }: PledgedWho): boolean {
  const isKnown = one.principal !== null && principal !== null;
  return one.arn === arn && (!isKnown || one.principal === principal);
}
