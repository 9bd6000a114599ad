import { arnOf, newRole, type Role } from '../iam/entities.js';
import { acceptPolicy } from '../iam/grammar.js';
import type { PolicyDocument } from '../iam/policy.js';
import { AwsError } from '../types.js';
import {
  alreadyExists,
  authorize,
  below,
  boundaryFields,
  deleteConflict,
  documentText,
  page,
  parameter,
  require,
  requestedBoundary,
  requestedTags,
  tagContext,
  tagFields,
  target,
  type IamAction,
  type IamCall,
} from './call.js';
import type { Fields } from './xml.js';

const DEFAULT_SESSION_SECONDS = 3600;

const briefRole = (role: Role): Fields => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: documentText(role.trust),
  Description: role.description,
  MaxSessionDuration: role.maxSessionDuration,
});

const roleFields = (role: Role): Fields => ({
  ...briefRole(role),
  PermissionsBoundary: boundaryFields(role),
  Tags: tagFields(role.tags),
  RoleLastUsed: {},
});

/** Throws AwsError MalformedPolicyDocument, also for a principal that is missing from an account that is known. */
function trustPolicy(call: IamCall, name: string): PolicyDocument {
  const document = acceptPolicy(parameter(call, name), 'trust');
  const missing = document.statements
    .flatMap(({ principal }) => principal?.entries ?? [])
    .find(({ type, value }) => type === 'AWS' && call.directory.lacks(value));
  if (!missing) return document;
  const message = `Invalid principal in policy: "AWS":"${missing.value}"`;
  throw new AwsError(400, 'MalformedPolicyDocument', message);
}

function createRole(call: IamCall): Fields {
  require(call, 'RoleName', 'AssumeRolePolicyDocument');
  const { partition, accountId, now: createdAt } = call;
  const name = parameter(call, 'RoleName');
  const naming = { partition, accountId, name, path: call.parameters.get('Path'), createdAt };
  const tags = requestedTags(call);
  const boundary = call.parameters.get('PermissionsBoundary');
  const arn = arnOf('role', naming);
  authorize(call, arn, arn, { ...tagContext(tags), ...(boundary && { 'iam:PermissionsBoundary': boundary }) });
  if (call.directory.find('role', accountId, name)) {
    throw alreadyExists(`Role with name ${name} already exists.`);
  }
  const role = newRole(naming, {
    trust: trustPolicy(call, 'AssumeRolePolicyDocument'),
    maxSessionDuration: Number(call.parameters.get('MaxSessionDuration') ?? DEFAULT_SESSION_SECONDS),
    description: call.parameters.get('Description'),
  });
  for (const [key, value] of tags) role.tags.set(key, value);
  role.boundary = requestedBoundary(call);
  return { Role: roleFields(call.directory.add(role)) };
}

function deleteRole(call: IamCall): undefined {
  const role = target(call, 'role');
  if (role.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  call.directory.remove(role);
}

function listRoles(call: IamCall): Fields {
  require(call);
  const prefix = call.parameters.get('PathPrefix') ?? '/';
  authorize(call, `arn:${call.partition}:iam::${call.accountId}:role${prefix}`);
  return page(call, 'Roles', below(call, call.directory.all('role', call.accountId)), briefRole);
}

function updateRole(call: IamCall): Fields {
  const role = target(call, 'role');
  role.description = call.parameters.get('Description') ?? role.description;
  role.maxSessionDuration = Number(call.parameters.get('MaxSessionDuration') ?? DEFAULT_SESSION_SECONDS);
  return {};
}

function updateAssumeRolePolicy(call: IamCall): undefined {
  require(call, 'RoleName', 'PolicyDocument');
  const role = target(call, 'role');
  role.trust = trustPolicy(call, 'PolicyDocument');
}

function tagRole(call: IamCall): undefined {
  const tags = requestedTags(call);
  const role = target(call, 'role', { context: tagContext(tags) });
  for (const [key, value] of tags) role.tags.set(key, value);
}

export const ROLE_ACTIONS: Readonly<Record<string, IamAction>> = {
  CreateRole: createRole,
  GetRole: (call) => ({ Role: roleFields(target(call, 'role')) }),
  DeleteRole: deleteRole,
  ListRoles: listRoles,
  UpdateRole: updateRole,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  TagRole: tagRole,
  ListRoleTags: (call) => page(call, 'Tags', [...target(call, 'role').tags], ([Key, Value]) => ({ Key, Value })),
};
