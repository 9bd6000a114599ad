// Customer managed policies and their versions; AWS's can be read.
import { acceptPolicy } from '../iam/grammar.js';
import type { ManagedPolicy, PolicyVersion } from '../iam/managed.js';
import { AwsError } from '../types.js';
import {
  alreadyExists,
  authorize,
  below,
  deleteConflict,
  documentText,
  limitExceeded,
  noSuchEntity,
  page,
  parameter,
  require,
  requestedTags,
  tagContext,
  tagFields,
  type IamAction,
  type IamCall,
} from './call.js';
import type { Fields } from './xml.js';

const MAX_VERSIONS = 5;
const MAX_CHARACTERS = 6144;

const identities = ({ directory, accountId }: IamCall) => [
  ...directory.all('user', accountId),
  ...directory.all('group', accountId),
  ...directory.all('role', accountId),
];

const attachments = (call: IamCall, { arn }: ManagedPolicy): number =>
  identities(call).filter(({ attached }) => attached.has(arn)).length;

const boundaries = (call: IamCall, { arn }: ManagedPolicy): number =>
  identities(call).filter(({ boundary }) => boundary === arn).length;

export const briefPolicy = (call: IamCall, policy: ManagedPolicy): Fields => ({
  PolicyName: policy.name,
  PolicyId: policy.policyId,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersion,
  AttachmentCount: attachments(call, policy),
  PermissionsBoundaryUsageCount: boundaries(call, policy),
  IsAttachable: true,
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(policy.versions[0]?.createdAt ?? policy.createdAt),
});

const policyFields = (call: IamCall, policy: ManagedPolicy): Fields => ({
  ...briefPolicy(call, policy),
  Description: policy.description,
  Tags: tagFields(policy.tags),
});

const briefVersion = (policy: ManagedPolicy, version: PolicyVersion): Fields => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === policy.defaultVersion,
  CreateDate: new Date(version.createdAt),
});

export const versionFields = (policy: ManagedPolicy, version: PolicyVersion): Fields => ({
  Document: documentText(version.document),
  ...briefVersion(policy, version),
});

/** The policy that the request names, once the caller may do the action to it. Throws AwsError. */
function policyOf(call: IamCall): ManagedPolicy {
  require(call, 'PolicyArn');
  const arn = parameter(call, 'PolicyArn');
  authorize(call, arn, `policy ${arn}`);
  const policy = call.directory.policies.get(arn);
  if (policy && (policy.accountId ?? call.accountId) === call.accountId) return policy;
  throw noSuchEntity(`Policy ${arn} was not found.`);
}

/** One that the account may change. Throws AwsError AccessDenied. */
function ownPolicy(call: IamCall): ManagedPolicy {
  const policy = policyOf(call);
  if (policy.accountId !== undefined) return policy;
  throw new AwsError(403, 'AccessDenied', `User: ${call.caller.principal.arn} cannot modify an AWS managed policy`);
}

function documentOf(call: IamCall) {
  const text = parameter(call, 'PolicyDocument');
  const document = acceptPolicy(text, 'identity');
  if (text.replace(/\s/g, '').length <= MAX_CHARACTERS) return document;
  throw limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_CHARACTERS}`);
}

function createPolicy(call: IamCall): Fields {
  require(call, 'PolicyName', 'PolicyDocument');
  const { partition, accountId, now: createdAt } = call;
  const name = parameter(call, 'PolicyName');
  const path = call.parameters.get('Path');
  const tags = requestedTags(call);
  const arn = `arn:${partition}:iam::${accountId}:policy${path ?? '/'}${name}`;
  authorize(call, arn, `policy ${name}`, tagContext(tags));
  const { policies } = call.directory;
  if (policies.all(accountId).some((policy) => policy.accountId && policy.name.toLowerCase() === name.toLowerCase())) {
    throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  }
  const document = documentOf(call);
  const description = call.parameters.get('Description');
  const policy = policies.create({ partition, accountId, name, path, description, tags, document, createdAt });
  return { Policy: policyFields(call, policy) };
}

function createPolicyVersion(call: IamCall): Fields {
  require(call, 'PolicyArn', 'PolicyDocument');
  const policy = ownPolicy(call);
  if (policy.versions.length >= MAX_VERSIONS) {
    throw limitExceeded(
      `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const isDefault = call.parameters.get('SetAsDefault') === 'true';
  const version = call.directory.policies.addVersion(policy, documentOf(call), call.now, isDefault);
  return { PolicyVersion: briefVersion(policy, version) };
}

function versionOf(call: IamCall, policy: ManagedPolicy): PolicyVersion {
  const id = parameter(call, 'VersionId');
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

function getPolicyVersion(call: IamCall): Fields {
  require(call, 'PolicyArn', 'VersionId');
  const policy = policyOf(call);
  return { PolicyVersion: versionFields(policy, versionOf(call, policy)) };
}

function deletePolicyVersion(call: IamCall): undefined {
  require(call, 'PolicyArn', 'VersionId');
  const policy = ownPolicy(call);
  const { id } = versionOf(call, policy);
  if (id === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
  policy.versions = policy.versions.filter((version) => version.id !== id);
}

function deletePolicy(call: IamCall): undefined {
  const policy = ownPolicy(call);
  if (attachments(call, policy) + boundaries(call, policy) > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.');
  }
  if (policy.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  call.directory.policies.delete(policy.arn);
}

function listPolicies(call: IamCall): Fields {
  require(call);
  authorize(
    call,
    `arn:${call.partition}:iam::${call.accountId}:policy/`,
    `policy path ${call.parameters.get('PathPrefix') ?? '/'}`,
  );
  const scope = call.parameters.get('Scope') ?? 'All';
  const attached = call.parameters.get('OnlyAttached') === 'true';
  const found = call.directory.policies
    .all(call.accountId)
    .filter(({ accountId }) => scope === 'All' || (scope === 'Local') === (accountId !== undefined))
    .filter((policy) => !attached || attachments(call, policy) > 0);
  return page(call, 'Policies', below(call, found), (policy) => briefPolicy(call, policy));
}

export const POLICY_ACTIONS: Readonly<Record<string, IamAction>> = {
  CreatePolicy: createPolicy,
  GetPolicy: (call) => ({ Policy: policyFields(call, policyOf(call)) }),
  DeletePolicy: deletePolicy,
  ListPolicies: listPolicies,
  CreatePolicyVersion: createPolicyVersion,
  GetPolicyVersion: getPolicyVersion,
  DeletePolicyVersion: deletePolicyVersion,
  SetDefaultPolicyVersion: (call) => {
    require(call, 'PolicyArn', 'VersionId');
    const policy = ownPolicy(call);
    policy.defaultVersion = versionOf(call, policy).id;
    return undefined;
  },
  ListPolicyVersions: (call) => {
    const policy = policyOf(call);
    return page(call, 'Versions', policy.versions, (version) => briefVersion(policy, version));
  },
};
