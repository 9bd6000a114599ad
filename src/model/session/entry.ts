import type { ExpiredSession, FailedSession, LiveSession, RoleRef, SessionId } from './session.js';

/** What is known of a session before its first call has answered, and ever after. */
export interface SessionEntry {
  readonly id: SessionId;
  readonly role: RoleRef;
  readonly state: EntryState;
  /** A call for it is under way: it is being opened, or renewed. */
  readonly underWay: boolean;
  /** When that call began, in milliseconds since the epoch; undefined where none is under way. */
  readonly underWaySince?: number | undefined;
  readonly renewal: Renewal;
}

export type EntryState = { readonly kind: 'opening' } | LiveSession | ExpiredSession | FailedSession;

/** How a live session goes on. Moments are milliseconds since the epoch, by this machine's clock. */
export type Renewal =
  /** It ends when it ends: the setting says so, or there is nothing to renew. */
  | { readonly kind: 'off' }
  | { readonly kind: 'at'; readonly at: number }
  /** Somebody has to be asked, who was told at `since`; undefined while there is time. */
  | { readonly kind: 'asks'; readonly since: number | undefined }
  /** It was tried in vain, for the reason of `message`, and is tried again. */
  | { readonly kind: 'backoff'; readonly at: number; readonly tries: number; readonly message: string }
  /** What it was opened by has changed in the files, as `message` says: it is not renewed by itself. */
  | { readonly kind: 'changed'; readonly message: string };

/** How long a call for a session takes at most where it does not wait for somebody. */
export const LONGEST_CALL_MS = 2 * 60_000;

/** Whether a call for it goes on for so long that it is no promise of anything any more. */
export function isStuck({ underWay, underWaySince }: SessionEntry, now: number): boolean {
  return underWay && underWaySince !== undefined && now - underWaySince >= LONGEST_CALL_MS;
}

/** Whether it holds credentials that are good. */
export function isLive(entry: SessionEntry): entry is SessionEntry & { readonly state: LiveSession } {
  return entry.state.kind === 'live';
}
