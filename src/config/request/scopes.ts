import * as l10n from '../../base/l10n.js';
import { TYPED } from '../../base/place.js';
import { type Checked, fail, ok } from '../../base/checked.js';
import { durationText } from '../../model/durationText.js';
import { partitionOfRegion } from '../../model/partition.js';
import { identityCall } from '../../model/plan/identityCall.js';
import type { Plan, ScopedCredentialsHop } from '../../model/plan/plan.js';
import type { Narrowing, Overrides, Scope } from '../../model/request.js';
import { s3Uri } from '../../model/s3Address.js';
import { signerOf } from '../plan/chaining.js';
import { checkScopeDuration } from '../rules/fields.js';
import { narrowingContext } from './narrowing.js';
import { refusalOf, type CallOverrides } from './refusals.js';
import { scopePolicies } from './scopePolicies.js';

/** API_GetScopedCredentials, ScopedPoliciesCount: policies within each other. */
const MAX_SCOPE_POLICIES = 3;
/** API_GetScopedCredentials, ScopedSessionDescription. */
const MAX_DESCRIPTION = 256;

interface Asked {
  /** Of the call that makes the identity. */
  readonly call: CallOverrides;
  /** Of the session that it gives. */
  readonly scopes: readonly Scope[];
}

/**
 * What is asked of the call, and what can only be asked of the session that it gives: a narrowing where the call takes no
 * session policy, or has one already that a second one would widen.
 */
export function askedInPlace(plan: Plan, { scopes = [], ...call }: Overrides): Asked {
  const { narrowing, ...others } = call;
  if (narrowing === undefined || takesPolicy(plan, narrowing) || signerOf(plan, plan.hops.length) === 'long-term') {
    return { call, scopes };
  }
  return { call: others, scopes: [{ narrowings: [narrowing] }, ...scopes] };
}

function takesPolicy(plan: Plan, narrowing: Narrowing): boolean {
  const call = identityCall(plan);
  const hasPolicy = 'policyArns' in call && (call.policy !== undefined || call.policyArns.length > 0);
  return !hasPolicy && refusalOf(call, { narrowing }) === undefined;
}

/** The plan, with the calls that narrow its session in place behind all others. */
export function withScopes(plan: Plan, scopes: readonly Scope[]): Checked<Plan> {
  if (scopes.length === 0) {
    return ok(plan);
  }
  const refused = refusalInPlace(plan);
  if (refused !== undefined) {
    return refused;
  }
  const hops: ScopedCredentialsHop[] = [];
  for (const scope of scopes) {
    const narrower = hopsOf(scope, plan, hops.at(-1)?.durationSeconds ?? durationOf(plan));
    if (!narrower.ok) {
      return narrower;
    }
    hops.push(...narrower.value);
  }
  const layers = hops.filter(({ policy }) => policy !== undefined).length;
  if (layers > MAX_SCOPE_POLICIES) {
    return fail(
      TYPED,
      l10n.t('AWS narrows a session in place by {0} policies at most, and these are {1}.', MAX_SCOPE_POLICIES, layers),
      l10n.t('Narrow a wider session instead, by one policy that says it all.'),
    );
  }
  const narrowedTo = [plan.narrowedTo, ...hops.map((hop) => hop.narrowedTo)].filter((text) => text !== undefined);
  return ok({ ...plan, hops: [...plan.hops, ...hops], narrowedTo: narrowedTo.join(', ') });
}

/** Why a plan's session cannot be narrowed in place; undefined where it may be: some only STS can tell. */
function refusalInPlace(plan: Plan): Checked<never> | undefined {
  if (signerOf(plan, plan.hops.length) === 'long-term') {
    return fail(
      plan.source.place,
      l10n.t('“{0}” has long-term keys, and AWS narrows only temporary credentials in place.', plan.name),
      l10n.t('Get a session token for them, or assume a role with them, and narrow that.'),
    );
  }
  return asksGlobalSts(plan)
    ? fail(
        plan.source.place,
        l10n.t('The global endpoint of STS, which “{0}” uses, cannot narrow a session in place.', plan.name),
        l10n.t('Take “sts_regional_endpoints = legacy” away, or name the endpoint of a region.'),
      )
    : undefined;
}

function asksGlobalSts({ endpoints }: Plan): boolean {
  const url = endpoints.sts ?? endpoints.all;
  return url === undefined
    ? endpoints.globalSts === true
    : URL.canParse(url) && new URL(url).hostname === 'sts.amazonaws.com';
}

function durationOf(plan: Plan): number | undefined {
  const call = identityCall(plan);
  return 'durationSeconds' in call ? call.durationSeconds : undefined;
}

/** `wider` is how long the session before lasts, in seconds, where that is known. */
function hopsOf(scope: Scope, plan: Plan, wider: number | undefined): Checked<readonly ScopedCredentialsHop[]> {
  const seconds = secondsOf(scope, wider);
  if (!seconds.ok) {
    return seconds;
  }
  const call = identityCall(plan);
  const partition = ('role' in call ? call.role?.partition : undefined) ?? partitionOfRegion(plan.region) ?? 'aws';
  const policies = scopePolicies(scope.narrowings, narrowingContext(plan, partition));
  if (!policies.ok) {
    return policies;
  }
  const durationSeconds = seconds.value;
  const time = durationSeconds === undefined ? [] : [durationText(durationSeconds)];
  const description = descriptionOf(scope);
  const hop = (policy: string | undefined, narrowedTo: readonly string[]): ScopedCredentialsHop => ({
    kind: 'scoped-credentials',
    policy,
    durationSeconds,
    description,
    narrowedTo: narrowedTo.join(', '),
  });
  if (policies.value.length > 0) {
    const last = policies.value.length - 1;
    return ok(
      policies.value.map(({ policy, narrowedTo }, at) => hop(policy, [narrowedTo, ...(at === last ? time : [])])),
    );
  }
  return durationSeconds === undefined
    ? fail(TYPED, l10n.t('There is nothing that the session shall be narrowed to.'), l10n.t('Choose something.'))
    : ok([hop(undefined, time)]);
}

function secondsOf({ durationSeconds }: Scope, wider: number | undefined): Checked<number | undefined> {
  if (durationSeconds === undefined) {
    return ok(undefined);
  }
  const seconds = checkScopeDuration({ name: l10n.t('The duration'), value: String(durationSeconds), place: TYPED });
  return seconds.ok && wider !== undefined && seconds.value > wider
    ? fail(
        TYPED,
        l10n.t('The session that is narrowed lasts {0}, and narrowing cannot prolong it.', durationText(wider)),
        l10n.t('Ask for {0} seconds or less.', wider),
      )
    : seconds;
}

/** Administrators read it in CloudTrail, in whichever language the editor speaks. */
function descriptionOf({ narrowings, durationSeconds }: Scope): string {
  const parts = [
    ...(narrowings.length === 0 ? [] : [`narrowed=${narrowings.map(inCloudTrail).join('+')}`]),
    ...(durationSeconds === undefined ? [] : [`seconds=${durationSeconds}`]),
  ];
  return parts
    .join('; ')
    .replace(/[^ -~]/g, '?')
    .slice(0, MAX_DESCRIPTION);
}

function inCloudTrail(narrowing: Narrowing): string {
  switch (narrowing.kind) {
    case 'read-only':
    case 's3-only':
      return narrowing.kind;
    case 's3-location':
      return `${narrowing.access}:${s3Uri({ bucket: narrowing.bucket, key: narrowing.prefix })}`;
    case 'policy':
      return `policy:${narrowing.name}`;
  }
}
