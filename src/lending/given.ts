import type { LiveSession } from '../model/session/session.js';
import type { Pledge } from './pledge.js';

/** That a shell asks for a session's credentials, by which grant. */
export interface LentTo extends Pledge {
  readonly grant: string;
}

/** What a shell is given to act as a session. */
export type GivenTo =
  | { readonly kind: 'keys'; readonly variables: ReadonlyMap<string, string> }
  | { readonly kind: 'lent'; readonly lent: LentTo; readonly variables: ReadonlyMap<string, string> }
  /** The endpoint is not there yet: nothing for now. */
  | { readonly kind: 'later' };

/** Where shells begin. */
export interface GivenIn {
  /** Equal for what begins in the same place. */
  readonly scope: string;
  /** For people. */
  readonly name: string;
  /** Default: a terminal. */
  readonly kind?: 'terminal' | 'debug';
  /** Whether what the editor's own environment has is taken out there. */
  readonly isClean?: boolean;
}

/** Decides what a shell of a session is given: its keys, or where to ask for them. */
export interface Giver {
  /** The same whenever it is asked for, until something changes. */
  give(session: LiveSession, place: GivenIn): GivenTo;
}
