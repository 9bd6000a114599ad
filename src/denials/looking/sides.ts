// What each side says to a denied call, as far as it was read; pure.
import { fitsIn, policyVerdict, type PolicyRequest, type Reach, type StatementFit } from '../../iam/evaluate/index.js';
import type { Facts, KeptDocument, Looked } from './facts.js';

export type ReadSide = 'identity' | 'boundary' | 'session' | 'trust' | 'resource';

/** A statement of a document that was read. */
export interface FoundStatement {
  /** Undefined for the session's own, which are nowhere kept. */
  readonly kept: KeptDocument | undefined;
  readonly fit: StatementFit;
}

/**
 * - `allows`, `denies`, `missing`: that is certain. `near`: the Allows that come nearest.
 * - `open`: it depends on what is not known of the request. `denying`: the Denies of which it does.
 * - `none`: there is no such policy, and none is needed. `gone`: there is no such role.
 */
export type SideState =
  | { readonly kind: 'allows'; readonly reach: Reach | undefined }
  | { readonly kind: 'denies'; readonly by: readonly FoundStatement[] }
  | { readonly kind: 'missing'; readonly near: readonly FoundStatement[] }
  | {
      readonly kind: 'open';
      readonly keys: readonly string[];
      readonly near: readonly FoundStatement[];
      readonly denying: readonly FoundStatement[];
    }
  | { readonly kind: 'unread'; readonly why: string | undefined }
  | { readonly kind: 'none' | 'gone' };

export type Sides = Readonly<Record<ReadSide, SideState>>;

export function sidesSay(facts: Facts, request: PolicyRequest): Sides {
  const say = (looked: Looked<readonly Document[]>, absent: SideState): SideState =>
    looked.kind === 'read' ? stateOf(looked.value, request) : looked.kind === 'absent' ? absent : looked;
  const none: SideState = { kind: 'none' };
  return {
    identity: say(
      mapped(facts.identity, (all) => all.map(documentIn)),
      none,
    ),
    boundary: say(
      mapped(facts.boundary, (one) => [documentIn(one)]),
      none,
    ),
    session: say(
      mapped(facts.session, (all) => all.map((text) => ({ text, kept: undefined }))),
      none,
    ),
    trust: say(
      mapped(facts.trust, (one) => [documentIn(one)]),
      { kind: 'gone' },
    ),
    resource: say(
      mapped(facts.resource, (one) => [documentIn(one)]),
      none,
    ),
  };
}

interface Document {
  readonly text: string;
  readonly kept: KeptDocument | undefined;
}

function documentIn(kept: KeptDocument): Document {
  return { text: kept.document, kept };
}

function mapped<T, U>(looked: Looked<T>, change: (value: T) => U): Looked<U> {
  return looked.kind === 'read' ? { kind: 'read', value: change(looked.value) } : looked;
}

function stateOf(documents: readonly Document[], request: PolicyRequest): SideState {
  const read = documents.map(({ text, kept }) => fitsIn(text, request)?.map((fit): FoundStatement => ({ kept, fit })));
  const found = read.flatMap((each) => each ?? []);
  const fits = found.map(({ fit }) => fit);
  const certain = found.filter(({ fit }) => fit.misfits.length === 0 && fit.open.length === 0);
  const near = nearest(found);
  switch (policyVerdict(fits)) {
    case 'deny':
      return { kind: 'denies', by: certain.filter(({ fit }) => fit.statement.effect === 'Deny') };
    case 'allow':
      return { kind: 'allows', reach: farthest(certain) };
    case 'open':
      return { kind: 'open', keys: openKeys(fits), near, denying: openDenies(found) };
    case 'silent':
      return read.includes(undefined) ? { kind: 'unread', why: undefined } : { kind: 'missing', near };
  }
}

/** The more is granted the fewer other policies are asked. */
function farthest(certain: readonly FoundStatement[]): Reach | undefined {
  const allows = certain.filter(({ fit }) => fit.statement.effect === 'Allow').map(({ fit }) => fit.reach);
  return (['itself', 'role', 'account'] as const).find((reach) => allows.includes(reach));
}

function openDenies(found: readonly FoundStatement[]): readonly FoundStatement[] {
  return found.filter(({ fit }) => fit.statement.effect === 'Deny' && fit.misfits.length === 0 && fit.open.length > 0);
}

function openKeys(fits: readonly StatementFit[]): readonly string[] {
  return [...new Set(fits.filter(({ misfits }) => misfits.length === 0).flatMap(({ open }) => open))];
}

/** Allows that are about this call but for one thing, or whose conditions alone are not met; the nearest first. */
function nearest(found: readonly FoundStatement[]): readonly FoundStatement[] {
  const distance = ({ fit }: FoundStatement): number =>
    fit.misfits.filter(({ element }) => element !== 'Condition').length * 10 + fit.misfits.length;
  return found
    .filter(({ fit }) => fit.statement.effect === 'Allow' && distance({ kept: undefined, fit }) < 20)
    .toSorted((a, b) => distance(a) - distance(b));
}
