import * as l10n from '../base/l10n.js';
import type { Environment } from '../model/environment.js';
import type { Field } from './rules/fields.js';
import { planProfile, planRole, type LocatedRole, type PlanContext } from './plan/planRole.js';
import type { SharedFiles } from './files/fileText.js';
import { keysOf, lookUp, readProfiles, type Profile } from './files/profiles.js';
import type { RoleEntry } from '../model/plan/role.js';
import { buildRole, type RolePart } from './plan/buildRole.js';
import { isOwnProgram } from './rules/ownProgram.js';
import { readSettingRoles, type SettingRole } from './settings/settingRoles.js';
import { assumesRole, leafKind } from './sources/leaf.js';
import type { Problem } from '../base/place.js';
import { type Checked, ok, fail } from '../base/checked.js';
import { planFederated } from './plan/planFederated.js';

export interface RoleInput {
  readonly files: SharedFiles;
  /** The value of `roleSessions.roles` as the user wrote it, of any shape. */
  readonly settings: unknown;
  /** The value of `roleSessions.sessionName`, of any shape. */
  readonly sessionName?: unknown;
  readonly environment: Environment;
}

/**
 * Every configured role, with its plan or with what is wrong: first what concerns a whole file, then the profiles in
 * the files' order, then the settings. Never throws; holds no secret.
 */
export function listRoles(input: RoleInput): readonly RoleEntry[] {
  const context = planContext(input);
  const { profiles } = context;
  return [
    ...profiles.problems.map(fileEntry),
    ...profiles.strays.map(({ id, name, problem }) => broken(id, name, problem)),
    ...[...profiles.byName.values()].filter(isShown).map((profile) => profileEntry(profile, context)),
    ...readSettingRoles(input.settings, context).map((role) => settingEntry(role, context)),
  ];
}

/** What plans are made from. */
export function planContext({ files, environment, sessionName }: Omit<RoleInput, 'settings'>): PlanContext {
  const known = new Map<Profile, Checked<LocatedRole>>();
  const roleOf = (profile: Profile): Checked<LocatedRole> => {
    const role = known.get(profile) ?? roleOfProfile(profile);
    known.set(profile, role);
    return role;
  };
  return { profiles: readProfiles(files), environment, sessionName, roleOf };
}

/**
 * A profile with role_arn, or with temporary credentials of its own. One with long-term keys, or with none, is a source
 * and nothing to switch to; but one that is broken may have lost its role_arn. Nor is one that this extension answers
 * for: it would become whoever it is already.
 */
function isShown(profile: Profile): boolean {
  const kind = leafKind(profile);
  const isRole = lookUp(profile, 'role_arn') !== undefined;
  if (!isRole && isOwnProgram(lookUp(profile, 'credential_process')?.value ?? '')) {
    return false;
  }
  return (
    profile.problems.length > 0 ||
    isRole ||
    (kind === 'static-keys' ? keysOf(profile)?.sessionToken !== undefined : kind !== undefined)
  );
}

function profileEntry(profile: Profile, context: PlanContext): RoleEntry {
  const { name } = profile;
  const id = `profile:${name}`;
  const plan = planProfile(profile, context);
  const place = (assumesRole(profile) ? lookUp(profile, 'role_arn')?.place : undefined) ?? profile.place;
  return plan.ok ? { kind: 'ready', id, name, place, plan: plan.value } : broken(id, name, plan.problem);
}

function entryFor(id: string, name: string, role: Checked<LocatedRole>, context: PlanContext): RoleEntry {
  if (!role.ok) {
    return broken(id, name, role.problem);
  }
  const plan = planRole(role.value, context);
  const { place } = role.value.role;
  return plan.ok ? { kind: 'ready', id, name, place, plan: plan.value } : broken(id, name, plan.problem);
}

function settingEntry(setting: SettingRole, context: PlanContext): RoleEntry {
  const { id, name } = setting;
  if (setting.kind === 'assumed') {
    return entryFor(id, name, setting.role, context);
  }
  const plan = setting.role.ok ? planFederated(setting.role.value, context) : setting.role;
  return plan.ok
    ? { kind: 'ready', id, name, place: plan.value.source.place, plan: plan.value }
    : broken(id, name, plan.problem);
}

function fileEntry(problem: Problem, index: number): RoleEntry {
  const { place } = problem;
  const name = place?.kind === 'file' ? place.file : `${index}`;
  const line = place?.kind === 'file' ? place.line : 0;
  return broken(`file:${name}:${line}:${index}`, name, problem);
}

function broken(id: string, name: string, problem: Problem): RoleEntry {
  return { kind: 'broken', id, name, problem };
}

const PROFILE_NAMES: Readonly<Record<RolePart, string>> = {
  arn: 'role_arn',
  sessionName: 'role_session_name',
  externalId: 'external_id',
  mfaSerial: 'mfa_serial',
  durationSeconds: 'duration_seconds',
  region: 'region',
};

function roleOfProfile(profile: Profile): Checked<LocatedRole> {
  const source = sourceOf(profile);
  if (!source.ok) {
    return source;
  }
  const base = {
    id: `profile:${profile.name}`,
    name: profile.name,
    place: profile.place,
    profile,
    source: source.value,
  };
  const role = buildRole(base, (part) => {
    const field = lookUp(profile, PROFILE_NAMES[part]);
    // The AWS CLI takes its default for an empty one, and AWS refuses the other parts when they are empty.
    return (part === 'sessionName' || part === 'durationSeconds') && field?.value === '' ? undefined : field;
  });
  return role.ok && source.value.name === 'credential_source'
    ? ok({ ...role.value, credentialSource: source.value })
    : role;
}

function sourceOf(profile: Profile): Checked<Field> {
  const source = lookUp(profile, 'source_profile');
  const other = lookUp(profile, 'credential_source');
  if (source !== undefined && other !== undefined) {
    const message = l10n.t('The profile “{0}” has both source_profile and credential_source.', profile.name);
    return fail(other.place, message, l10n.t('Keep one of the two lines.'));
  }
  const field = source ?? other;
  return field === undefined
    ? fail(
        lookUp(profile, 'role_arn')?.place ?? profile.place,
        l10n.t('The profile “{0}” has a role_arn but does not say whose credentials assume it.', profile.name),
        [undefined, 'static-keys'].includes(leafKind(profile))
          ? l10n.t('Add a line source_profile = NAME, naming the profile that holds the keys.')
          : l10n.t(
              'Its other credentials do not count beside a role_arn: give them a profile of their own, and name it here as source_profile.',
            ),
      )
    : ok(field);
}
