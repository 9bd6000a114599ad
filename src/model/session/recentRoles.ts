import { configuredRole } from '../request.js';
import type { RoleRef } from './session.js';

/** The memento with the IDs of the roles that were assumed last, the latest first. */
export const RECENT_ROLES = 'recentRoles';
/** The memento that tells whom each of them was, by its ID: the ARN. */
export const RECENT_IDENTITIES = 'recentIdentities';

export interface RecentRole {
  readonly id: string;
  /** Who it was the last time; undefined where that is not known. */
  readonly arn: string | undefined;
}

/** What the two mementos say, of whatever shape it is. */
export function recentRolesIn(state: { get(key: string): unknown }): readonly RecentRole[] {
  const [ids, identities] = [state.get(RECENT_ROLES), state.get(RECENT_IDENTITIES)];
  const known = new Map(typeof identities === 'object' && identities !== null ? Object.entries(identities) : []);
  return (Array.isArray(ids) ? ids : [])
    .filter((id) => typeof id === 'string')
    .map((id) => {
      const arn: unknown = known.get(id);
      return { id, arn: typeof arn === 'string' ? arn : undefined };
    });
}

/** A role that was assumed some time ago, by its ID: whether it is still configured shows when it is asked for. */
export function recentRole(id: string): RoleRef {
  return { id, name: id.replace(/^\w+:/, ''), request: configuredRole(id) };
}
