import * as l10n from '../../base/l10n.js';
import { partitionOfRegion } from '../../model/partition.js';
import { endpointsOf } from './endpoints.js';
import { checkRegion } from '../rules/fields.js';
import { checkStartUrl, identityCenterSource, scopesOf } from '../sources/identityCenterProfile.js';
import { TYPED, type Place } from '../../base/place.js';
import type { PlanContext } from './planRole.js';
import { chooseRegion } from './region.js';
import { portalId, type Portal, type ConfiguredPortal, type PortalRole } from '../../model/plan/portal.js';
import type { Plan } from '../../model/plan/plan.js';
import { at } from '../files/fileText.js';
import { lookUp, sectionFields, type Located, type Profile } from '../files/profiles.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';

/** Portals that can be signed in to: every `sso-session` section, and every start URL of the legacy keys. */
export function configuredPortals(context: PlanContext): readonly ConfiguredPortal[] {
  const { ssoSessions, byName } = context.profiles;
  const profiles = [...byName.values()].filter(({ problems }) => problems.length === 0);
  const sections = [...ssoSessions].map(([name, section]) => {
    const user = profiles.find((profile) => lookUp(profile, 'sso_session')?.value === name);
    return reach(sectionPortal(name, section), user, at(section.file, section.section.line), context);
  });
  const legacy = profiles.flatMap((profile) => {
    const source = lookUp(profile, 'sso_session') ? undefined : identityCenterSource(profile, context.profiles);
    return source?.ok === true ? [reach(source, profile, profile.place, context)] : [];
  });
  const byKey = new Map<string, ConfiguredPortal>();
  for (const found of [...sections, ...legacy]) {
    if (found.ok && !byKey.has(portalId(found.value.portal))) {
      byKey.set(portalId(found.value.portal), found.value);
    }
  }
  return [...byKey.values()];
}

/** The plan for a role that the user chose from the portal's list. */
export function planPortalRole(id: string, { accountId, roleName }: PortalRole, context: PlanContext): Checked<Plan> {
  const found = configuredPortals(context).find(({ portal }) => portalId(portal) === id);
  if (found === undefined) {
    return fail(
      undefined,
      l10n.t('IAM Identity Center “{0}” is no longer configured.', id),
      l10n.t('Put its section back, or choose another role.'),
    );
  }
  const { portal, endpoints, workRegion, place } = found;
  const source = { kind: 'identity-center', profile: '', ...portal, accountId, roleName, place } as const;
  const roleId = `identity-center:${id}:${accountId}:${roleName}`;
  return ok({ roleId, name: roleName, source, hops: [], region: workRegion, endpoints, narrowedTo: undefined });
}

function sectionPortal(session: string, located: Located): Checked<Portal> {
  const fields = sectionFields(located);
  const part = (name: string) => fields.get(name) ?? { name, value: '', place: TYPED };
  const [problem] = located.section.problems;
  if (problem !== undefined) {
    return fail(undefined, problem.message, problem.hint);
  }
  const parts = all({ startUrl: checkStartUrl(part('sso_start_url')), region: checkRegion(part('sso_region')) });
  return parts.ok ? ok({ session, ...parts.value, scopes: scopesOf(fields.get('sso_registration_scopes')) }) : parts;
}

/** Endpoints and region are those of a profile that uses the portal, where there is one. */
function reach(
  portal: Checked<Portal>,
  profile: Profile | undefined,
  place: Place,
  context: PlanContext,
): Checked<ConfiguredPortal> {
  if (!portal.ok) {
    return portal;
  }
  const { session, startUrl, region, scopes } = portal.value;
  const partition = partitionOfRegion(region);
  const endpoints = endpointsOf(profile, context.profiles, context.environment);
  if (!endpoints.ok) {
    return endpoints;
  }
  const workRegion = chooseRegion({
    configured: profile && lookUp(profile, 'region'),
    partition: undefined,
    likely: partition,
    environment: context.environment,
    endpoints: endpoints.value,
  });
  const found = { session, startUrl, region, scopes };
  return workRegion.ok
    ? ok({ portal: found, endpoints: endpoints.value, workRegion: workRegion.value, place })
    : workRegion;
}
