import type { Problem } from '../../base/place.js';
import type { RoleEntry } from '../../model/plan/role.js';
import { isProduction } from '../../model/session/production.js';
import type { Session } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { allowanceOf, isSame, type AllowedRole } from './allowed.js';
import type { RoleAsk } from './asks.js';
import { meaningOf, type NamedRole } from './meaning.js';

/** Why a name is that of no role that could be assumed. */
export type NoRole =
  | { readonly why: 'missing' }
  | { readonly why: 'ambiguous'; readonly ids: readonly string[] }
  | { readonly why: 'broken'; readonly id: string; readonly problem: Problem };

/** What to do about an ask. */
export type Decision =
  | { readonly kind: 'nothing'; readonly role: NamedRole }
  /** `always`: what the user would allow from then on; undefined where that is not for them to say. */
  | {
      readonly kind: 'offer';
      readonly role: NamedRole;
      readonly isProduction: boolean;
      readonly always: AllowedRole | undefined;
    }
  | { readonly kind: 'assume'; readonly role: NamedRole }
  | { readonly kind: 'unknown-role'; readonly reason: NoRole };

/** What there is. */
interface Known {
  readonly entries: readonly RoleEntry[];
  readonly sessions: Pick<SessionReader, 'active' | 'folders'>;
  readonly productionRoles: readonly string[];
  readonly allowed: readonly AllowedRole[];
  /** As `askKey` names them: what this window has looked at is the user's from then on. */
  readonly seen: { has(key: string): boolean };
}

/** Production is never assumed unasked, nor is what only AWS's answer could tell to be that. */
export function decide(ask: RoleAsk, known: Known): Decision {
  const found = findRole(ask.role, known.entries);
  if ('why' in found) {
    return { kind: 'unknown-role', reason: found };
  }
  const role: NamedRole = { id: found.id, meaning: meaningOf(found.plan) };
  if (known.seen.has(askKey(ask, role)) || isTaken(ask, role, known.sessions)) {
    return { kind: 'nothing', role };
  }
  const isMarked = isProduction(known.productionRoles, found.plan);
  const always = isMarked ? undefined : allowanceOf(ask, role);
  return always !== undefined && known.allowed.some((one) => isSame(one, always))
    ? { kind: 'assume', role }
    : { kind: 'offer', role, isProduction: isMarked, always };
}

/** Of whom, and of what the role is: of another one under the same name it is another ask. */
export function askKey({ folder, owner, role }: RoleAsk, { id, meaning }: NamedRole): string {
  return JSON.stringify([folder, owner, role, id, meaning]);
}

type Found = Extract<RoleEntry, { readonly kind: 'ready' }> | NoRole;

/** By its ID or its name. What is wrong with a file as a whole is no role. */
function findRole(wanted: string, entries: readonly RoleEntry[]): Found {
  const roles = entries.filter(({ id }) => /^(profile|setting):/.test(id));
  const exact = roles.filter(({ id }) => id === wanted);
  const [found, ...others] = exact.length > 0 ? exact : roles.filter(({ name }) => name === wanted);
  if (found === undefined) {
    return { why: 'missing' };
  }
  if (others.length > 0) {
    return { why: 'ambiguous', ids: [found, ...others].map(({ id }) => id) };
  }
  return found.kind === 'ready' ? found : { why: 'broken', id: found.id, problem: found.problem };
}

/** Whether it acts as that role already, or as what the user has chosen for it. */
function isTaken({ folder }: RoleAsk, role: NamedRole, sessions: Known['sessions']): boolean {
  const session = sessions.active(folder);
  const isOwn = folder === undefined || sessions.folders().has(folder);
  return isThat(session, role) ? session.kind !== 'expired' : isOwn && session.kind !== 'none';
}

function isThat(session: Session, { id }: NamedRole): boolean {
  return session.kind !== 'none' && session.role.id === id;
}
