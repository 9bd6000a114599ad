import { configuredRole } from '../request.js';
import type { RoleRef } from './session.js';

/** The memento with the IDs of the roles that were assumed last, the latest first. */
export const RECENT_ROLES = 'recentRoles';

/** A role that was assumed some time ago, by its ID: whether it is still configured shows when it is asked for. */
export function recentRole(id: string): RoleRef {
  return { id, name: id.replace(/^\w+:/, ''), request: configuredRole(id) };
}
