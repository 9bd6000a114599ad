import { defaultRegion, partitionOfRegion } from './arn.js';
import { endpointsOf } from './endpoints.js';
import { variable, type Environment } from './environment.js';
import {
  all,
  checkRegion,
  defaultSessionName,
  fail,
  MAX_CHAINED_DURATION_S,
  ok,
  type Checked,
  type Field,
} from './fields.js';
import { lookUp, type Profile, type Profiles } from './profiles.js';
import type { AssumeRoleHop, Plan } from './planTypes.js';
import type { Place, Role } from './role.js';
import { assumesRole, holdsKeys, leafKeys, type StaticKeys } from './sources.js';

/** A role and where its parts are configured. */
export interface LocatedRole {
  readonly role: Role;
  /** Undefined for a role of the settings. */
  readonly profile: Profile | undefined;
  readonly source: Field;
  readonly durationPlace: Place;
  readonly regionPlace: Place;
}

export interface PlanContext {
  readonly profiles: Profiles;
  readonly environment: Environment;
  /** The role that a profile with role_arn stands for. */
  readonly roleOf: (profile: Profile) => Checked<LocatedRole>;
}

/** A bound of our own: nobody waits for so many calls, and the AWS CLI ends in a recursion error. */
const MAX_HOPS = 50;

interface Chain {
  /** From the role that is wanted down to the one that the keys assume. */
  readonly roles: readonly [LocatedRole, ...LocatedRole[]];
  readonly leaf: Profile;
  readonly keys: StaticKeys;
}

/**
 * What the AWS CLI would do for this role (botocore AssumeRoleProvider), or why it cannot work.
 */
export function planRole(target: LocatedRole, context: PlanContext): Checked<Plan> {
  const chain = followSources(target, context);
  if (!chain.ok) {
    return chain;
  }
  const selected = target.profile ?? context.profiles.byName.get(target.source.value);
  const parts = all({
    limits: checkChain(chain.value),
    region: regionFor(chain.value, context.environment),
    endpoints: endpointsOf(selected, context.profiles, context.environment),
  });
  if (!parts.ok) {
    return parts;
  }
  const { role } = target;
  return ok({
    roleId: role.id,
    name: role.name,
    source: chain.value.keys.source,
    hops: [...chain.value.roles].reverse().map((located) => hopFor(located, context.environment)),
    region: parts.value.region,
    endpoints: parts.value.endpoints,
    narrowedTo: undefined,
  });
}

function followSources(target: LocatedRole, context: PlanContext): Checked<Chain> {
  const roles: [LocatedRole, ...LocatedRole[]] = [target];
  const visited = new Set(target.profile && [target.profile.name]);
  let current = target;
  for (;;) {
    const found = nextSource(current, visited, context);
    if (!found.ok) {
      return found;
    }
    const next = found.value;
    if (holdsKeys(next) || !assumesRole(next)) {
      const keys = leafKeys(next);
      return keys.ok ? ok({ roles, leaf: next, keys: keys.value }) : keys;
    }
    const role = context.roleOf(next);
    if (!role.ok) {
      return inSource(next, role.problem);
    }
    if (roles.length === MAX_HOPS) {
      return fail(
        target.source.place,
        `More than ${MAX_HOPS} roles stand between “${target.role.name}” and a profile with keys.`,
        'Shorten the chain of source profiles.',
      );
    }
    visited.add(next.name);
    roles.push(role.value);
    current = role.value;
  }
}

function nextSource(current: LocatedRole, visited: ReadonlySet<string>, { profiles }: PlanContext): Checked<Profile> {
  const { source, profile } = current;
  const next = profiles.byName.get(source.value);
  if (next === undefined) {
    return unknownSource(current, profiles);
  }
  if (visited.has(next.name) && !(next.name === profile?.name && holdsKeys(next))) {
    return next.name === profile?.name
      ? fail(
          source.place,
          `The profile “${next.name}” is its own source but holds no keys: ${next.name} → ${next.name}.`,
          'Let source_profile name a profile that holds access keys.',
        )
      : fail(
          source.place,
          `The source profiles go in a circle: ${pathText([...visited, next.name])}.`,
          'Let one of them name a profile that holds access keys.',
        );
  }
  const [broken] = next.problems;
  return broken !== undefined && next.name !== profile?.name ? inSource(next, broken) : ok(next);
}

function inSource(
  profile: Profile,
  { message, hint, place }: { message: string; hint: string; place: Place | undefined },
): Checked<never> {
  return fail(place, `In the source profile “${profile.name}”: ${message}`, hint);
}

function unknownSource({ source, profile }: LocatedRole, profiles: Profiles): Checked<never> {
  const { name, value, place } = source;
  const whose = profile === undefined ? '' : ` of the profile “${profile.name}”`;
  if (value === '') {
    return fail(place, `${name}${whose} is empty.`, 'Name the profile that holds the keys.');
  }
  const message = `${name}${whose} names the profile “${value}”, which does not exist.`;
  if (profiles.bareSections.has(value)) {
    return fail(place, message, `The config file has [${value}]: write it as [profile ${value}].`);
  }
  if (profiles.byName.has(`profile ${value}`)) {
    return fail(place, message, `The credentials file has [profile ${value}]: write it as [${value}] there.`);
  }
  const near = [...profiles.byName.keys()].find((known) => known.toLowerCase() === value.trim().toLowerCase());
  return near === undefined
    ? fail(place, message, `Add [${value}] with its keys to the credentials file, or name another profile.`)
    : fail(place, message, `Did you mean “${near}”?`);
}

const SHOWN_PATH = 8;

function pathText(names: readonly string[]): string {
  const shown = names.length > SHOWN_PATH ? [...names.slice(0, SHOWN_PATH - 2), '…', ...names.slice(-2)] : names;
  return shown.join(' → ');
}

function checkChain({ roles, keys }: Chain): Checked<true> {
  for (const [index, { role, durationPlace }] of roles.entries()) {
    const isFirstCall = index === roles.length - 1;
    const seconds = role.durationSeconds ?? 0;
    if (seconds > MAX_CHAINED_DURATION_S && (!isFirstCall || keys.sessionToken !== undefined)) {
      const from = isFirstCall ? 'temporary keys' : `the role of “${roles[index + 1]?.role.name ?? ''}”`;
      return fail(
        durationPlace,
        `“${role.name}” asks for ${seconds} seconds, but it is assumed from ${from}: role chaining is limited to one hour.`,
        `Set the duration to ${MAX_CHAINED_DURATION_S} or less, or assume the role from long-term keys.`,
      );
    }
    const below = roles[index + 1]?.role;
    if (below !== undefined && below.arn.partition !== role.arn.partition) {
      return fail(
        role.place,
        `“${role.name}” is in the partition ${role.arn.partition}, its source “${below.name}” in ${below.arn.partition}.`,
        'A role can only be assumed from its own partition: name another source.',
      );
    }
  }
  return ok(true);
}

/**
 * The role's region, else that of the nearest source, else the environment's, else the partition's first. The
 * environment's is passed over where it belongs to another partition: nobody chose it for this role.
 */
function regionFor({ roles, leaf }: Chain, environment: Environment): Checked<string> {
  const { partition } = roles[0].role.arn;
  const configured = roles.find(({ role }) => role.region !== undefined);
  const leafRegion = lookUp(leaf, 'region');
  const field: Field | undefined =
    configured?.role.region === undefined
      ? leafRegion
      : { name: 'region', value: configured.role.region, place: configured.regionPlace };
  if (field === undefined || field.value === '') {
    const fallback = variable(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION');
    const fits = fallback !== undefined && (partitionOfRegion(fallback) ?? partition) === partition;
    return ok(fits ? fallback : defaultRegion(partition));
  }
  const region = checkRegion(field);
  const actual = partitionOfRegion(field.value);
  if (region.ok && actual !== undefined && actual !== partition) {
    return fail(
      field.place,
      `The region ${field.value} belongs to the partition ${actual}, the role to ${partition}.`,
      `Give a region of ${partition}, such as ${defaultRegion(partition)}, or correct the role’s ARN.`,
    );
  }
  return region;
}

function hopFor({ role }: LocatedRole, environment: Environment): AssumeRoleHop {
  return {
    kind: 'assume-role',
    role: role.arn,
    sessionName: role.sessionName ?? defaultSessionName(environment.userName),
    externalId: role.externalId,
    mfaSerial: role.mfaSerial,
    durationSeconds: role.durationSeconds,
    policy: undefined,
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
  };
}
