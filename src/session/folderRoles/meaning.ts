import { createHash } from 'node:crypto';
import { identityHops } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import { plannedArn } from '../../model/plan/plannedArn.js';

/** What a role's name stands for: whom it leads to, and from where. */
export interface Meaning {
  readonly arn: string;
  /** A digest: of whose credentials it starts with, and of the roles in between. */
  readonly source: string;
}

/** One of the user's own roles. */
export interface NamedRole {
  readonly id: string;
  /** Undefined where only AWS's answer tells whom it leads to. */
  readonly meaning: Meaning | undefined;
}

/** Undefined where only AWS's answer tells whom it leads to. */
export function meaningOf(plan: Plan): Meaning | undefined {
  const arn = plannedArn(plan);
  const via = identityHops(plan).map((hop) => (hop.kind === 'assume-role' ? hop.role.arn : hop.kind));
  return arn === undefined ? undefined : { arn, source: digest(JSON.stringify([plan.source, via], withoutTheRest)) };
}

/** A line that moves, and keys that were rotated, are the same source. */
function withoutTheRest(name: string, value: unknown): unknown {
  return name === 'place' || name === 'accessKeyId' ? undefined : value;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
