import { arnOf, newGroup, type Group } from '../iam/entities.js';
import {
  alreadyExists,
  authorize,
  below,
  byName,
  deleteConflict,
  noSuchEntity,
  page,
  parameter,
  require,
  target,
  type IamAction,
  type IamCall,
} from './call.js';
import type { Fields } from './xml.js';

const groupFields = (group: Group): Fields => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: new Date(group.createdAt),
});

const usersOf = ({ directory, accountId }: IamCall, group: Group) =>
  directory.all('user', accountId).filter((user) => user.groups.has(group));

function createGroup(call: IamCall): Fields {
  require(call, 'GroupName');
  const { partition, accountId, now: createdAt } = call;
  const name = parameter(call, 'GroupName');
  const naming = { partition, accountId, name, path: call.parameters.get('Path'), createdAt };
  authorize(call, arnOf('group', naming));
  if (call.directory.find('group', accountId, name)) {
    throw alreadyExists(`Group with name ${name} already exists.`);
  }
  return { Group: groupFields(call.directory.add(newGroup(naming))) };
}

function getGroup(call: IamCall): Fields {
  const group = target(call, 'group');
  const users = page(call, 'Users', usersOf(call, group).sort(byName), (user) => ({
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
  }));
  return { Group: groupFields(group), ...users };
}

function deleteGroup(call: IamCall): undefined {
  const group = target(call, 'group');
  if (usersOf(call, group).length > 0)
    throw deleteConflict('Cannot delete entity, must remove users from group first.');
  if (group.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (group.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  call.directory.remove(group);
}

function listGroups(call: IamCall): Fields {
  require(call);
  const prefix = call.parameters.get('PathPrefix') ?? '/';
  authorize(call, `arn:${call.partition}:iam::${call.accountId}:group${prefix}`);
  return page(call, 'Groups', below(call, call.directory.all('group', call.accountId)), groupFields);
}

/** The group, and the user whom the request names beside it. Throws AwsError. */
function membership(call: IamCall) {
  require(call, 'GroupName', 'UserName');
  const group = target(call, 'group');
  const name = parameter(call, 'UserName');
  const user = call.directory.find('user', call.accountId, name);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return { group, user };
}

export const GROUP_ACTIONS: Readonly<Record<string, IamAction>> = {
  CreateGroup: createGroup,
  GetGroup: getGroup,
  DeleteGroup: deleteGroup,
  ListGroups: listGroups,
  AddUserToGroup: (call) => {
    const { group, user } = membership(call);
    user.groups.add(group);
    return undefined;
  },
  RemoveUserFromGroup: (call) => {
    const { group, user } = membership(call);
    if (user.groups.delete(group)) return undefined;
    throw noSuchEntity(`The user with name ${user.name} cannot be found in the group ${group.name}.`);
  },
  ListGroupsForUser: (call) => page(call, 'Groups', [...target(call, 'user').groups].sort(byName), groupFields),
};
