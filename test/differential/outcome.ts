import type { Call } from './way.js';

/** What somebody comes to: a caller identity without a session name that nobody chose, or nothing. */
export type Outcome =
  | { readonly kind: 'acts'; readonly arn: string }
  | { readonly kind: 'refuses'; readonly message: string }
  /** The AWS CLI lacks a part of its own that the case needs, so that it says nothing about the case. */
  | { readonly kind: 'cannot'; readonly message: string };

/** Where somebody came to, and how. */
export interface Resolved {
  readonly outcome: Outcome;
  readonly way: readonly Call[];
}
