import type { Plan } from '../../model/plan/plan.js';
import type { Renewal } from '../../model/session/entry.js';
import type { ExpiredSession, LiveSession, RoleRef, SessionId } from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import type { FolderAssignments } from './folders.js';

/** Credentials that were had for an entry, here or in another window, or their facts alone where they are dead. */
export interface Opened {
  readonly session: LiveSession | ExpiredSession;
  readonly plan: Plan;
  readonly generation: number;
  readonly renewal: Renewal;
}

export type BookEvent =
  /** A call for it begins. `activates`: the window, or the folder alone, acts as it when that has answered, and not before. */
  | {
      readonly kind: 'begun';
      readonly id: SessionId;
      readonly role: RoleRef;
      readonly plan: Plan;
      readonly attempt: number;
      readonly activates: boolean;
      readonly folder?: FolderKey | undefined;
    }
  /** The same of a call that is under way. */
  | { readonly kind: 'awaited'; readonly id: SessionId; readonly folder?: FolderKey | undefined }
  /**
   * The session has an id of its own where only the call could tell which one it is: a role chosen on the way.
   * `isRenewal`: the call was to bring the same person again, and has. `isOurs`: this window has made it.
   */
  | {
      readonly kind: 'opened';
      readonly id: SessionId;
      readonly attempt: number;
      readonly opened: Opened;
      readonly isRenewal?: boolean;
      readonly isOurs?: boolean;
    }
  /** The call did not bring any; what there was before goes on, with this renewal. */
  | {
      readonly kind: 'failed';
      readonly id: SessionId;
      readonly attempt: number;
      readonly message: string;
      readonly renewal: Renewal;
    }
  /** It was given up: everything is as before. */
  | { readonly kind: 'cancelled'; readonly id: SessionId; readonly attempt: number }
  /** It would have become somebody else, or may no longer be used: no credentials are left of it. */
  | { readonly kind: 'refused'; readonly id: SessionId; readonly message: string; readonly isHere?: boolean }
  /** Another window has it, or this one had it before a reload. Nothing older than what is known is taken. */
  | { readonly kind: 'adopted'; readonly id: SessionId; readonly opened: Opened }
  /** New things of the window, or of the folder, are to act as it from now on, or once its call has answered. */
  | { readonly kind: 'used'; readonly id: SessionId; readonly folder?: FolderKey | undefined }
  /** It shall not become what they act as any more once its call has answered. */
  | { readonly kind: 'let-go'; readonly id: SessionId; readonly folder?: FolderKey | undefined }
  /** It was given up after it had become active: that is again what was before, where that is still there. */
  | {
      readonly kind: 'put-back';
      readonly id: SessionId;
      readonly active: SessionId | undefined;
      readonly folders: FolderAssignments;
    }
  /** The folder has a session of its own, which is not there: it acts as nobody, not as the window. */
  | { readonly kind: 'set-apart'; readonly folder: FolderKey }
  /** The folder has none of its own any more: it acts as the window. */
  | { readonly kind: 'followed'; readonly folder: FolderKey }
  /** Here or in another window. Only credentials up to that generation: what was opened after its end is another one. */
  | { readonly kind: 'ended'; readonly id: SessionId; readonly generation: number; readonly isHere?: boolean }
  | { readonly kind: 'renewal'; readonly id: SessionId; readonly renewal: Renewal }
  /** It ends at another moment by this machine's clock than was known: the clock was set back, or put right again. */
  | { readonly kind: 'shifted'; readonly id: SessionId; readonly expiresAt: number }
  /** A look at the clock. */
  | { readonly kind: 'ticked' };
