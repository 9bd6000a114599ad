import * as l10n from '../../base/l10n.js';
import { defaultRegion, partitionOfRegion } from '../../model/partition.js';
import type { Environment } from '../../model/environment.js';
import type { Endpoints } from '../../model/plan/plan.js';
import { type Checked, ok, fail } from '../../base/checked.js';
import { checkRegion, type Field } from '../rules/fields.js';

export interface RegionChoice {
  /** Of the role, or of the profile that is selected. */
  readonly configured: Field | undefined;
  /** Those of the sources, the nearest first. */
  readonly nearby?: readonly (Field | undefined)[];
  /** Undefined where any will do. */
  readonly partition: string | undefined;
  /** Whose first region it is where nobody names one; default: the partition. */
  readonly likely?: string | undefined;
  readonly environment: Environment;
  readonly endpoints: Endpoints;
}

/**
 * What is configured, else the environment's, else one nearby, else the partition's first. Nobody chose the second and
 * third for this role: they are passed over where they belong to another partition, and the third also where it is no
 * region at all, since to the AWS CLI a source's region means nothing. At an address of one's own a region names no host
 * of AWS's, so that any will do.
 */
export function chooseRegion(choice: RegionChoice): Checked<string> {
  const { configured, nearby = [], partition, likely = partition ?? 'aws', environment, endpoints } = choice;
  const wanted = (endpoints.sts ?? endpoints.all) === undefined ? partition : undefined;
  if (configured !== undefined && configured.value !== '') {
    return checkPartition(configured, wanted);
  }
  const exported = fromVariable(environment);
  const fallback = exported && checkRegion(exported);
  if (fallback?.ok === false) {
    return fallback;
  }
  const others = nearby.flatMap((field) => (field !== undefined && checkRegion(field).ok ? [field.value] : []));
  const fitting = [...(fallback ? [fallback.value] : []), ...others].find((region) => fits(region, wanted));
  return ok(fitting ?? defaultRegion(likely));
}

function fromVariable({ variables }: Environment): Pick<Field, 'name' | 'value'> | undefined {
  return ['AWS_REGION', 'AWS_DEFAULT_REGION']
    .map((name) => ({ name, value: variables[name] ?? '' }))
    .find(({ value }) => value !== '');
}

/** A name that no partition knows fits each. */
function fits(region: string, partition: string | undefined): boolean {
  return partition === undefined || (partitionOfRegion(region) ?? partition) === partition;
}

function checkPartition(field: Field, partition: string | undefined): Checked<string> {
  const region = checkRegion(field);
  const actual = partitionOfRegion(field.value);
  return !region.ok || partition === undefined || actual === undefined || actual === partition
    ? region
    : fail(
        field.place,
        l10n.t('The region {0} belongs to the partition {1}, the role to {2}.', field.value, actual, partition),
        l10n.t('Give a region of {0}, such as {1}, or correct the role’s ARN.', partition, defaultRegion(partition)),
      );
}
