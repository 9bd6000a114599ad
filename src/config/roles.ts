import type { Environment } from './environment.js';
import { fail, ok, type Checked, type Field } from './fields.js';
import { planRole, type LocatedRole, type PlanContext } from './plan.js';
import { lookUp, readProfiles, type Profile, type SharedFiles } from './profiles.js';
import type { Problem, RoleEntry } from './role.js';
import { buildRole, type RolePart } from './buildRole.js';
import { readSettingRoles } from './settingRoles.js';
import { unsupported } from './sources.js';

export interface RoleInput {
  readonly files: SharedFiles;
  /** The value of `roleSessions.roles` as the user wrote it, of any shape. */
  readonly settings: unknown;
  readonly environment: Environment;
}

/**
 * Every configured role, with its plan or with what is wrong: first what concerns a whole file, then the profiles in
 * the files' order, then the settings. Never throws; holds no secret.
 */
export function listRoles({ files, settings, environment }: RoleInput): readonly RoleEntry[] {
  const profiles = readProfiles(files);
  const known = new Map<Profile, Checked<LocatedRole>>();
  const roleOf = (profile: Profile): Checked<LocatedRole> => {
    const role = known.get(profile) ?? roleOfProfile(profile);
    known.set(profile, role);
    return role;
  };
  const context: PlanContext = { profiles, environment, roleOf };
  return [
    ...profiles.problems.map(fileEntry),
    ...profiles.strays.map(({ id, name, problem }) => broken(id, name, problem)),
    ...[...profiles.byName.values()].filter(isShown).map((profile) => profileEntry(profile, context)),
    ...readSettingRoles(settings).map(({ id, name, role }) => entryFor(id, name, role, context)),
  ];
}

/** A profile without role_arn is a source and no role, but one that is broken may have lost it. */
function isShown(profile: Profile): boolean {
  return profile.problems.length > 0 || lookUp(profile, 'role_arn') !== undefined;
}

function profileEntry(profile: Profile, context: PlanContext): RoleEntry {
  const [problem] = profile.problems;
  const id = `profile:${profile.name}`;
  return problem === undefined
    ? entryFor(id, profile.name, context.roleOf(profile), context)
    : broken(id, profile.name, problem);
}

function entryFor(id: string, name: string, role: Checked<LocatedRole>, context: PlanContext): RoleEntry {
  if (!role.ok) {
    return broken(id, name, role.problem);
  }
  const plan = planRole(role.value, context);
  const { place } = role.value.role;
  return plan.ok ? { kind: 'ready', id, name, place, plan: plan.value } : broken(id, name, plan.problem);
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
  return buildRole(base, (part) => lookUp(profile, PROFILE_NAMES[part]));
}

const CREDENTIAL_SOURCES = ['Ec2InstanceMetadata', 'EcsContainer', 'Environment'];

function sourceOf(profile: Profile): Checked<Field> {
  const source = lookUp(profile, 'source_profile');
  const other = lookUp(profile, 'credential_source');
  const webIdentity = unsupported(profile, ['web_identity_token_file']);
  if (webIdentity !== undefined) {
    return { ok: false, problem: webIdentity };
  }
  if (source !== undefined && other !== undefined) {
    const message = `The profile “${profile.name}” has both source_profile and credential_source.`;
    return fail(other.place, message, 'Keep one of the two lines.');
  }
  if (source !== undefined) {
    return ok(source);
  }
  if (other !== undefined && !CREDENTIAL_SOURCES.includes(other.value)) {
    const hint = `Give one of ${CREDENTIAL_SOURCES.join(', ')}, or a source_profile instead.`;
    return fail(other.place, `credential_source of the profile “${profile.name}” is not one that AWS knows.`, hint);
  }
  const unready = unsupported(profile, [
    'credential_source',
    'sso_session',
    'sso_account_id',
    'sso_start_url',
    'credential_process',
    'login_session',
  ]);
  return unready === undefined
    ? fail(
        lookUp(profile, 'role_arn')?.place ?? profile.place,
        `The profile “${profile.name}” has a role_arn but does not say whose credentials assume it.`,
        'Add a line source_profile = NAME, naming the profile that holds the keys.',
      )
    : { ok: false, problem: unready };
}
