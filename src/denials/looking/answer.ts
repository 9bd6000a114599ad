// Which side a denied call lacks, by what AWS says and by what was read; pure. What is not known is said to be unknown.
import type { PolicyRequest } from '../../iam/evaluate/index.js';
import type { Denial, DenyingPolicy } from '../denialMessage.js';
import { explainDenial, isAssuming, type Remedy } from '../explanation.js';
import type { Facts } from './facts.js';
import { repairsOf, type DenialRepair } from './repairs.js';
import { sidesSay, type ReadSide, type SideState, type Sides } from './sides.js';

export interface SideAnswer {
  readonly side: DenyingPolicy;
  /** Undefined for sides that nobody here can read. */
  readonly state: SideState | undefined;
  readonly repairs: readonly DenialRepair[];
}

/**
 * - `wrong`: certainly; each of them has to be mended.
 * - `possible`: they allow it not, or may not, which matters or does not by what could not be read.
 * - `unknown`: sides that could not be read.
 * - `contradicted`: AWS names a side that by what was read allows it: that was changed, or is not all.
 */
export interface DenialAnswer {
  readonly wrong: readonly SideAnswer[];
  readonly possible: readonly SideAnswer[];
  readonly unknown: readonly DenyingPolicy[];
  readonly contradicted: boolean;
}

const READ_SIDES: readonly ReadSide[] = ['trust', 'resource', 'identity', 'boundary', 'session'];

export function answerDenial(denial: Denial, facts: Facts): DenialAnswer {
  const request = requestOf(denial, facts);
  const sides = request && sidesSay(facts, request);
  const explanation = explainDenial(denial);
  if (request === undefined || sides === undefined) {
    const remedies = explanation.kind === 'denied' ? [] : explanation.remedies;
    return { wrong: [], possible: [], unknown: remedies.map(sideOf), contradicted: false };
  }
  const answered = (side: DenyingPolicy, denies: boolean): SideAnswer => ({
    ...{ side, state: isReadSide(side) ? sides[side] : undefined },
    repairs: repairsOf({ side, denies, request, denial, facts, sides }),
  });
  return explanation.kind === 'either' ? untold(denial, facts, sides, answered) : told(denial, sides, answered);
}

type Answered = (side: DenyingPolicy, denies: boolean) => SideAnswer;

function requestOf({ action, resource }: Denial, facts: Facts): PolicyRequest | undefined {
  return action === undefined
    ? undefined
    : { action, resource: resource ?? '*', context: facts.context, caller: facts.caller };
}

function told(denial: Denial, sides: Sides, answered: Answered): DenialAnswer {
  const { reason } = denial;
  const denies = reason.kind === 'denies';
  const side = reason.kind === 'nothingAllows' || denies ? reason.policy : 'resource';
  const state = isReadSide(side) ? sides[side] : undefined;
  const contradicted = state !== undefined && (denies ? !mayDeny(state) : state.kind === 'allows');
  const others = READ_SIDES.filter((other) => other !== side && isConcerned(other, denial));
  return {
    wrong: [
      answered(side, denies),
      ...others.filter((other) => sides[other].kind === 'denies').map((other) => answered(other, true)),
    ],
    possible: [],
    unknown: [
      ...(state === undefined || state.kind === 'unread' ? [side] : []),
      ...others.filter((other) => isUnknown(sides[other])),
    ],
    contradicted,
  };
}

function mayDeny({ kind }: SideState): boolean {
  return kind === 'denies' || kind === 'open' || kind === 'unread';
}

function untold(denial: Denial, facts: Facts, sides: Sides, answered: Answered): DenialAnswer {
  const concerned = READ_SIDES.filter((side) => isConcerned(side, denial));
  const denying = concerned.filter((side) => sides[side].kind === 'denies');
  const lacking = concerned.filter((side) => ['missing', 'gone'].includes(sides[side].kind));
  const needed = new Map(concerned.map((side) => [side, isNeeded(side, denial, facts, sides)]));
  return {
    wrong: [
      ...denying.map((side) => answered(side, true)),
      ...lacking.filter((side) => needed.get(side) === 'yes').map((side) => answered(side, false)),
    ],
    possible: [
      ...lacking.filter((side) => needed.get(side) === 'perhaps').map((side) => answered(side, false)),
      ...concerned
        .filter((side) => sides[side].kind === 'open' && needed.get(side) !== 'no')
        .map((side) => answered(side, false)),
    ],
    unknown: [
      ...concerned.filter((side) => sides[side].kind === 'unread' && needed.get(side) !== 'no'),
      'serviceControl',
      'resourceControl',
    ],
    contradicted: false,
  };
}

/**
 * Whether the side has to allow it. In one account, a trust or a resource's policy that names the caller is enough; one
 * that names its role leaves the boundary and the session's narrowing; one that names the account leaves it all to them.
 */
function isNeeded(side: ReadSide, denial: Denial, facts: Facts, sides: Sides): 'yes' | 'no' | 'perhaps' {
  if (side === 'trust') {
    return 'yes';
  }
  const account = isAssuming(denial.action) ? accountOf(denial.resource) : ownerOf(denial);
  const isSame = account === undefined || facts.caller === undefined ? undefined : account === facts.caller.account;
  if (side === 'resource') {
    return isSame === false ? 'yes' : isSame === true ? 'no' : 'perhaps';
  }
  const granting = isAssuming(denial.action) ? sides.trust : sides.resource;
  if (isSame === false) {
    return 'yes';
  }
  if (granting.kind === 'unread' || granting.kind === 'open') {
    // A grant of the bucket would have let it pass: it was denied.
    return isAssuming(denial.action) ? 'perhaps' : 'yes';
  }
  if (granting.kind === 'missing' && isAssuming(denial.action)) {
    // What is to be added there names the caller.
    return facts.caller?.role === undefined || side === 'identity' ? 'no' : 'yes';
  }
  return granting.kind !== 'allows' || granting.reach === 'account'
    ? 'yes'
    : granting.reach === 'role' && side !== 'identity'
      ? 'yes'
      : 'no';
}

/** Of a bucket nobody says whose it is. */
function ownerOf({ resource }: Denial): string | undefined {
  return accountOf(resource);
}

function accountOf(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];
}

function isConcerned(side: ReadSide, { action }: Denial): boolean {
  return side === 'trust'
    ? isAssuming(action) || action?.startsWith('sts:AssumeRoleWith') === true
    : side !== 'resource' || !isAssuming(action);
}

function isUnknown({ kind }: SideState): boolean {
  return kind === 'unread' || kind === 'open';
}

function isReadSide(side: DenyingPolicy): side is ReadSide {
  return (READ_SIDES as readonly string[]).includes(side);
}

function sideOf({ place }: Remedy): DenyingPolicy {
  switch (place.kind) {
    case 'trust':
    case 'boundary':
    case 'session':
    case 'vpcEndpoint':
      return place.kind;
    case 'resource':
    case 'key':
      return 'resource';
    case 'organization':
      return place.policy;
    default:
      return 'identity';
  }
}
