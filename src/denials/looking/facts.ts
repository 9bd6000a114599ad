import type { PolicyCaller, RequestContext } from '../../iam/evaluate/index.js';

/** Where a document that was read is kept. */
export type DocumentPlace =
  | {
      readonly kind: 'inline';
      readonly of: 'user' | 'role' | 'group';
      readonly owner: string;
      readonly policy: string;
      readonly account: string;
    }
  | { readonly kind: 'managed'; readonly arn: string }
  /** ARN of the role. */
  | { readonly kind: 'trust'; readonly role: string }
  | { readonly kind: 'bucket'; readonly bucket: string };

export interface KeptDocument {
  readonly place: DocumentPlace;
  /** JSON text. */
  readonly document: string;
}

/** `unread`: in AWS's words, or nobody tried. */
export type Looked<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unread'; readonly why: string | undefined };

export const UNREAD: Looked<never> = { kind: 'unread', why: undefined };

/** What could be learnt of the sides of a denied call. */
export interface Facts {
  readonly caller: PolicyCaller | undefined;
  /** Of the request and who made it. */
  readonly context: RequestContext;
  /** The caller's policies, its groups' too. `absent`: it has none, as a root user. */
  readonly identity: Looked<readonly KeptDocument[]>;
  /** `absent`: it has none. */
  readonly boundary: Looked<KeptDocument>;
  /** The documents that the session was narrowed with; `absent`: it was not. */
  readonly session: Looked<readonly string[]>;
  /** Of the role that was to be assumed; `absent`: there is no such role. */
  readonly trust: Looked<KeptDocument>;
  /** Of the resource; `absent`: it has no policy. */
  readonly resource: Looked<KeptDocument>;
}
