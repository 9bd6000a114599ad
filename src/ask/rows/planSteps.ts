import { mayHaveMfa, signerOf } from '../../config/plan/chaining.js';
import { durationText } from '../../base/durationText.js';
import { MAX_CHAINED_DURATION_S } from '../../config/rules/fields.js';
import type { AssumeRoleHop, Endpoints, FederationTokenHop, Plan, SessionTokenHop } from '../../model/plan.js';
import { sourceStep, type PlanStep } from './sourceStep.js';
import type { SessionPolicies } from '../../model/sessionPolicies.js';

export type { PlanStep } from './sourceStep.js';

/** How the identity of a plan is reached, which limits apply and why; for people. */
export function planSteps(plan: Plan): readonly PlanStep[] {
  const { source } = plan;
  const policies = 'policyArns' in source ? policySteps(source, plan, plan.hops.length === 0) : [];
  return [
    sourceStep(source),
    ...policies,
    ...plan.hops.flatMap((hop, index) => hopSteps(plan, hop, index)),
    whereStep(plan),
  ];
}

function hopSteps(plan: Plan, hop: Plan['hops'][number], index: number): PlanStep[] {
  const isLast = index === plan.hops.length - 1;
  switch (hop.kind) {
    case 'assume-role':
      return [
        assumeRoleStep(plan, hop, index),
        ...tagSteps(hop.tags, hop.transitiveTagKeys),
        ...identitySteps(hop),
        ...policySteps(hop, plan, isLast),
      ];
    case 'session-token':
      return [sessionTokenStep(hop, isLast)];
    case 'federation-token':
      return [federationTokenStep(hop), ...tagSteps(hop.tags, []), ...policySteps(hop, plan, isLast)];
  }
}

function step(
  kind: PlanStep['kind'],
  title: string,
  description: readonly string[],
  detail: readonly string[],
): PlanStep {
  const words = (parts: readonly string[], between: string) => parts.filter((part) => part !== '').join(between);
  return { kind, title, description: words(description, ' · '), detail: words(detail, ' ') };
}

function assumeRoleStep(plan: Plan, hop: AssumeRoleHop, index: number): PlanStep {
  const seconds = hop.durationSeconds ?? MAX_CHAINED_DURATION_S;
  const call = step(
    'call',
    `AssumeRole ${hop.role.roleName}`,
    [`account ${hop.role.accountId}`, durationText(seconds), hop.mfaSerial === undefined ? '' : 'MFA'],
    [
      `Session name ${hop.sessionName}.`,
      hop.externalId === undefined ? '' : 'Sends the external ID that the role’s trust policy asks for.',
      mfaText(plan, hop, index),
      roleDurationText(plan, hop, index),
    ],
  );
  return hop.place === undefined ? call : { ...call, place: hop.place };
}

function mfaText(plan: Plan, { mfaSerial, durationSeconds }: AssumeRoleHop, index: number): string {
  if (mfaSerial === undefined) {
    return plan.hops[index - 1]?.kind === 'session-token' ? 'The session token carries the MFA: no code here.' : '';
  }
  const asks = `Asks for a code of ${mfaSerial}.`;
  if (!mayHaveMfa(plan, index)) {
    return `${asks} It is for calls that a user signs, but a role signs this one: AWS will probably refuse it.`;
  }
  const asksLong = (durationSeconds ?? 0) > MAX_CHAINED_DURATION_S;
  return asksLong && signerOf(plan, index) === 'long-term'
    ? `${asks} No session token serves here, because a role assumed from one lasts an hour at most.`
    : asks;
}

function roleDurationText(plan: Plan, { durationSeconds }: AssumeRoleHop, index: number): string {
  const asked =
    durationSeconds === undefined ? 'Lasts 1 h, AWS’s default.' : `Asks for ${durationText(durationSeconds)}.`;
  switch (signerOf(plan, index)) {
    case 'temporary':
      return `${asked} One hour is the limit: ${chainedBecause(plan, index)}, which is role chaining.`;
    case 'unknown':
      return `${asked} The limit is the role’s maximum session duration, or one hour if these credentials are temporary (role chaining).`;
    case 'long-term':
      return `${asked} The limit is the role’s own maximum session duration (1 to 12 h): long-term keys sign this call.`;
  }
}

function chainedBecause({ hops }: Plan, index: number): string {
  const before = hops[index - 1];
  switch (before?.kind) {
    case 'assume-role':
      return `the role ${before.role.roleName} signs this call`;
    case 'session-token':
      return 'a session token signs this call';
    default:
      return 'temporary credentials sign this call';
  }
}

function sessionTokenStep({ mfaSerial, durationSeconds }: SessionTokenHop, isLast: boolean): PlanStep {
  return step(
    'call',
    'GetSessionToken',
    [durationText(durationSeconds ?? 43_200), mfaSerial === undefined ? '' : 'MFA'],
    [
      mfaSerial === undefined
        ? 'Without MFA.'
        : `Asks for a code of ${mfaSerial}, once for as long as the token lasts.`,
      durationSeconds === undefined ? 'Lasts 12 h, AWS’s default.' : `Asks for ${durationText(durationSeconds)}.`,
      'The limit is 36 h (1 h for the root user).',
      isLast
        ? `The session is the user’s own${mfaSerial === undefined ? '; without MFA it cannot call IAM' : ''}, and roles assumed from it last an hour at most.`
        : 'It signs the next call in place of the long-term keys.',
    ],
  );
}

function federationTokenStep({ name, durationSeconds }: FederationTokenHop): PlanStep {
  return step(
    'call',
    `GetFederationToken ${name}`,
    [durationText(durationSeconds ?? 43_200)],
    [
      durationSeconds === undefined ? 'Lasts 12 h, AWS’s default.' : `Asks for ${durationText(durationSeconds)}.`,
      'The limit is 36 h (1 h for the root user).',
      'The federated user may do what its session policy and the user behind it both allow; it cannot assume roles or call IAM.',
    ],
  );
}

function tagSteps(tags: Readonly<Record<string, string>>, transitive: readonly string[]): PlanStep[] {
  const pairs = Object.entries(tags).map(([key, value]) => `${key} = ${value}`);
  return pairs.length === 0
    ? []
    : [
        step(
          'tags',
          pairs.length === 1 ? 'Session tag' : `${pairs.length} session tags`,
          [Object.keys(tags).join(', ')],
          [
            `${pairs.join(', ')}.`,
            'Policies see them as aws:PrincipalTag; the role’s trust policy must allow sts:TagSession.',
            transitive.length === 0 ? '' : `Roles assumed from this session inherit ${transitive.join(', ')}.`,
          ],
        ),
      ];
}

function identitySteps({ sourceIdentity }: AssumeRoleHop): PlanStep[] {
  return sourceIdentity === undefined
    ? []
    : [
        step(
          'source-identity',
          'Source identity',
          [sourceIdentity],
          [
            'CloudTrail shows it for everything the session does. It cannot be changed by roles assumed from this one, and the role’s trust policy must allow sts:SetSourceIdentity.',
          ],
        ),
      ];
}

function policySteps({ policy, policyArns }: SessionPolicies, { narrowedTo }: Plan, isLast: boolean): PlanStep[] {
  if (policy === undefined && policyArns.length === 0) {
    return [];
  }
  const narrowed = isLast ? narrowedTo : undefined;
  const parts = [policy === undefined ? '' : 'an inline policy', ...policyArns].filter((part) => part !== '');
  return [
    step(
      'session-policies',
      narrowed === undefined ? 'Session policies' : 'Narrowed',
      [narrowed ?? parts.join(', ')],
      [
        narrowed === undefined ? '' : `By ${parts.join(' and ')}.`,
        'The session may do only what these and the identity’s own policies both allow.',
        parts.length > 1 && narrowed === undefined ? 'Among themselves they add up.' : '',
      ],
    ),
  ];
}

function whereStep({ region, endpoints }: Plan): PlanStep {
  return step('where', region, [hostText(endpoints)], endpointSentences(endpoints));
}

function hostText({ all, sts, fips, dualstack, globalSts }: Endpoints): string {
  const kinds = [fips === true ? 'FIPS' : '', dualstack === true ? 'dual stack' : ''].filter((kind) => kind !== '');
  const own = globalSts === true ? 'sts.amazonaws.com' : 'AWS’s regional endpoints';
  return [sts ?? all ?? own, ...kinds].join(', ');
}

const SERVICE_NAMES = [
  ['sts', 'STS'],
  ['s3', 'S3'],
  ['sso', 'IAM Identity Center'],
  ['ssoOidc', 'IAM Identity Center’s sign-in'],
  ['signin', 'AWS Sign-In'],
] as const;

function endpointSentences(endpoints: Endpoints): string[] {
  const { all, globalSts, fips, dualstack, caBundle } = endpoints;
  const services = SERVICE_NAMES.flatMap(([key, name]) => {
    const url = endpoints[key];
    return url === undefined ? [] : [`${name} at ${url}.`];
  });
  return [
    all === undefined ? '' : `All services at ${all}.`,
    ...services,
    globalSts === true ? 'STS at its global endpoint (sts_regional_endpoints = legacy).' : '',
    fips === true ? 'FIPS endpoints (use_fips_endpoint).' : '',
    dualstack === true ? 'Dual-stack endpoints, IPv4 and IPv6 (use_dualstack_endpoint).' : '',
    caBundle === undefined ? '' : `Trusts the certificate authorities in ${caBundle}.`,
  ];
}
