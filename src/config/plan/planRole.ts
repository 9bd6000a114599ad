import * as l10n from '../../base/l10n.js';
import { partitionOfRegion } from '../../model/partition.js';
import { followSources, type Chain } from './chain.js';
import { signerOf } from './chaining.js';
import { endpointsOf } from './endpoints.js';
import { MAX_CHAINED_DURATION_S } from '../../model/session/sessionLimits.js';
import type { LocatedRole, PlanContext } from './located.js';
import { chooseRegion } from './region.js';
import { machineCredentials } from '../sources/machineSources.js';
import type { AssumeRoleHop, Endpoints, Plan } from '../../model/plan/plan.js';
import { lookUp, type Profile } from '../files/profiles.js';
import { checkRoleAccount } from '../rules/arn.js';
import type { Role } from '../../model/plan/role.js';
import { defaultSessionName, sessionNameValues } from '../rules/sessionName.js';
import { sourceName } from '../../model/plan/sourceName.js';
import { assumesRole, leafOf, noCredentials } from '../sources/leaf.js';
import type { Source } from '../../model/plan/source.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';
export type { LocatedRole, PlanContext } from './located.js';

/**
 * What the AWS CLI would do for this role (botocore AssumeRoleProvider), or why it cannot work.
 */
export function planRole(target: LocatedRole, context: PlanContext): Checked<Plan> {
  const selected = target.profile ?? context.profiles.byName.get(target.source.value);
  const chain = followSources(target, selected, context);
  if (!chain.ok) {
    return chain;
  }
  const { roles, source, leaf } = chain.value;
  const endpoints = endpointsOf(selected, context.profiles, context.environment);
  if (!endpoints.ok) {
    return endpoints;
  }
  const { role, region: configured } = target;
  const parts = all({
    limits: checkChain(chain.value, endpoints.value),
    region: chooseRegion({
      configured,
      nearby: [...roles.slice(1).map(({ region }) => region), leaf && lookUp(leaf, 'region')],
      partition: role.arn.partition,
      environment: context.environment,
      endpoints: endpoints.value,
    }),
    hops: hopsOf(roles, context),
  });
  return parts.ok
    ? ok({
        roleId: role.id,
        name: role.name,
        source,
        region: parts.value.region,
        hops: parts.value.hops,
        endpoints: endpoints.value,
        narrowedTo: undefined,
      })
    : parts;
}

/**
 * What the AWS CLI would do with `--profile`, for any profile, also one that holds nothing but keys. One that names no
 * credentials gets the machine's.
 */
export function planProfile(profile: Profile, context: PlanContext): Checked<Plan> {
  const [problem] = profile.problems;
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  if (assumesRole(profile)) {
    const role = context.roleOf(profile);
    return role.ok ? planRole(role.value, context) : role;
  }
  const leaf = leafOf(profile, context);
  if (!leaf.ok) {
    return leaf;
  }
  const source =
    leaf.value === undefined
      ? machineCredentials(profile, context.profiles.legacy, context.environment)
      : ok(leaf.value);
  if (!source.ok) {
    return source;
  }
  return source.value === undefined ? noCredentials(profile, 'profile') : planLeaf(profile, source.value, context);
}

/** Of a profile whose credentials are the identity itself. */
export function planLeaf(profile: Profile, source: Source, { profiles, environment }: PlanContext): Checked<Plan> {
  const { name } = profile;
  const endpoints = endpointsOf(profile, profiles, environment);
  if (!endpoints.ok) {
    return endpoints;
  }
  const role = source.kind === 'web-identity' ? source.role : undefined;
  const parts = all({
    account: checkRoleAccount(role, profile.place, endpoints.value),
    region: chooseRegion({
      configured: lookUp(profile, 'region'),
      partition: role?.partition,
      likely: source.kind === 'identity-center' ? partitionOfRegion(source.region) : undefined,
      environment,
      endpoints: endpoints.value,
    }),
  });
  const found = { endpoints: endpoints.value, hops: [], narrowedTo: undefined };
  return parts.ok ? ok({ roleId: `profile:${name}`, name, source, region: parts.value.region, ...found }) : parts;
}

function checkChain({ roles, source }: Chain, endpoints: Endpoints): Checked<true> {
  for (const [index, { role, durationPlace }] of roles.entries()) {
    const account = checkRoleAccount(role.arn, role.place, endpoints);
    if (!account.ok) {
      return account;
    }
    const below = roles[index + 1]?.role;
    const temporary = below !== undefined || signerOf({ source }, 0) === 'temporary';
    const seconds = role.durationSeconds ?? 0;
    if (seconds > MAX_CHAINED_DURATION_S && temporary) {
      const from = below === undefined ? temporaryName(source) : l10n.t('the role of “{0}”', below.name);
      return fail(
        durationPlace,
        l10n.t(
          '“{0}” asks for {1} seconds, but it is assumed from {2}: role chaining is limited to one hour.',
          role.name,
          seconds,
          from,
        ),
        l10n.t('Set the duration to {0} or less, or assume the role from long-term keys.', MAX_CHAINED_DURATION_S),
      );
    }
    const partition = below === undefined ? partitionOfSource(source) : below.arn.partition;
    if (partition !== undefined && partition !== role.arn.partition) {
      return fail(
        role.place,
        l10n.t(
          '“{0}” is in the partition {1}, its source {2} in {3}.',
          role.name,
          role.arn.partition,
          below === undefined ? `(${sourceName(source)})` : `“${below.name}”`,
          partition,
        ),
        l10n.t('A role can only be assumed from its own partition: name another source.'),
      );
    }
  }
  return ok(true);
}

function temporaryName(source: Source): string {
  return source.kind === 'static-keys'
    ? l10n.t('temporary keys')
    : l10n.t('the temporary credentials of {0}', sourceName(source));
}

function partitionOfSource(source: Source): string | undefined {
  return source.kind === 'web-identity' ? source.role.partition : undefined;
}

/** The calls in the order they are made. */
function hopsOf(roles: readonly LocatedRole[], context: PlanContext): Checked<readonly AssumeRoleHop[]> {
  const hops: AssumeRoleHop[] = [];
  for (const { role } of roles) {
    const sessionName =
      role.sessionName === undefined
        ? defaultSessionName(context.sessionName, sessionNameValues(context.environment, role.name))
        : ok(role.sessionName);
    if (!sessionName.ok) {
      return sessionName;
    }
    hops.unshift(hopFor(role, sessionName.value));
  }
  return ok(hops);
}

function hopFor(role: Role, sessionName: string): AssumeRoleHop {
  const { arn, externalId, mfaSerial, durationSeconds, traits, place } = role;
  return { kind: 'assume-role', role: arn, sessionName, externalId, mfaSerial, durationSeconds, ...traits, place };
}
