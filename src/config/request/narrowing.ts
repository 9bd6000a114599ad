import * as l10n from '../../base/l10n.js';
import { isBucketName, MAX_KEY_BYTES } from '../../model/s3Address.js';
import type { Plan } from '../../model/plan/plan.js';
import { TYPED } from '../../base/place.js';
import type { Narrowing } from '../../model/request.js';
import { checkPolicy, compactJson } from '../rules/sessionPolicies.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** Session policies that narrow, and what to call that. */
export interface Narrowed extends SessionPolicies {
  readonly narrowedTo: string;
}

/** What of a plan decides how a narrowing is written. */
export interface NarrowingContext {
  readonly partition: string;
  /** Another STS than AWS's: it may know neither managed policies nor the actions of other services. */
  readonly ownServers: boolean;
}

export function narrowingContext({ endpoints }: Pick<Plan, 'endpoints'>, partition: string): NarrowingContext {
  return { partition, ownServers: (endpoints.sts ?? endpoints.all) !== undefined };
}

/**
 * The session policies for a narrowing. A session may do what the role and its session policies both allow, and several
 * session policies allow together what any of them allows: they widen each other. So these have to be the only ones;
 * the caller refuses where there are others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function narrow(narrowing: Narrowing, context: NarrowingContext): Checked<Narrowed> {
  switch (narrowing.kind) {
    case 'read-only':
      return ok(readOnly(context));
    case 's3-only':
      return ok({ ...inline([allow(['s3:*'], '*'), ...encryption(context)]), narrowedTo: l10n.t('S3 only') });
    case 's3-location':
      return location(narrowing, context);
    case 'policy': {
      const policy = checkPolicy(l10n.t('The policy'), narrowing.policy, TYPED);
      const name = narrowing.name.trim();
      return policy.ok
        ? ok({ policy: policy.value, policyArns: [], narrowedTo: name === '' ? l10n.t('a policy') : name })
        : policy;
    }
  }
}

export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function allow(
  Action: readonly string[],
  Resource: string,
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

export function inline(statements: readonly PolicyStatement[]): SessionPolicies {
  return { policy: compactJson({ Version: '2012-10-17', Statement: statements }), policyArns: [] };
}

/**
 * AWS's own ReadOnlyAccess, since no inline policy has room for the reading actions of every service. Other servers
 * may not look at policy ARNs at all; they get the part for S3 as well, which ReadOnlyAccess holds anyway.
 */
function readOnly({ partition, ownServers }: NarrowingContext): Narrowed {
  return {
    policy: ownServers ? inline([allow(['s3:Get*', 's3:List*'], '*')]).policy : undefined,
    policyArns: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`],
    narrowedTo: l10n.t('read-only'),
  };
}

/** Objects that S3 encrypts with a KMS key (SSE-KMS) need the key too; it may be used through S3 alone. */
export function encryption({ ownServers }: NarrowingContext): PolicyStatement[] {
  const throughS3 = { StringLike: { 'kms:ViaService': 's3.*' } };
  return ownServers ? [] : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], '*', throughS3)];
}

const READ = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging', 's3:GetObjectAttributes'];
const WRITE = [
  's3:PutObject',
  's3:PutObjectTagging',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];

type Location = Extract<Narrowing, { kind: 's3-location' }>;

function location({ bucket, prefix, access }: Location, context: NarrowingContext): Checked<Narrowed> {
  if (!isBucketName(bucket)) {
    const hint = l10n.t('Give its name alone, such as my-bucket.');
    return fail(TYPED, l10n.t('“{0}” is not the name of a bucket.', bucket), hint);
  }
  if (Buffer.byteLength(prefix) > MAX_KEY_BYTES) {
    return fail(
      TYPED,
      l10n.t('The prefix is longer than the {0} bytes of a key.', MAX_KEY_BYTES),
      l10n.t('Give a shorter one.'),
    );
  }
  const arn = `arn:${context.partition}:s3:::${bucket}`;
  const listed = `${literal(prefix)}*`;
  const onlyPrefix = prefix === '' ? undefined : { StringLike: { 's3:prefix': listed } };
  const lists = ['s3:ListBucket', ...(access === 'write' ? ['s3:ListBucketMultipartUploads'] : [])];
  const policies = inline([
    allow(lists, arn, onlyPrefix),
    allow(['s3:GetBucketLocation'], arn),
    allow(access === 'write' ? [...READ, ...WRITE] : READ, `${arn}/${listed}`),
    ...encryption(context),
  ]);
  const where = `s3://${bucket}/${prefix}${prefix === '' || prefix.endsWith('/') ? '' : '*'}`;
  const checked = checkPolicy(l10n.t('The policy for this prefix'), policies.policy, TYPED);
  return checked.ok
    ? ok({ ...policies, narrowedTo: access === 'read' ? l10n.t('reading {0}', where) : where })
    : fail(TYPED, l10n.t('The prefix is too long for a session policy.'), l10n.t('Give a shorter one.'));
}

/**
 * Text that a policy takes by the letter.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
function literal(text: string): string {
  return text.replace(/\$(?=\{)|[*?]/g, (special) => `\${${special}}`);
}
