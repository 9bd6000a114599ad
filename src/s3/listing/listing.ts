import type { S3Failure } from '../store/failures.js';

/** How a listing that is read page by page goes on behind what is loaded. */
export type Tail =
  | { readonly kind: 'unread' }
  | { readonly kind: 'more'; readonly token: string }
  | { readonly kind: 'end' }
  /** More than the tree can show without freezing the window. */
  | { readonly kind: 'full' }
  | {
      readonly kind: 'failed';
      readonly failure: S3Failure;
      readonly message: string;
      readonly token: string | undefined;
    };

/** What is loaded of one container; each transition makes a new one. */
export interface Listing<T> {
  readonly entries: readonly T[];
  readonly pages: number;
  readonly tail: Tail;
}

/** The workbench needs half a minute to show 125,000 nodes; past this, going to a prefix serves better. */
export const MAX_ENTRIES = 20_000;

export function unread<T>(): Listing<T> {
  return { entries: [], pages: 0, tail: { kind: 'unread' } };
}

/** Where the next page starts; undefined when there is none to read. */
export function nextPage(tail: Tail): { readonly token: string | undefined } | undefined {
  switch (tail.kind) {
    case 'unread':
      return { token: undefined };
    case 'more':
    case 'failed':
      return { token: tail.token };
    case 'end':
    case 'full':
      return undefined;
  }
}

export function received<T>(listing: Listing<T>, added: readonly T[], next: string | undefined): Listing<T> {
  const entries = [...listing.entries, ...added];
  return { entries, pages: listing.pages + 1, tail: tailAfter(entries.length, next) };
}

function tailAfter(count: number, next: string | undefined): Tail {
  if (next === undefined) {
    return { kind: 'end' };
  }
  return count >= MAX_ENTRIES ? { kind: 'full' } : { kind: 'more', token: next };
}

/** Keeps what is loaded; trying again goes on from the page that failed. */
export function broken<T>(listing: Listing<T>, failure: S3Failure, message: string): Listing<T> {
  return { ...listing, tail: { kind: 'failed', failure, message, token: nextPage(listing.tail)?.token } };
}
