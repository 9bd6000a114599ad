import type { EntryState } from '../model/session/entry.js';
import type { RoleRef } from '../model/session/session.js';

/** The profile that acts as whatever the window does. */
export const ACTIVE_PROFILE = 'roleSessions';

/** Of the role's name; two roles may share one, of which only the first gets a profile. */
export function profileOfRole(roleName: string): string {
  return `${ACTIVE_PROFILE}-${roleName.replace(/[^\w+=,.@-]+/g, '-')}`;
}

/** A session of a role as it is configured, with nothing asked beyond: neither narrowed nor with options. */
export function isPlain({ request: { target, overrides } }: RoleRef, state: EntryState): boolean {
  const narrowedTo = 'narrowedTo' in state ? state.narrowedTo : undefined;
  return target.kind === 'configured' && Object.keys(overrides).length === 0 && narrowedTo === undefined;
}
