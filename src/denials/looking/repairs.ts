// What would let a denied call pass, the smallest first; pure.
import type { PolicyRequest, StatementFit } from '../../iam/evaluate/index.js';
import type { Denial, DenyingPolicy } from '../denialMessage.js';
import { policyWith, remedyIn, type Remedy } from '../explanation.js';
import { conditionBlock, exempting, withStatement } from './change.js';
import type { DocumentPlace, Facts } from './facts.js';
import { needOf, type RequestNeed } from './needs.js';
import type { FoundStatement, SideState, Sides } from './sides.js';

/**
 * - `request`: no policy has to be changed, these have to be given.
 * - `document`: to be put in the place of `before`, which is empty where there is none yet. `needs`: what has to be
 *   given beside that. `bypasses`: an Allow asks for something that this one does not. `exempts`: from a Deny.
 * - `narrowing`: the session is to be made anew, with more or without.
 * - `statement`: nobody read where it is to be added.
 */
export type DenialRepair =
  | { readonly kind: 'request'; readonly needs: readonly RequestNeed[] }
  | {
      readonly kind: 'document';
      readonly place: DocumentPlace;
      readonly before: string;
      readonly after: string;
      readonly manner: 'adds' | 'bypasses' | 'exempts';
      readonly needs: readonly RequestNeed[];
    }
  | { readonly kind: 'narrowing' }
  | { readonly kind: 'statement'; readonly remedy: Remedy };

export type DocumentRepair = DenialRepair & { readonly kind: 'document' };

interface Asked {
  readonly side: DenyingPolicy;
  /** Whether it is a Deny. */
  readonly denies: boolean;
  readonly request: PolicyRequest;
  readonly denial: Denial;
  readonly facts: Facts;
  readonly sides: Sides;
}

export function repairsOf(asked: Asked): readonly DenialRepair[] {
  const { side, denies, denial, sides } = asked;
  if (side === 'session') {
    return [{ kind: 'narrowing' }];
  }
  const state = side in sides ? sides[side as keyof Sides] : undefined;
  if (denies || (state?.kind === 'open' && state.denying.length > 0)) {
    return state === undefined ? [] : fromDeny(state, asked);
  }
  return state === undefined || state.kind === 'unread' || state.kind === 'none'
    ? [{ kind: 'statement', remedy: remedyIn(side, denial) }]
    : toAllow(state, asked);
}

/** A Deny guards something: it is met where it can be, and one caller exempted where it cannot. */
function fromDeny(state: SideState, asked: Asked): readonly DenialRepair[] {
  const by = state.kind === 'denies' ? state.by : state.kind === 'open' ? state.denying : [];
  return by.flatMap(({ kept, fit }): readonly DenialRepair[] => {
    const needs = fit.statement.conditions.map((condition) => needOf(condition, 'Deny'));
    const given = needs.filter(({ kind }) => kind !== 'other').slice(0, 1); // one that is not met is enough
    if (given.length > 0) {
      return [{ kind: 'request', needs: given }];
    }
    const who = principalArn(asked.facts);
    return kept === undefined || who === undefined || !isOurs(kept.place)
      ? []
      : [
          {
            ...{ kind: 'document', place: kept.place, before: kept.document, manner: 'exempts', needs: [] },
            after: exempting(kept.document, fit.statement, who),
          },
        ];
  });
}

/** As `aws:PrincipalArn` has it. */
function principalArn({ caller }: Facts): string | undefined {
  const role = caller?.role;
  return role === undefined ? caller?.arn : 'arn' in role ? role.arn : undefined;
}

function toAllow(state: SideState, asked: Asked): readonly DenialRepair[] {
  if (state.kind === 'allows' || state.kind === 'denies' || state.kind === 'gone') {
    return [];
  }
  const near = 'near' in state ? state.near : [];
  const conditional = near.filter(({ fit }) => fit.misfits.every(({ element }) => element === 'Condition'));
  const needs = conditional.map(({ fit }) => needsOf(fit));
  const given = needs.find((each) => each.length > 0 && each.every(({ kind }) => kind !== 'other'));
  if (given !== undefined) {
    return [{ kind: 'request', needs: given }];
  }
  const [first] = needs;
  const added = adding(asked, near, first === undefined ? 'adds' : 'bypasses');
  return first === undefined ? [added] : [{ kind: 'request', needs: first }, added];
}

/** Of its conditions those that are not met, or may not be. */
function needsOf({ statement, misfits, open }: StatementFit): readonly RequestNeed[] {
  const failing = misfits.flatMap((misfit) => (misfit.element === 'Condition' ? [misfit.condition] : []));
  const unknown = statement.conditions.filter(
    (condition) => open.includes(condition.key.toLowerCase()) && !failing.includes(condition),
  );
  return [...failing, ...unknown].map((condition) => needOf(condition, 'Allow'));
}

function adding(asked: Asked, near: readonly FoundStatement[], manner: 'adds' | 'bypasses'): DenialRepair {
  const { side, denial, facts } = asked;
  const remedy = remedyIn(side, denial);
  const place = whereToAdd(asked);
  const principal = principalArn(facts);
  if (remedy.statement === undefined || place === undefined || principal === undefined) {
    return { kind: 'statement', remedy };
  }
  // A statement of a trust that others stand in guards the role by its conditions: those are for the caller as well.
  const model = side === 'trust' && manner === 'adds' ? near.find(({ fit }) => namesIdentities(fit)) : undefined;
  const conditions = model?.fit.statement.conditions ?? [];
  const block = conditionBlock(conditions);
  const statement = {
    ...remedy.statement,
    ...(remedy.statement.Principal && { Principal: { AWS: principal } }),
    ...(block && { Condition: block }),
  };
  return {
    ...{ kind: 'document', place: place.place, before: place.document, manner },
    after: place.document === '' ? policyWith(statement) : withStatement(place.document, statement),
    needs: model === undefined ? [] : needsOf(model.fit),
  };
}

function namesIdentities({ statement }: StatementFit): boolean {
  return statement.principal?.entries.some(({ type }) => type === 'AWS') === true && !statement.principal.negated;
}

/** Undefined: what is there is AWS's own, or nobody may change it. */
function whereToAdd({ side, facts, denial, request }: Asked) {
  const looked = side === 'trust' ? facts.trust : side === 'boundary' ? facts.boundary : facts.resource;
  if (side !== 'identity') {
    return looked.kind === 'read' && isOurs(looked.value.place) ? looked.value : undefined;
  }
  const owner = ownerOf(denial, facts);
  if (owner === undefined || facts.identity.kind !== 'read') {
    return undefined;
  }
  const policy = `Allow${request.action.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase()).replace(/^./, (first) => first.toUpperCase())}`;
  const place: DocumentPlace = { kind: 'inline', ...owner, policy };
  const there = facts.identity.value.find(
    (kept) => kept.place.kind === 'inline' && kept.place.of === owner.of && kept.place.policy === policy,
  );
  return there ?? { place, document: '' };
}

function ownerOf({ principal }: Denial, { caller }: Facts) {
  if (principal?.kind === 'user') {
    const { name, account } = principal;
    return { of: 'user', owner: name.slice(name.lastIndexOf('/') + 1), account } as const;
  }
  const isManaged =
    principal?.name.startsWith('AWSReservedSSO_') === true || principal?.name.startsWith('AWSServiceRole') === true;
  return principal?.kind === 'roleSession' && caller?.role !== undefined && !isManaged
    ? ({ of: 'role', owner: principal.name, account: principal.account } as const)
    : undefined;
}

/** AWS changes its own, and IAM Identity Center those of its roles. */
function isOurs(place: DocumentPlace): boolean {
  switch (place.kind) {
    case 'managed':
      return !/^arn:[^:]+:iam::aws:/.test(place.arn);
    case 'inline':
      return !place.owner.startsWith('AWSReservedSSO_');
    case 'trust':
      return !place.role.includes('/AWSReservedSSO_');
    case 'bucket':
      return true;
  }
}
