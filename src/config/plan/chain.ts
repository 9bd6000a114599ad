import * as l10n from '../../base/l10n.js';
import type { LocatedRole, PlanContext } from './located.js';
import { credentialSource } from '../sources/machineSources.js';
import type { Profile, Profiles } from '../files/profiles.js';
import { assumesRole, leafOf, noCredentials } from '../sources/leaf.js';
import { holdsKeys } from '../sources/staticKeys.js';
import type { Problem } from '../../base/place.js';
import type { Source } from '../../model/plan/source.js';
import { type Checked, ok, fail } from '../../base/checked.js';
/** Between 100 and 150 the AWS CLI ends in a recursion error; and nobody waits for so many calls. */
const MAX_HOPS = 150;

export interface Chain {
  /** From the role that is wanted down to the one that the source's credentials assume. */
  readonly roles: readonly [LocatedRole, ...LocatedRole[]];
  readonly source: Source;
  /** Whose credentials the source is; undefined where they are the machine's. */
  readonly leaf: Profile | undefined;
}

/** Follows source_profile and credential_source (botocore AssumeRoleProvider), or says where that ends in nothing. */
export function followSources(
  target: LocatedRole,
  selected: Profile | undefined,
  context: PlanContext,
): Checked<Chain> {
  const roles: [LocatedRole, ...LocatedRole[]] = [target];
  const visited = new Set(target.profile && [target.profile.name]);
  let current = target;
  for (;;) {
    if (current.credentialSource !== undefined) {
      const source = credentialSource(current.credentialSource, current.role.name, selected, context.environment);
      return source.ok ? ok({ roles, source: source.value, leaf: undefined }) : source;
    }
    const found = nextSource(current, visited, context);
    if (!found.ok) {
      return found;
    }
    const next = found.value;
    if (holdsKeys(next) || !assumesRole(next)) {
      const source = leafSource(next, context);
      return source.ok ? ok({ roles, source: source.value, leaf: next }) : source;
    }
    const role = context.roleOf(next);
    if (!role.ok) {
      return inSource(next, role.problem);
    }
    if (roles.length === MAX_HOPS) {
      return fail(
        target.source.place,
        l10n.t('More than {0} roles stand between “{1}” and a profile with keys.', MAX_HOPS, target.role.name),
        l10n.t('Shorten the chain of source profiles.'),
      );
    }
    visited.add(next.name);
    roles.push(role.value);
    current = role.value;
  }
}

/** The credentials of a profile that roles are assumed from. */
export function leafSource(profile: Profile, context: PlanContext): Checked<Source> {
  const source = leafOf(profile, context);
  if (!source.ok) {
    return source;
  }
  return source.value === undefined ? noCredentials(profile, 'source profile') : ok(source.value);
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
          l10n.t('The profile “{0}” is its own source but holds no keys: {0} → {0}.', next.name),
          l10n.t('Let source_profile name a profile that holds access keys.'),
        )
      : fail(
          source.place,
          l10n.t('The source profiles go in a circle: {0}.', pathText([...visited, next.name])),
          l10n.t('Let one of them name a profile that holds access keys.'),
        );
  }
  const [broken] = next.problems;
  return broken === undefined ? ok(next) : inSource(next, broken);
}

function inSource(profile: Profile, { message, hint, place }: Problem): Checked<never> {
  return fail(place, l10n.t('In the source profile “{0}”: {1}', profile.name, message), hint);
}

function unknownSource({ source, profile }: LocatedRole, profiles: Profiles): Checked<never> {
  const { name, value, place } = source;
  if (profiles.refusal !== undefined) {
    return { ok: false, problem: profiles.refusal };
  }
  if (value === '') {
    const empty =
      profile === undefined
        ? l10n.t('{0} is empty.', name)
        : l10n.t('{0} of the profile “{1}” is empty.', name, profile.name);
    return fail(place, empty, l10n.t('Name the profile that holds the keys.'));
  }
  const message =
    profile === undefined
      ? l10n.t('{0} names the profile “{1}”, which does not exist.', name, value)
      : l10n.t('{0} of the profile “{1}” names the profile “{2}”, which does not exist.', name, profile.name, value);
  if (profiles.bareSections.has(value)) {
    return fail(place, message, l10n.t('The config file has [{0}]: write it as [profile {0}].', value));
  }
  if (profiles.byName.has(`profile ${value}`)) {
    return fail(place, message, l10n.t('The credentials file has [profile {0}]: write it as [{0}] there.', value));
  }
  const near = [...profiles.byName.keys()].find((known) => known.toLowerCase() === value.trim().toLowerCase());
  return near === undefined
    ? fail(place, message, l10n.t('Add [{0}] with its keys to the credentials file, or name another profile.', value))
    : fail(place, message, l10n.t('Did you mean “{0}”?', near));
}

const SHOWN_PATH = 8;

function pathText(names: readonly string[]): string {
  const shown = names.length > SHOWN_PATH ? [...names.slice(0, SHOWN_PATH - 2), '…', ...names.slice(-2)] : names;
  return shown.join(' → ');
}
