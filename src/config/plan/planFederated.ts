import type { Field } from '../rules/fields.js';
import type { WebIdentitySource, SamlSource } from '../../model/plan/source.js';
import { defaultRegion, partitionOfRegion } from '../../model/partition.js';
import { endpointsOf } from './endpoints.js';
import { variable } from '../../model/environment.js';
import { regionFor, type PlanContext } from './planRole.js';
import type { Plan } from '../../model/plan/plan.js';
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
  const partition = role.source.role?.partition;
  const elsewhere = [
    variable(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION'),
    profile && lookUp(profile, 'region')?.value,
  ].find((region) => region !== undefined && region !== '' && fits(region, partition));
  const isGiven = role.region !== undefined && role.region.value !== '';
  const parts = all({
    region: isGiven
      ? regionFor(role.region, partition, environment)
      : ok(elsewhere ?? defaultRegion(partition ?? 'aws')),
    endpoints: endpointsOf(profile, profiles, environment),
  });
  const { id: roleId, name, source } = role;
  return parts.ok ? ok({ roleId, name, source, hops: [], ...parts.value, narrowedTo: undefined }) : parts;
}

function fits(region: string, partition: string | undefined): boolean {
  return partition === undefined || (partitionOfRegion(region) ?? partition) === partition;
}
