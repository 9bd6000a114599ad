import type { Plan } from './plan.js';
import type { Place, Problem } from '../../base/place.js';
import type { RoleArn } from './roleArn.js';
import type { SessionPolicies } from './sessionPolicies.js';

/** What a role may configure of a session beside its name and its length; only the settings can. */
export interface SessionTraits extends SessionPolicies {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
}

export const NO_TRAITS: SessionTraits = {
  policy: undefined,
  policyArns: [],
  tags: {},
  transitiveTagKeys: [],
  sourceIdentity: undefined,
};

/** A role that someone configured, before it is known how to reach it. */
export interface Role {
  /** `profile:NAME` or `setting:NAME`; stable while the configuration names it. */
  readonly id: string;
  readonly name: string;
  readonly arn: RoleArn;
  readonly place: Place;
  readonly externalId: string | undefined;
  readonly mfaSerial: string | undefined;
  readonly sessionName: string | undefined;
  /** Seconds. */
  readonly durationSeconds: number | undefined;
  readonly traits: SessionTraits;
}

/** A role as the picker shows it: with a plan, or with what is wrong. */
export type RoleEntry =
  | {
      readonly kind: 'ready';
      readonly id: string;
      readonly name: string;
      readonly place: Place;
      readonly plan: Plan;
    }
  | { readonly kind: 'broken'; readonly id: string; readonly name: string; readonly problem: Problem };
