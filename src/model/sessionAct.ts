import type { ChangeEvent } from '../base/listeners.js';
import type { RoleRef, SessionFacts } from './session/session.js';

/** What this window has done with a session, or tried to. What another one does it tells itself. Holds no secret. */
export type SessionAct =
  | {
      readonly kind: 'assumed' | 'renewed' | 'narrowed';
      readonly session: SessionFacts;
      /** That AWS keeps with what is done, over all roles that follow (AssumeRole, SourceIdentity). */
      readonly sourceIdentity: string | undefined;
      /** As it was told to AWS, where a session is narrowed in place (GetScopedCredentials, ScopedSessionDescription). */
      readonly description: string | undefined;
    }
  /** `failed`: AWS, or something on the way, did not give it. `refused`: it would have become somebody else. */
  | {
      readonly kind: 'failed' | 'refused';
      readonly role: RoleRef;
      /** Of what it was before, where it was anybody. */
      readonly session: SessionFacts | undefined;
      readonly message: string;
    }
  | { readonly kind: 'ended'; readonly session: SessionFacts }
  /** Its credentials were given out in the clear; `to`: what, and where that is. */
  | { readonly kind: 'exported'; readonly session: SessionFacts; readonly to: string }
  /** Somebody can be signed in to the AWS console as it; `to`: what was given the link. */
  | { readonly kind: 'console'; readonly session: SessionFacts; readonly to: string }
  /**
   * All sessions of its role that were given before a moment are denied everything at AWS, or are not any more; `before`
   * in milliseconds since the epoch, `caller` the ARN of who changed the role.
   */
  | {
      readonly kind: 'revoked' | 'unrevoked';
      readonly session: SessionFacts;
      readonly caller: string;
      readonly before: number | undefined;
    }
  /** A program asked for its credentials and got them, or was refused for the reason of `message`. */
  | {
      readonly kind: 'fetched' | 'withheld';
      readonly session: SessionFacts;
      readonly by: Borrower;
      readonly message: string | undefined;
      /** How often, where it has gone on to ask. */
      readonly times?: number;
      /** When it last did, which is before that is told: the session may have ended in between. */
      readonly lastAt?: number;
    };

/** Who asks for credentials, as far as the system tells: a program may say of itself what it likes. */
export interface Borrower {
  readonly kind: 'terminal' | 'task' | 'debug' | 'notebook' | 'helper' | 'extension';
  /** Of the terminal, the profile or the extension. */
  readonly name: string;
  readonly pid?: number | undefined;
  readonly program?: string | undefined;
}

/** Puts it on record. */
export type RecordAct = (act: SessionAct) => void;

export interface SessionActs {
  readonly onDidAct: ChangeEvent<SessionAct>;
}
