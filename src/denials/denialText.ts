import * as l10n from '../base/l10n.js';
import { documentOf } from '../identity/identityDocument.js';
import type { Denial, DeniedPrincipal, DenyingPolicy } from './denialMessage.js';
import { policyWith, type Explanation, type PolicyPlace, type Remedy } from './explanation.js';

/** The whole answer, for an editor. What AWS did not say is said to be unknown. */
export function denialText(denial: Denial, explanation: Explanation): string {
  return documentOf([
    { title: l10n.t('What was denied'), prose: deniedLines(denial) },
    { title: l10n.t('What AWS says'), prose: saidLines(denial, explanation) },
    ...remediesOf(explanation).flatMap((remedy) => [
      { title: placeText(remedy.place), rows: statementRows(remedy) },
      { title: l10n.t('Who can do that'), prose: [whoCan(remedy.place)] },
    ]),
    { title: l10n.t('What is not known'), prose: unknownLines(denial, explanation) },
  ]);
}

/** To be sent to who administers the account: what is asked for and why, without the rest. */
export function requestText(denial: Denial, explanation: Explanation): string {
  return [
    l10n.t('Please allow this in AWS:'),
    ...deniedLines(denial),
    ...saidLines(denial, explanation),
    ...remediesOf(explanation).flatMap((remedy) => ['', placeText(remedy.place), ...statementRows(remedy)]),
    '',
  ].join('\n');
}

export function remediesOf(explanation: Explanation): readonly Remedy[] {
  return explanation.kind === 'denied' ? [] : explanation.remedies;
}

export function deniedLines({ action, operation, principal, resource }: Denial): string[] {
  const what = action ?? operation;
  return [
    what === undefined ? l10n.t('Something that AWS does not name.') : l10n.t('The call: {0}', what),
    principal === undefined ? l10n.t('By whom: AWS does not say.') : l10n.t('By whom: {0}', whoText(principal)),
    resource === undefined ? l10n.t('On what: AWS does not say.') : l10n.t('On what: {0}', resource),
  ];
}

function whoText({ kind, name, account, arn }: DeniedPrincipal): string {
  switch (kind) {
    case 'user':
      return l10n.t('the user {0} of account {1} ({2})', name, account, arn);
    case 'roleSession':
      return l10n.t('a session of the role {0} of account {1} ({2})', name, account, arn);
    case 'federatedUser':
      return l10n.t('the federated user {0} of account {1} ({2})', name, account, arn);
    case 'root':
      return l10n.t('the root user of account {0}', account);
    case 'other':
      return arn;
  }
}

export function saidLines({ reason, authorizationId, encodedMessage }: Denial, explanation: Explanation): string[] {
  return [
    ...(explanation.kind === 'denied' ? deniedBy(explanation.policy, explanation.policyArn) : []),
    ...(explanation.kind === 'missing'
      ? [
          reason.kind === 'resourceOrItsPolicy'
            ? l10n.t('The key does not exist in this Region, or its policy does not allow it.')
            : l10n.t('Nothing denies it, and {0} does not allow it.', policyName(explanation.policy)),
        ]
      : []),
    ...(explanation.kind === 'either' ? [l10n.t('Only that it is denied, not by which side.')] : []),
    ...(authorizationId === undefined
      ? []
      : [l10n.t('The details are kept for a day or longer under the authorization ID {0}.', authorizationId)]),
    ...(encodedMessage === undefined
      ? []
      : [l10n.t('It has an encoded message, which {0} opens for who may call it.', 'sts:DecodeAuthorizationMessage')]),
  ];
}

function deniedBy(policy: DenyingPolicy, arn: string | undefined): string[] {
  return [
    arn === undefined
      ? l10n.t('{0} denies it explicitly. AWS does not name the policy.', policyName(policy))
      : l10n.t('{0} denies it explicitly: {1}', policyName(policy), arn),
    l10n.t(
      'No Allow anywhere is stronger than a Deny: its statement has to be changed, or its condition met, such as MFA, a network, a Region or a tag.',
    ),
  ];
}

/** The policy as AWS calls it. */
export function policyName(policy: DenyingPolicy): string {
  switch (policy) {
    case 'identity':
      return l10n.t('an identity-based policy');
    case 'session':
      return l10n.t('a session policy');
    case 'boundary':
      return l10n.t('a permissions boundary');
    case 'trust':
      return l10n.t('the role trust policy');
    case 'resource':
      return l10n.t('a resource-based policy');
    case 'serviceControl':
      return l10n.t('a service control policy');
    case 'resourceControl':
      return l10n.t('a resource control policy');
    case 'vpcEndpoint':
      return l10n.t('a VPC endpoint policy');
  }
}

export function placeText(place: PolicyPlace): string {
  switch (place.kind) {
    case 'user':
      return l10n.t('To be allowed in a policy of the user {0}', place.name);
    case 'role':
      return l10n.t('To be allowed in a policy of the role {0}', place.name);
    case 'permissionSet':
      return l10n.t('To be allowed in the permission set {0} of IAM Identity Center', place.name);
    case 'identity':
      return l10n.t('To be allowed in a policy of who called');
    case 'trust':
      return l10n.t('To be allowed in the trust policy of {0}', place.role);
    case 'key':
      return l10n.t('To be allowed in the key policy of {0}', place.key ?? '');
    case 'resource':
      return l10n.t('To be allowed in the policy of {0}', place.resource ?? l10n.t('the resource'));
    case 'boundary':
      return l10n.t('To be allowed in the permissions boundary, beside the policies');
    case 'session':
      return l10n.t('To be allowed in the policy that the session was narrowed with');
    case 'organization':
      return place.policy === 'serviceControl'
        ? l10n.t('To be allowed in the service control policies of the account')
        : l10n.t('To be allowed in the resource control policies of the account');
    case 'vpcEndpoint':
      return l10n.t('To be allowed in the policy of the VPC endpoint');
  }
}

export function statementRows({ statement }: Remedy): string[] {
  return statement === undefined
    ? [l10n.t('AWS does not say enough to write the statement.')]
    : policyWith(statement).trimEnd().split('\n');
}

export function whoCan(place: PolicyPlace): string {
  switch (place.kind) {
    case 'user':
      return l10n.t(
        'Who may {0} in account {1}.',
        ['iam:PutUserPolicy', 'iam:AttachUserPolicy'].join(', '),
        place.account,
      );
    case 'role':
      return l10n.t(
        'Who may {0} in account {1}.',
        ['iam:PutRolePolicy', 'iam:AttachRolePolicy'].join(', '),
        place.account,
      );
    case 'permissionSet':
      return l10n.t('Who administers IAM Identity Center: the role itself cannot be changed in the account.');
    case 'identity':
      return l10n.t('Who administers IAM in the account of who called.');
    case 'trust':
      return l10n.t('Who may {0} in the account of the role.', 'iam:UpdateAssumeRolePolicy');
    case 'key':
      return l10n.t('Who may {0} in the account of the key.', 'kms:PutKeyPolicy');
    case 'resource':
      return l10n.t(
        'Who may change the policy of the resource in its account, for a bucket {0}.',
        's3:PutBucketPolicy',
      );
    case 'boundary':
      return l10n.t('Who may change the policy that is the boundary, or {0}.', 'iam:PutRolePermissionsBoundary');
    case 'session':
      return l10n.t('You, where you narrowed the session: assume the role anew without that, or with more.');
    case 'organization':
      return l10n.t('Who administers the organization, in its management account.');
    case 'vpcEndpoint':
      return l10n.t('Who may {0} in the account of the network.', 'ec2:ModifyVpcEndpoint');
  }
}

function unknownLines({ action, resource }: Denial, explanation: Explanation): string[] {
  return [
    explanation.kind === 'either'
      ? l10n.t('Which of the sides it is, and whether a policy denies it, since AWS says neither.')
      : l10n.t('Whether another side would deny it next: AWS names one at a time.'),
    l10n.t('What the policies say now: nothing was read of them.'),
    ...(action === 's3:GetObject' || action === 's3:ListBucket'
      ? [l10n.t('Whether the object exists: S3 denies that to who may not list the bucket.')]
      : []),
    ...(action?.startsWith('s3:') === true && resource?.includes(':s3:::') === true
      ? [l10n.t('In which account the bucket is: if in another one, its own policy has to allow it as well.')]
      : []),
  ];
}
