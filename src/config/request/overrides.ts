import * as l10n from '../../base/l10n.js';
import { partitionOfRegion } from '../../model/partition.js';
import { mayHaveMfa, signerOf } from '../plan/chaining.js';
import { MAX_CHAINED_DURATION_S } from '../../model/session/sessionLimits.js';
import {
  checkDuration,
  checkExternalId,
  checkMfaSerial,
  checkSessionName,
  checkSourceIdentity,
  checkTokenDuration,
  type Field,
} from '../rules/fields.js';
import { narrow, narrowingContext, type Narrowed } from './narrowing.js';
import { TYPED } from '../../base/place.js';
import type { AssumeRoleHop, Plan } from '../../model/plan/plan.js';
import { identityCall, type IdentityCall } from '../../model/plan/identityCall.js';
import { refusalOf, type CallOverrides } from './refusals.js';
import { checkPolicy, checkPolicyArns, checkPolicySize, type PolicyOwner } from '../rules/sessionPolicies.js';
import { checkTags, checkTransitiveKeys } from '../rules/sessionTags.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';

/**
 * The plan with what the user asks for beyond the configuration, on the call that makes the identity: the last hop, or
 * the source where there is none; nothing has narrowed that in place yet. The role's own maximum duration is not known here; STS says it.
 */
export function applyOverrides(plan: Plan, overrides: CallOverrides): Checked<Plan> {
  const call = identityCall(plan);
  const refused = refusalOf(call, overrides);
  if (refused !== undefined) {
    return fail(undefined, refused.message, refused.hint);
  }
  const narrowed = narrowingOf(plan, call, overrides);
  if (!narrowed.ok) {
    return narrowed;
  }
  const changed = change(plan, call, overrides, narrowed.value);
  return changed.ok ? ok({ ...withCall(plan, changed.value), narrowedTo: narrowed.value?.narrowedTo }) : changed;
}

function withCall(plan: Plan, call: IdentityCall): Plan {
  switch (call.kind) {
    case 'assume-role':
    case 'session-token':
    case 'federation-token':
      return { ...plan, hops: [...plan.hops.slice(0, -1), call] };
    default:
      return { ...plan, source: call };
  }
}

/** Session policies widen each other (see `narrow`), so nothing is narrowed that has some already. */
function narrowingOf(plan: Plan, call: IdentityCall, overrides: CallOverrides): Checked<Narrowed | undefined> {
  const { narrowing, policy, policyArns = [] } = overrides;
  if (narrowing === undefined) {
    return ok(undefined);
  }
  if (policy !== undefined || policyArns.length > 0) {
    return fail(
      undefined,
      l10n.t('A session takes either a session policy or a narrowing.'),
      l10n.t('Leave one of the two out.'),
    );
  }
  if ('policyArns' in call && (call.policy !== undefined || call.policyArns.length > 0)) {
    return fail(
      undefined,
      l10n.t(
        '“{0}” has a session policy in its configuration already. AWS lets a session do what any of its session policies allows, so a second one would widen it.',
        plan.name,
      ),
      l10n.t('Assume it as it is, or configure a second role without the session policy and narrow that.'),
    );
  }
  return narrow(narrowing, narrowingContext(plan, ownerOf(plan, call).partition));
}

/** The role's partition and account, or as much as the region tells. */
function ownerOf({ region }: Plan, call: IdentityCall): PolicyOwner {
  return ('role' in call ? call.role : undefined) ?? { partition: partitionOfRegion(region) ?? 'aws' };
}

function change(
  plan: Plan,
  call: IdentityCall,
  overrides: CallOverrides,
  narrowed: Narrowed | undefined,
): Checked<IdentityCall> {
  switch (call.kind) {
    case 'assume-role':
      return assumeRole(plan, call, overrides, narrowed);
    case 'session-token': {
      const parts = all({
        durationSeconds: seconds(overrides, call, checkTokenDuration),
        mfaSerial: given(l10n.t('The MFA device'), overrides.mfaSerial, call.mfaSerial, checkMfaSerial),
      });
      return parts.ok ? ok({ ...call, ...parts.value }) : parts;
    }
    case 'federation-token': {
      const parts = all({
        durationSeconds: seconds(overrides, call, checkTokenDuration),
        tags: tagsOf(overrides, call),
        policies: policiesOf(plan, call, overrides, narrowed),
      });
      return parts.ok ? ok(withPolicies(call, parts.value)) : parts;
    }
    case 'web-identity': {
      const parts = all({
        durationSeconds: seconds(overrides, call, checkDuration),
        sessionName: given(l10n.t('The session name'), overrides.sessionName, call.sessionName, checkSessionName),
        policies: policiesOf(plan, call, overrides, narrowed),
      });
      return parts.ok ? ok(withPolicies(call, parts.value)) : parts;
    }
    case 'saml': {
      const parts = all({
        durationSeconds: seconds(overrides, call, checkDuration),
        policies: policiesOf(plan, call, overrides, narrowed),
      });
      const { samlRole } = overrides;
      const chosen = call.role === undefined && samlRole !== undefined ? { chosen: samlRole } : {};
      return parts.ok ? ok({ ...withPolicies(call, parts.value), ...chosen }) : parts;
    }
    default:
      return ok(call);
  }
}

function withPolicies<T extends SessionPolicies>(
  call: T,
  { policies, ...parts }: Partial<T> & { readonly policies: SessionPolicies },
): T {
  return { ...call, ...parts, ...policies };
}

function assumeRole(
  plan: Plan,
  hop: AssumeRoleHop,
  overrides: CallOverrides,
  narrowed: Narrowed | undefined,
): Checked<AssumeRoleHop> {
  const parts = all({
    sessionName: given(l10n.t('The session name'), overrides.sessionName, hop.sessionName, checkSessionName),
    externalId: given(l10n.t('The external ID'), overrides.externalId, hop.externalId, checkExternalId),
    mfaSerial: given(l10n.t('The MFA device'), overrides.mfaSerial, hop.mfaSerial, (field) => mfaSerial(plan, field)),
    durationSeconds: seconds(overrides, hop, (field) => roleDuration(plan, hop, field)),
    tags: tagsOf(overrides, hop),
    sourceIdentity: given(
      l10n.t('The source identity'),
      overrides.sourceIdentity,
      hop.sourceIdentity,
      checkSourceIdentity,
    ),
    policies: policiesOf(plan, hop, overrides, narrowed),
  });
  if (!parts.ok) {
    return parts;
  }
  const { tags } = parts.value;
  const transitive = overrides.transitiveTagKeys ?? hop.transitiveTagKeys.filter((key) => Object.hasOwn(tags, key));
  const keys = checkTransitiveKeys(transitive.map(typed), tags);
  return keys.ok ? ok({ ...withPolicies(hop, parts.value), transitiveTagKeys: keys.value }) : keys;
}

function mfaSerial(plan: Plan, field: Field): Checked<string> {
  const serial = checkMfaSerial(field);
  return !serial.ok || mayHaveMfa(plan, plan.hops.length - 1)
    ? serial
    : fail(
        TYPED,
        l10n.t(
          'An MFA code is for calls that a user signs, but this role is assumed with the credentials of another role.',
        ),
        l10n.t('Give the device to the first role of the chain, in its configuration.'),
      );
}

function roleDuration(plan: Plan, { role }: AssumeRoleHop, field: Field): Checked<number> {
  const duration = checkDuration(field);
  const index = plan.hops.length - 1;
  if (!duration.ok || duration.value <= MAX_CHAINED_DURATION_S || signerOf(plan, index) !== 'temporary') {
    return duration;
  }
  return fail(
    TYPED,
    l10n.t(
      '{0} is assumed with temporary credentials, which is role chaining: AWS limits such a session to one hour, whatever the role’s own maximum is.',
      role.roleName,
    ),
    l10n.t('Ask for {0} seconds or less, or assume the role with a user’s long-term keys.', MAX_CHAINED_DURATION_S),
  );
}

function given<T extends string | undefined>(
  name: string,
  asked: string | undefined,
  configured: T,
  check: (field: Field) => Checked<string>,
): Checked<T | string> {
  return asked === undefined ? ok(configured) : check({ name, value: asked, place: TYPED });
}

function seconds(
  { durationSeconds }: CallOverrides,
  configured: { readonly durationSeconds: number | undefined },
  check: (field: Field) => Checked<number>,
): Checked<number | undefined> {
  return durationSeconds === undefined
    ? ok(configured.durationSeconds)
    : check({ name: l10n.t('The duration'), value: String(durationSeconds), place: TYPED });
}

type Tags = Readonly<Record<string, string>>;

function tagsOf({ tags }: CallOverrides, configured: { readonly tags: Tags }): Checked<Tags> {
  return tags === undefined
    ? ok(configured.tags)
    : checkTags(Object.entries(tags).map(([name, value]) => ({ name, value, place: TYPED })));
}

function policiesOf(
  plan: Plan,
  call: IdentityCall & SessionPolicies,
  overrides: CallOverrides,
  narrowed: Narrowed | undefined,
): Checked<SessionPolicies> {
  if (narrowed !== undefined) {
    return ok({ policy: narrowed.policy, policyArns: narrowed.policyArns });
  }
  const { policy, policyArns } = overrides;
  const parts = all({
    policy: policy === undefined ? ok(call.policy) : checkPolicy(l10n.t('The session policy'), policy, TYPED),
    policyArns:
      policyArns === undefined ? ok(call.policyArns) : checkPolicyArns(policyArns.map(typed), ownerOf(plan, call)),
  });
  return parts.ok ? checkPolicySize(parts.value, TYPED) : parts;
}

function typed(value: string): Field {
  return { name: value, value, place: TYPED };
}
