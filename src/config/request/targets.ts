import * as l10n from '../../base/l10n.js';
import { parseRoleArn } from '../rules/arn.js';
import { buildRole } from '../plan/buildRole.js';
import { checkFederatedName, checkMfaSerial } from '../rules/fields.js';
import { TYPED } from '../../base/place.js';
import { leafSource } from '../plan/chain.js';
import { planLeaf, planProfile, planRole, type PlanContext } from '../plan/planRole.js';
import { assumesRole } from '../sources/leaf.js';
import { holdsKeys } from '../sources/staticKeys.js';
import type { Hop, Plan } from '../../model/plan/plan.js';
import { planPortalRole } from '../plan/portals.js';
import type { Profile } from '../files/profiles.js';
import type { Target } from '../../model/request.js';
import { sourceName } from '../../model/plan/sourceName.js';
import { type Checked, ok, fail } from '../../base/checked.js';
type Typed<K extends Target['kind']> = Extract<Target, { kind: K }>;

/** The plan for what is in no file and no setting; overrides come on top. */
export function planTarget(target: Exclude<Target, { kind: 'configured' }>, context: PlanContext): Checked<Plan> {
  switch (target.kind) {
    case 'ad-hoc':
      return planAdHoc(target, context);
    case 'session-token':
      return planSessionToken(target, context);
    case 'federation-token':
      return planFederationToken(target, context);
    case 'identity-center':
      return planPortalRole(target.portal, target, context);
    case 'brought':
      return fail(
        undefined,
        l10n.t(
          'This session was brought from {0}: only there can it be renewed, narrowed or assumed again.',
          target.from,
        ),
        l10n.t('Bring it once more from there.'),
      );
  }
}

/** What the user could still add, and without which the call would be in vain. */
export function checkComplete(plan: Plan): Checked<Plan> {
  const last = plan.hops.at(-1);
  return last?.kind === 'federation-token' && last.policy === undefined && last.policyArns.length === 0
    ? fail(
        undefined,
        l10n.t(
          'Without a session policy the federated user {0} could do nothing at all: it may do what its policy and the user behind it both allow.',
          last.name,
        ),
        l10n.t('Give it a policy, or narrow it to something.'),
      )
    : ok(plan);
}

function planAdHoc({ arn, sourceProfile }: Typed<'ad-hoc'>, context: PlanContext): Checked<Plan> {
  const typed = parseRoleArn({ name: l10n.t('The role'), value: arn, place: TYPED });
  if (!typed.ok) {
    return typed;
  }
  const profile = findProfile(sourceProfile, context);
  if (!profile.ok) {
    return profile;
  }
  const { place } = profile.value;
  const base = {
    id: `ad-hoc:${arn}:${sourceProfile}`,
    name: typed.value.roleName,
    place,
    profile: undefined,
    source: { name: l10n.t('The source profile'), value: sourceProfile, place },
  };
  const role = buildRole(base, (part) =>
    part === 'arn' ? { name: l10n.t('The role'), value: arn, place } : undefined,
  );
  return role.ok ? planRole(role.value, context) : role;
}

function findProfile(name: string, { profiles }: PlanContext): Checked<Profile> {
  const profile = profiles.byName.get(name);
  const problem = profile === undefined ? profiles.refusal : profile.problems[0];
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  return profile === undefined
    ? fail(undefined, l10n.t('There is no profile “{0}” any more.', name), l10n.t('Choose another one.'))
    : ok(profile);
}

/** Whose credentials would assume a role from a profile, with the roles in between. */
export interface Origin extends Pick<Plan, 'source' | 'hops' | 'region' | 'endpoints'> {
  readonly profile: Profile;
}

/** How the profile serves as a source: with the keys it holds, else as the role it stands for (botocore AssumeRoleProvider). */
export function originOf(profile: Profile, context: PlanContext): Checked<Origin> {
  const plan =
    !holdsKeys(profile) && assumesRole(profile) ? planProfile(profile, context) : planSource(profile, context);
  return plan.ok ? ok({ ...plan.value, profile }) : plan;
}

function planSource(profile: Profile, context: PlanContext): Checked<Plan> {
  const source = leafSource(profile, context);
  return source.ok ? planLeaf(profile, source.value, context) : source;
}

export function hasLongTermKeys({ source, hops }: Pick<Origin, 'source' | 'hops'>): boolean {
  return source.kind === 'static-keys' && !source.temporary && hops.length === 0;
}

function planSessionToken({ profile, mfaSerial }: Typed<'session-token'>, context: PlanContext): Checked<Plan> {
  const serial =
    mfaSerial === undefined
      ? ok(undefined)
      : checkMfaSerial({ name: l10n.t('The MFA device'), value: mfaSerial, place: TYPED });
  if (!serial.ok) {
    return serial;
  }
  const hop: Hop = { kind: 'session-token', mfaSerial: serial.value, durationSeconds: undefined };
  return withLongTermKeys(profile, context, 'GetSessionToken', {
    roleId: `session-token:${profile}`,
    name: l10n.t('session token of {0}', profile),
    hops: [hop],
  });
}

/** Nothing but the long-term keys of a profile, for a call that is made as the user itself. */
export function planKeys(name: string, context: PlanContext): Checked<Plan> {
  const profile = findProfile(name, context);
  const origin = profile.ok ? originOf(profile.value, context) : profile;
  if (!origin.ok) {
    return origin;
  }
  const { source, region, endpoints } = origin.value;
  return hasLongTermKeys(origin.value)
    ? ok({ roleId: `profile:${name}`, name, source, hops: [], region, endpoints, narrowedTo: undefined })
    : fail(
        source.place,
        l10n.t('The profile “{0}” holds no long-term access keys, but has {1}.', name, credentialsOf(origin.value)),
        l10n.t('Choose another profile, or assume the role and choose its session.'),
      );
}

function planFederationToken({ profile, name: typed }: Typed<'federation-token'>, context: PlanContext): Checked<Plan> {
  const name = checkFederatedName({ name: l10n.t('The federated user’s name'), value: typed, place: TYPED });
  if (!name.ok) {
    return name;
  }
  const hop: Hop = {
    kind: 'federation-token',
    name: name.value,
    durationSeconds: undefined,
    policy: undefined,
    policyArns: [],
    tags: {},
  };
  return withLongTermKeys(profile, context, 'GetFederationToken', {
    roleId: `federation-token:${profile}:${name.value}`,
    name: name.value,
    hops: [hop],
  });
}

function withLongTermKeys(
  name: string,
  context: PlanContext,
  call: string,
  parts: Pick<Plan, 'roleId' | 'name' | 'hops'>,
): Checked<Plan> {
  const profile = findProfile(name, context);
  const origin = profile.ok ? originOf(profile.value, context) : profile;
  if (!origin.ok) {
    return origin;
  }
  const { source, region, endpoints } = origin.value;
  return hasLongTermKeys(origin.value)
    ? ok({ ...parts, source, region, endpoints, narrowedTo: undefined })
    : fail(
        source.place,
        l10n.t(
          '{0} wants a user’s long-term keys, but the profile “{1}” has {2}. Temporary credentials cannot call it.',
          call,
          name,
          credentialsOf(origin.value),
        ),
        l10n.t('Choose a profile that holds long-term access keys, or assume a role from this one.'),
      );
}

function credentialsOf({ source, hops }: Origin): string {
  const last = hops.at(-1);
  if (last?.kind === 'assume-role') {
    return l10n.t('the credentials of the role {0}', last.role.roleName);
  }
  return source.kind === 'static-keys' ? l10n.t('temporary keys') : l10n.t('credentials from {0}', sourceName(source));
}

/** A name for a federated user that stands for this one: at most 32 of the characters that AWS takes. */
export function defaultFederatedName(userName: string): string {
  const valid = userName.replace(/[^\w+=,.@-]/gu, '-').slice(0, 32);
  return valid.padEnd(2, '-');
}
