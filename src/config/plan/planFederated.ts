import type { Field } from '../rules/fields.js';
import type { WebIdentitySource, SamlSource } from '../../model/plan/source.js';
import { endpointsOf } from './endpoints.js';
import type { PlanContext } from './planRole.js';
import { chooseRegion } from './region.js';
import type { Plan } from '../../model/plan/plan.js';
import { checkRoleAccount } from '../rules/arn.js';
import { lookUp } from '../files/profiles.js';
import { type Checked, ok, all } from '../../base/checked.js';

/** A role of the settings that an identity provider vouches for: no keys are needed to assume it. */
export interface FederatedRole {
  readonly id: string;
  readonly name: string;
  readonly source: SamlSource | WebIdentitySource;
  readonly region: Field | undefined;
}

/** A plan of one unsigned call. Its endpoints are what the AWS CLI takes without a profile: the default profile's. */
export function planFederated(role: FederatedRole, { profiles, environment }: PlanContext): Checked<Plan> {
  const profile = profiles.byName.get('default');
  // Where an assertion may go stands in the default profile: what is not known of it is not guessed.
  const problem = profiles.refusal ?? profiles.unreadConfig ?? profile?.problems[0];
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  const endpoints = endpointsOf(profile, profiles, environment);
  if (!endpoints.ok) {
    return endpoints;
  }
  const parts = all({
    account: checkRoleAccount(role.source.role, role.source.place, endpoints.value),
    region: chooseRegion({
      configured: role.region,
      nearby: [profile && lookUp(profile, 'region')],
      partition: role.source.role?.partition,
      environment,
      endpoints: endpoints.value,
    }),
  });
  const { id: roleId, name, source } = role;
  const found = { endpoints: endpoints.value, hops: [], narrowedTo: undefined };
  return parts.ok ? ok({ roleId, name, source, region: parts.value.region, ...found }) : parts;
}
