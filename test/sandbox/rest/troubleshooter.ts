// https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
import type { Denied } from '../iam/denials.js';
import type { PolicyDocument } from '../iam/policy.js';
import { AwsError } from '../types.js';
import type { RestCall, RestOperation } from './call.js';

const TYPES = {
  'identity-based policy': 'IDENTITY_BASED_POLICY',
  'session policy': 'SESSION_POLICY',
  'permissions boundary': 'PERMISSIONS_BOUNDARY',
  'service control policy': 'SERVICE_CONTROL_POLICY',
  'resource control policy': 'RESOURCE_CONTROL_POLICY',
  'resource-based policy': 'RESOURCE_BASED_POLICY',
  'role trust policy': 'RESOURCE_BASED_POLICY',
} as const;

const KEPT_MS = 24 * 3_600_000;

const uriOf = ({ origin }: PolicyDocument): string => origin?.arn ?? `inline/${origin?.id ?? 'policy'}`;

/** Keys that say of whom and whence the request was, whatever was evaluated. */
const isRequestKey = (key: string): boolean =>
  /^aws:(principal|source|userid|username|useragent|current|epoch)/.test(key);

function evaluated({ request, decision, principal }: Denied) {
  const context = [...request.context].map(([key, values]) => [key, values.length === 1 ? values[0] : values] as const);
  const policies = [...new Set(decision.matched.map(({ policy }) => policy))];
  const matchedPolicies = policies.map((policy) => ({
    uri: uriOf(policy),
    matchedStatements: decision.matched
      .filter((match) => match.policy === policy)
      .map(({ statement }) => ({ sid: statement.sid ?? '', evaluatedEffect: statement.effect.toUpperCase() })),
  }));
  return {
    requestContext: Object.fromEntries(context.filter(([key]) => isRequestKey(key))),
    evaluations: [
      {
        action: request.action,
        resource: request.resource,
        context: Object.fromEntries(context.filter(([key]) => !isRequestKey(key))),
        evaluatedEffect: decision.outcome === 'explicitDeny' ? 'EXPLICIT_DENY' : 'IMPLICIT_DENY',
        matchedPolicies,
      },
    ],
    policies: policies.map((policy) => ({
      type: TYPES[decision.type ?? 'identity-based policy'],
      inline: policy.origin?.arn === undefined,
      uri: uriOf(policy),
      attachedTo: [{ arn: principal.arn }],
    })),
  };
}

function answer({ argument, directory, principal, now }: RestCall): object {
  if (!/^[0-9a-z]+$/.test(argument)) throw new AwsError(400, 'ValidationException', 'Invalid authorization ID.');
  const { denials, organization } = directory.authority;
  const denied = denials.ofId(argument);
  const known = denied && now - denied.time <= KEPT_MS;
  if (!known || !organization.together(principal.accountId, denied.principal.accountId)) {
    throw new AwsError(404, 'ResourceNotFoundException', `Authorization details for ${argument} were not found.`);
  }
  return evaluated(denied);
}

export const getRequestAuthorizationDetails: RestOperation = {
  name: 'GetRequestAuthorizationDetails',
  service: 'iam',
  method: 'GET',
  path: /^\/authorization-details\/([^/]+)$/,
  action: 'iam:GetRequestAuthorizationDetails',
  answer,
};
