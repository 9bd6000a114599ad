import * as l10n from '../../base/l10n.js';
import type { Narrowing } from '../../model/request.js';
import { type Checked, ok } from '../../base/checked.js';
import { MAX_POLICY_CHARACTERS } from '../rules/sessionPolicies.js';
import { allow, encryption, inline, narrow, type NarrowingContext, type PolicyStatement } from './narrowing.js';

/** What one call narrows to in place: it takes an inline policy alone. */
export interface ScopePolicy {
  /** JSON text. */
  readonly policy: string;
  /** For people, in a word or two. */
  readonly narrowedTo: string;
}

/**
 * The policies for narrowings that hold together, as few as they take. Within one policy statements add up, and only
 * calls within each other hold together; but what our own narrowings share is a narrowing again.
 */
export function scopePolicies(
  narrowings: readonly Narrowing[],
  context: NarrowingContext,
): Checked<readonly ScopePolicy[]> {
  const policies: ScopePolicy[] = [];
  for (const narrowing of shared(narrowings)) {
    const policy = scopePolicy(narrowing, context);
    if (!policy.ok) {
      return policy;
    }
    policies.push(policy.value);
  }
  return ok(policies);
}

type Shared = Narrowing | { readonly kind: 's3-read' };

function shared(narrowings: readonly Narrowing[]): readonly Shared[] {
  const readOnly = narrowings.some(({ kind }) => kind === 'read-only');
  const s3Only = narrowings.some(({ kind }) => kind === 's3-only');
  const locations = narrowings.filter((narrowing) => narrowing.kind === 's3-location');
  const own = narrowings.filter(({ kind }) => kind === 'policy');
  if (locations.length > 0) {
    return [...locations.map((location) => (readOnly ? { ...location, access: 'read' as const } : location)), ...own];
  }
  if (readOnly && s3Only) {
    return [{ kind: 's3-read' }, ...own];
  }
  return [...narrowings.filter(({ kind }) => kind !== 'policy').slice(0, 1), ...own];
}

function scopePolicy(narrowing: Shared, context: NarrowingContext): Checked<ScopePolicy> {
  switch (narrowing.kind) {
    case 'read-only':
      return ok(reads(context.ownServers ? S3_READING : READING, context, l10n.t('read-only')));
    case 's3-read':
      return ok(reads(S3_READING, context, l10n.t('reading S3')));
    default: {
      const narrowed = narrow(narrowing, context);
      if (!narrowed.ok) {
        return narrowed;
      }
      const { policy = '', narrowedTo } = narrowed.value;
      return ok({ policy: narrowing.kind === 'policy' ? policy : repeatable(policy, context), narrowedTo });
    }
  }
}

function reads(actions: readonly string[], context: NarrowingContext, narrowedTo: string): ScopePolicy {
  const { policy = '' } = inline([allow(actions, '*'), ...encryption(context)]);
  return { policy: repeatable(policy, context), narrowedTo };
}

/** The policy, and narrowing again: a layer that does not allow that call might keep the session from it. */
function repeatable(policy: string, { ownServers }: NarrowingContext): string {
  if (ownServers) {
    return policy;
  }
  const { Statement } = JSON.parse(policy) as { readonly Statement: readonly PolicyStatement[] };
  const { policy: longer = policy } = inline([...Statement, allow(['sts:GetScopedCredentials'], '*')]);
  return longer.length > MAX_POLICY_CHARACTERS ? policy : longer;
}

const S3_READING = ['s3:Get*', 's3:List*'];

/** Reading by service, as far as an inline policy has room: ReadOnlyAccess itself cannot be named here. */
const READING = [
  ...S3_READING,
  ...reading('apigateway', 'GET'),
  ...reading('autoscaling', 'Describe*'),
  ...reading('cloudformation', 'Describe*', 'Get*', 'List*'),
  ...reading('cloudfront', 'Get*', 'List*'),
  ...reading('cloudtrail', 'Describe*', 'Get*', 'List*', 'LookupEvents'),
  ...reading('cloudwatch', 'Describe*', 'Get*', 'List*'),
  ...reading('dynamodb', 'BatchGet*', 'Describe*', 'Get*', 'List*', 'Query', 'Scan'),
  ...reading('ec2', 'Describe*', 'Get*'),
  ...reading('ecr', 'BatchGet*', 'Describe*', 'Get*', 'List*'),
  ...reading('ecs', 'Describe*', 'List*'),
  ...reading('eks', 'Describe*', 'List*'),
  ...reading('elasticloadbalancing', 'Describe*'),
  ...reading('events', 'Describe*', 'List*'),
  ...reading('glue', 'BatchGet*', 'Get*', 'List*'),
  ...reading('iam', 'Get*', 'List*'),
  ...reading('kms', 'Describe*', 'Get*', 'List*'),
  ...reading('lambda', 'Get*', 'List*'),
  ...reading('logs', 'Describe*', 'FilterLogEvents', 'Get*', 'StartQuery', 'StopQuery'),
  ...reading('organizations', 'Describe*', 'List*'),
  ...reading('rds', 'Describe*', 'List*'),
  ...reading('route53', 'Get*', 'List*'),
  ...reading('secretsmanager', 'Describe*', 'List*'),
  ...reading('sns', 'Get*', 'List*'),
  ...reading('sqs', 'Get*', 'List*'),
  ...reading('ssm', 'Describe*', 'List*'),
  ...reading('states', 'Describe*', 'Get*', 'List*'),
  ...reading('tag', 'Get*'),
];

function reading(service: string, ...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
