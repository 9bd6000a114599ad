import type { SessionEntry } from './entry.js';
import type { RoleRef, Settled } from './session.js';
import type { SessionReader } from './sessionReader.js';

/** What the window is about: who it acts as, and who it is about to become. */
export interface ActiveEntries {
  /** Of the active session, live or not. */
  readonly current: SessionEntry | undefined;
  /** Of another one that is being assumed; what renews the active one is no other. */
  readonly pending: SessionEntry | undefined;
}

export function activeEntries(sessions: Pick<SessionReader, 'active' | 'list'>): ActiveEntries {
  const active = sessions.active();
  const entries = sessions.list();
  if (active.kind !== 'assuming') {
    return { current: entryBehind(active, entries), pending: undefined };
  }
  const current = entryBehind(active.previous, entries);
  const pending = entries.find(
    ({ id, underWay, role }) => id !== current?.id && underWay && isSameRole(role, active.role),
  );
  return { current, pending };
}

/** What is known of the session that something acts as, or acted as before it ended or failed. */
export function entryBehind(settled: Settled, entries: readonly SessionEntry[]): SessionEntry | undefined {
  switch (settled.kind) {
    case 'none':
      return undefined;
    case 'live':
    case 'expired':
      return entries.find(({ id }) => id === settled.id);
    case 'failed':
      return entries.find(({ state, role }) => state.kind === 'failed' && isSameRole(role, settled.role));
  }
}

/** Whether the same is asked for: one role may be open as it is configured, and with less. */
export function isSameRole(a: RoleRef, b: RoleRef): boolean {
  return a.id === b.id && JSON.stringify(a.request) === JSON.stringify(b.request);
}
