import * as l10n from '../../base/l10n.js';
import { accountText } from '../../model/session/identity.js';
import { mayHaveMfa, signerOf } from '../../config/plan/chaining.js';
import { durationText } from '../../model/durationText.js';
import { sentences, together } from '../../base/words.js';
import {
  DEFAULT_DURATION_S,
  DEFAULT_TOKEN_DURATION_S,
  MAX_CHAINED_DURATION_S,
} from '../../model/session/sessionLimits.js';
import type {
  AssumeRoleHop,
  Endpoints,
  FederationTokenHop,
  Plan,
  ScopedCredentialsHop,
  SessionTokenHop,
} from '../../model/plan/plan.js';
import { identityCall } from '../../model/plan/identityCall.js';
import { withSessionPolicy } from '../../model/plan/withSessionPolicy.js';
import { askedText, sourceStep, type PlanStep } from './sourceStep.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';

export type { PlanStep } from './sourceStep.js';

/** Of GetSessionToken and GetFederationToken, where nothing is asked. */

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
    case 'scoped-credentials':
      return [scopeStep(plan, hop)];
  }
}

function step(
  kind: PlanStep['kind'],
  title: string,
  description: readonly string[],
  detail: readonly string[],
): PlanStep {
  return {
    kind,
    title,
    description: description.filter((part) => part !== '').join(' · '),
    detail: sentences(...detail),
  };
}

function assumeRoleStep(plan: Plan, hop: AssumeRoleHop, index: number): PlanStep {
  const seconds = hop.durationSeconds ?? DEFAULT_DURATION_S;
  const call = step(
    'call',
    `AssumeRole ${hop.role.roleName}`,
    [accountText(hop.role.accountId), durationText(seconds), hop.mfaSerial === undefined ? '' : 'MFA'],
    [
      l10n.t('Session name {0}.', hop.sessionName),
      hop.externalId === undefined ? '' : l10n.t('Sends the external ID that the role’s trust policy asks for.'),
      mfaText(plan, hop, index),
      roleDurationText(plan, hop, index),
    ],
  );
  return hop.place === undefined ? call : { ...call, place: hop.place };
}

function mfaText(plan: Plan, { mfaSerial, durationSeconds }: AssumeRoleHop, index: number): string {
  if (mfaSerial === undefined) {
    return plan.hops[index - 1]?.kind === 'session-token'
      ? l10n.t('The session token carries the MFA: no code here.')
      : '';
  }
  const asks = l10n.t('Asks for a code of {0}.', mfaSerial);
  if (!mayHaveMfa(plan, index)) {
    return sentences(
      asks,
      l10n.t('It is for calls that a user signs, but a role signs this one: AWS will probably refuse it.'),
    );
  }
  const asksLong = (durationSeconds ?? 0) > MAX_CHAINED_DURATION_S;
  return asksLong && signerOf(plan, index) === 'long-term'
    ? sentences(asks, l10n.t('No session token serves here, because a role assumed from one lasts an hour at most.'))
    : asks;
}

function roleDurationText(plan: Plan, { durationSeconds }: AssumeRoleHop, index: number): string {
  return sentences(askedText(durationSeconds, DEFAULT_DURATION_S), roleLimitText(plan, index));
}

function roleLimitText(plan: Plan, index: number): string {
  switch (signerOf(plan, index)) {
    case 'temporary':
      return chainingText(plan, index);
    case 'unknown':
      return l10n.t(
        'The limit is the role’s maximum session duration, or one hour if these credentials are temporary (role chaining).',
      );
    case 'long-term':
      return l10n.t('The limit is the role’s own maximum session duration (1 to 12 h): long-term keys sign this call.');
  }
}

function chainingText({ hops }: Plan, index: number): string {
  const before = hops[index - 1];
  switch (before?.kind) {
    case 'assume-role':
      return l10n.t(
        'One hour is the limit: the role {0} signs this call, which is role chaining.',
        before.role.roleName,
      );
    case 'session-token':
      return l10n.t('One hour is the limit: a session token signs this call, which is role chaining.');
    default:
      return l10n.t('One hour is the limit: temporary credentials sign this call, which is role chaining.');
  }
}

function sessionTokenStep({ mfaSerial, durationSeconds }: SessionTokenHop, isLast: boolean): PlanStep {
  return step(
    'call',
    'GetSessionToken',
    [durationText(durationSeconds ?? DEFAULT_TOKEN_DURATION_S), mfaSerial === undefined ? '' : 'MFA'],
    [
      mfaSerial === undefined
        ? l10n.t('Without MFA.')
        : l10n.t('Asks for a code of {0}, once for as long as the token lasts.', mfaSerial),
      askedText(durationSeconds, DEFAULT_TOKEN_DURATION_S),
      l10n.t('The limit is 36 h (1 h for the root user).'),
      isLast ? ownSessionText(mfaSerial) : l10n.t('It signs the next call in place of the long-term keys.'),
    ],
  );
}

function ownSessionText(mfaSerial: string | undefined): string {
  return mfaSerial === undefined
    ? l10n.t(
        'The session is the user’s own; without MFA it cannot call IAM, and roles assumed from it last an hour at most.',
      )
    : l10n.t('The session is the user’s own, and roles assumed from it last an hour at most.');
}

function federationTokenStep({ name, durationSeconds }: FederationTokenHop): PlanStep {
  return step(
    'call',
    `GetFederationToken ${name}`,
    [durationText(durationSeconds ?? DEFAULT_TOKEN_DURATION_S)],
    [
      askedText(durationSeconds, DEFAULT_TOKEN_DURATION_S),
      l10n.t('The limit is 36 h (1 h for the root user).'),
      l10n.t(
        'The federated user may do what its session policy and the user behind it both allow; it cannot assume roles or call IAM.',
      ),
    ],
  );
}

function scopeStep(plan: Plan, { policy, durationSeconds, narrowedTo }: ScopedCredentialsHop): PlanStep {
  return step(
    'call',
    'GetScopedCredentials',
    [narrowedTo],
    [
      l10n.t('Narrows the session in place: it keeps its ARN, tags and source identity, and the wider one goes on.'),
      policy === undefined ? '' : l10n.t('It may do only what its policy and the wider session both allow.'),
      durationSeconds === undefined
        ? l10n.t('It ends when the wider one ends.')
        : l10n.t('It ends after {0}, or with the wider one.', durationText(durationSeconds)),
      insteadText(withSessionPolicy(plan)),
    ],
  );
}

/** What is done where a session cannot be narrowed in place: the plan for that. */
function insteadText(instead: Plan | undefined): string {
  if (instead === undefined) {
    return '';
  }
  const last = identityCall(instead);
  if (last.kind !== 'assume-role') {
    return l10n.t(
      'Where STS does not know this call, the role is assumed with a session policy instead, for which the identity provider is asked once more.',
    );
  }
  return last.mfaSerial === undefined
    ? l10n.t('Where STS does not know this call, the role is assumed with a session policy instead.')
    : l10n.t(
        'Where STS does not know this call, the role is assumed with a session policy instead, for which another MFA code is asked for.',
      );
}

function tagSteps(tags: Readonly<Record<string, string>>, transitive: readonly string[]): PlanStep[] {
  const pairs = Object.entries(tags).map(([key, value]) => `${key} = ${value}`);
  return pairs.length === 0
    ? []
    : [
        step(
          'tags',
          pairs.length === 1 ? l10n.t('Session tag') : l10n.t('{0} session tags', pairs.length),
          [Object.keys(tags).join(', ')],
          [
            `${pairs.join(', ')}.`,
            l10n.t('Policies see them as aws:PrincipalTag; the role’s trust policy must allow sts:TagSession.'),
            transitive.length === 0
              ? ''
              : l10n.t('Roles assumed from this session inherit {0}.', transitive.join(', ')),
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
          l10n.t('Source identity'),
          [sourceIdentity],
          [
            l10n.t(
              'CloudTrail shows it for everything the session does. It cannot be changed by roles assumed from this one, and the role’s trust policy must allow sts:SetSourceIdentity.',
            ),
          ],
        ),
      ];
}

function policySteps({ policy, policyArns }: SessionPolicies, { narrowedTo }: Plan, isLast: boolean): PlanStep[] {
  if (policy === undefined && policyArns.length === 0) {
    return [];
  }
  const narrowed = isLast ? narrowedTo : undefined;
  const parts = [policy === undefined ? '' : l10n.t('an inline policy'), ...policyArns].filter((part) => part !== '');
  return [
    step(
      'session-policies',
      narrowed === undefined ? l10n.t('Session policies') : l10n.t('Narrowed'),
      [narrowed ?? parts.join(', ')],
      [
        narrowed === undefined ? '' : l10n.t('By {0}.', together(parts)),
        l10n.t('The session may do only what these and the identity’s own policies both allow.'),
        parts.length > 1 && narrowed === undefined ? l10n.t('Among themselves they add up.') : '',
      ],
    ),
  ];
}

function whereStep({ region, endpoints }: Plan): PlanStep {
  return step('where', region, [hostText(endpoints)], endpointSentences(endpoints));
}

function hostText({ all, sts, fips, dualstack, globalSts }: Endpoints): string {
  const kinds = [fips === true ? 'FIPS' : '', dualstack === true ? l10n.t('dual stack') : ''].filter(
    (kind) => kind !== '',
  );
  const own = globalSts === true ? 'sts.amazonaws.com' : l10n.t('AWS’s regional endpoints');
  return [sts ?? all ?? own, ...kinds].join(', ');
}

const SERVICE_TEXTS = [
  ['sts', (url: string) => l10n.t('STS at {0}.', url)],
  ['s3', (url: string) => l10n.t('S3 at {0}.', url)],
  ['iam', (url: string) => l10n.t('IAM at {0}.', url)],
  ['accessAnalyzer', (url: string) => l10n.t('IAM Access Analyzer at {0}.', url)],
  ['sso', (url: string) => l10n.t('IAM Identity Center at {0}.', url)],
  ['ssoOidc', (url: string) => l10n.t('IAM Identity Center’s sign-in at {0}.', url)],
  ['signin', (url: string) => l10n.t('AWS Sign-In at {0}.', url)],
] as const;

function endpointSentences(endpoints: Endpoints): string[] {
  const { all, globalSts, fips, dualstack, caBundle } = endpoints;
  const services = SERVICE_TEXTS.flatMap(([key, text]) => {
    const url = endpoints[key];
    return url === undefined ? [] : [text(url)];
  });
  return [
    all === undefined ? '' : l10n.t('All services at {0}.', all),
    ...services,
    globalSts === true ? l10n.t('STS at its global endpoint (sts_regional_endpoints = legacy).') : '',
    fips === true ? l10n.t('FIPS endpoints (use_fips_endpoint).') : '',
    dualstack === true ? l10n.t('Dual-stack endpoints, IPv4 and IPv6 (use_dualstack_endpoint).') : '',
    caBundle === undefined ? '' : l10n.t('Trusts the certificate authorities in {0}.', caBundle),
  ];
}
