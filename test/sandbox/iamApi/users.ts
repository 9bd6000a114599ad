// Users and their access keys.
import { arnOf, newUser, type User } from '../iam/entities.js';
import { validationError } from '../sts/call.js';
import {
  alreadyExists,
  authorize,
  below,
  boundaryFields,
  deleteConflict,
  limitExceeded,
  noSuchEntity,
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

const MAX_ACCESS_KEYS = 2;

const briefUser = (user: User): Fields => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
});

const userFields = (user: User): Fields => ({
  ...briefUser(user),
  PermissionsBoundary: boundaryFields(user),
  Tags: tagFields(user.tags),
});

function createUser(call: IamCall): Fields {
  require(call, 'UserName');
  const { partition, accountId, now: createdAt } = call;
  const name = parameter(call, 'UserName');
  const naming = { partition, accountId, name, path: call.parameters.get('Path'), createdAt };
  const tags = requestedTags(call);
  const boundary = call.parameters.get('PermissionsBoundary');
  const arn = arnOf('user', naming);
  authorize(call, arn, arn, { ...tagContext(tags), ...(boundary && { 'iam:PermissionsBoundary': boundary }) });
  if (call.directory.find('user', accountId, name)) {
    throw alreadyExists(`User with name ${name} already exists.`);
  }
  const user = newUser(naming, undefined);
  for (const [key, value] of tags) user.tags.set(key, value);
  user.boundary = requestedBoundary(call);
  return { User: userFields(call.directory.add(user)) };
}

function deleteUser(call: IamCall): undefined {
  const user = target(call, 'user');
  const refuse = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`);
  if (user.attached.size > 0) throw refuse('detach all policies');
  if (user.inline.size > 0) throw refuse('delete policies');
  if (call.directory.accessKeys.of(user.arn).length > 0) throw refuse('delete access keys');
  if (user.groups.size > 0) throw refuse('remove users from group');
  call.directory.remove(user);
}

function listUsers(call: IamCall): Fields {
  require(call);
  const prefix = call.parameters.get('PathPrefix') ?? '/';
  authorize(call, `arn:${call.partition}:iam::${call.accountId}:user${prefix}`);
  return page(call, 'Users', below(call, call.directory.all('user', call.accountId)), briefUser);
}

function tagUser(call: IamCall): undefined {
  const tags = requestedTags(call);
  const user = target(call, 'user', { context: tagContext(tags) });
  for (const [key, value] of tags) user.tags.set(key, value);
}

function createAccessKey(call: IamCall): Fields {
  const { arn, name } = target(call, 'user', { own: true });
  if (call.directory.accessKeys.of(arn).length >= MAX_ACCESS_KEYS) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_ACCESS_KEYS}`);
  }
  const { accessKeyId, secretAccessKey } = call.directory.newAccessKey(arn);
  return {
    AccessKey: {
      UserName: name,
      AccessKeyId: accessKeyId,
      Status: 'Active',
      SecretAccessKey: secretAccessKey,
      CreateDate: new Date(call.now),
    },
  };
}

function listAccessKeys(call: IamCall): Fields {
  const { arn, name } = target(call, 'user', { own: true });
  return page(call, 'AccessKeyMetadata', call.directory.accessKeys.of(arn), ({ credential, active, createdAt }) => ({
    UserName: name,
    AccessKeyId: credential.accessKeyId,
    Status: active ? 'Active' : 'Inactive',
    CreateDate: new Date(createdAt),
  }));
}

/** The id of a key of the user that the request names. Throws AwsError NoSuchEntity. */
function keyOf(call: IamCall): string {
  require(call, 'AccessKeyId');
  const { arn } = target(call, 'user', { own: true });
  const id = parameter(call, 'AccessKeyId');
  if (call.directory.accessKeys.get(id)?.userArn === arn) return id;
  throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
}

function updateAccessKey(call: IamCall): undefined {
  require(call, 'AccessKeyId', 'Status');
  const status = parameter(call, 'Status');
  if (status === 'Expired') throw validationError('Status cannot be set to Expired.');
  call.directory.accessKeys.setActive(keyOf(call), status === 'Active');
}

export const USER_ACTIONS: Readonly<Record<string, IamAction>> = {
  CreateUser: createUser,
  GetUser: (call) => ({ User: userFields(target(call, 'user', { own: true })) }),
  DeleteUser: deleteUser,
  ListUsers: listUsers,
  TagUser: tagUser,
  ListUserTags: (call) => page(call, 'Tags', [...target(call, 'user').tags], ([Key, Value]) => ({ Key, Value })),
  CreateAccessKey: createAccessKey,
  ListAccessKeys: listAccessKeys,
  UpdateAccessKey: updateAccessKey,
  DeleteAccessKey: (call) => {
    call.directory.accessKeys.delete(keyOf(call));
    return undefined;
  },
};
