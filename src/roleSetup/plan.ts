import type { IamCall } from '../model/iam/iamCall.js';
import type { IamRole, IamUser } from '../model/iam/iamApi.js';
import type { Condition } from './condition.js';
import {
  differences,
  settingsOf,
  settingsWanted,
  type Difference,
  type Existing,
  type SetupPart,
} from './differences.js';
import type { WantedInline } from './answers.js';
import type { WantedRole, WantedSetup, WantedUser } from './wanted.js';

/** Codes of AWS that mean no more than "not yet", since IAM takes some seconds to know everywhere what was just made. */
export type NotYet = 'MalformedPolicyDocument' | 'NoSuchEntity';

export interface SetupStep {
  readonly part: SetupPart;
  readonly call: IamCall;
  /** What must hold right before, where it would change something that is there. */
  readonly before: Condition | undefined;
  /** By which it is seen whether it happened; undefined for an access key, whose id nobody knows before. */
  readonly after: Condition | undefined;
  /** Undefined for an access key: `undo` makes it of the id. */
  readonly inverse: IamCall | undefined;
  /** Ids of the keys that there were before. */
  readonly earlierKeys: readonly string[];
  readonly retryOn: readonly NotYet[];
}

export interface SetupPlan {
  readonly differences: readonly Difference[];
  /** None where there is an obstacle that blocks, or nothing to do. */
  readonly steps: readonly SetupStep[];
}

export function isBlocked({ differences: all }: SetupPlan): boolean {
  return all.some(({ verdict }) => verdict.kind === 'obstacle' && verdict.blocking);
}

export function planSetup(wanted: WantedSetup, existing: Existing): SetupPlan {
  const all = differences(wanted, existing);
  const plan = { differences: all, steps: [] };
  if (isBlocked(plan)) {
    return plan;
  }
  const found = {
    user: existing.user?.kind === 'found' ? existing.user.value : undefined,
    role: existing.role.kind === 'found' ? existing.role.value : undefined,
  };
  return { ...plan, steps: all.flatMap((each) => stepOf(each, wanted, found) ?? []) };
}

interface Found {
  readonly user: IamUser | undefined;
  readonly role: IamRole | undefined;
}

type Draft = Pick<SetupStep, 'call' | 'before' | 'after' | 'inverse'>;

function stepOf({ part, verdict }: Difference, wanted: WantedSetup, found: Found): SetupStep | undefined {
  if (verdict.kind === 'nothing' || verdict.kind === 'obstacle') {
    return undefined;
  }
  const after = verdict.kind === 'change' ? verdict.after : '';
  const draft = draftOf(part, after, wanted, found);
  return draft === undefined
    ? undefined
    : {
        ...{ part, ...draft },
        earlierKeys: found.user?.accessKeys ?? [],
        retryOn: notYet(part, wanted, found),
      };
}

/** What the step needs that was made by a step before it. */
function notYet({ kind }: SetupPart, { user }: WantedSetup, found: Found): readonly NotYet[] {
  const newUser = user !== undefined && found.user === undefined;
  switch (kind) {
    case 'user':
    case 'settings':
    case 'boundary':
    case 'tags':
      return [];
    case 'role':
    case 'trust':
      return newUser ? ['MalformedPolicyDocument'] : [];
    case 'accessKey':
    case 'userPolicy':
      return newUser ? ['NoSuchEntity'] : [];
    case 'attached':
    case 'rolePolicy':
      return found.role === undefined ? ['NoSuchEntity'] : [];
  }
}

/** `after`: the text of what is changed, as it will be. */
function draftOf(part: SetupPart, after: string, { user, role }: WantedSetup, found: Found): Draft | undefined {
  switch (part.kind) {
    case 'user':
      return user && newUser(user);
    case 'accessKey':
      return user && newKey(user);
    case 'userPolicy':
      return user && userPolicy(user, found.user);
    case 'role':
      return newRole(role);
    case 'trust':
      return found.role && trust(role, after, found.role);
    case 'settings':
      return found.role && settings(role, found.role);
    case 'boundary':
      return boundary(role.name, part.name, found.role);
    case 'attached':
      return attachment(role.name, part.name);
    case 'rolePolicy':
      return role.inline && rolePolicy(role.name, role.inline, found.role);
    case 'tags':
      return undefined;
  }
}

/** IAM takes `/` for none. */
function pathInput(path: string) {
  return path === '/' ? {} : { Path: path };
}

function newUser({ name, path }: WantedUser): Draft {
  return {
    call: { action: 'CreateUser', input: { UserName: name, ...pathInput(path) } },
    before: undefined,
    after: { kind: 'emptyUser', user: name },
    inverse: { action: 'DeleteUser', input: { UserName: name } },
  };
}

function newKey({ name }: WantedUser): Draft {
  return {
    call: { action: 'CreateAccessKey', input: { UserName: name } },
    ...{ before: undefined, after: undefined, inverse: undefined },
  };
}

function documentOf(owner: Pick<IamUser, 'inline'> | undefined, policy: string): string | undefined {
  return owner?.inline.find(({ name }) => name === policy)?.document;
}

function userPolicy({ name: user, policy: { name, document } }: WantedUser, found: IamUser | undefined): Draft {
  const UserName = user;
  const earlier = documentOf(found, name);
  const put = (text: string): IamCall => ({
    action: 'PutUserPolicy',
    input: { UserName, PolicyName: name, PolicyDocument: text },
  });
  return {
    call: put(document),
    before: found && { kind: 'userPolicy', user, name, document: earlier },
    after: { kind: 'userPolicy', user, name, document },
    inverse:
      earlier === undefined ? { action: 'DeleteUserPolicy', input: { UserName, PolicyName: name } } : put(earlier),
  };
}

function newRole({
  name,
  path,
  trust: document,
  description,
  maxSessionDuration,
  boundary: arn,
  tags,
}: WantedRole): Draft {
  return {
    call: {
      action: 'CreateRole',
      input: {
        RoleName: name,
        ...pathInput(path),
        AssumeRolePolicyDocument: document,
        ...(description !== undefined && description !== '' && { Description: description }),
        ...(maxSessionDuration !== undefined && { MaxSessionDuration: maxSessionDuration }),
        ...(arn !== undefined && { PermissionsBoundary: arn }),
        ...(tags.size > 0 && { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) }),
      },
    },
    before: undefined,
    after: { kind: 'emptyRole', role: name, trust: document },
    inverse: { action: 'DeleteRole', input: { RoleName: name } },
  };
}

function trust({ name }: WantedRole, document: string, found: IamRole): Draft {
  const update = (PolicyDocument: string): IamCall => ({
    action: 'UpdateAssumeRolePolicy',
    input: { RoleName: name, PolicyDocument },
  });
  return {
    call: update(document),
    before: { kind: 'trust', role: name, document: found.trust },
    after: { kind: 'trust', role: name, document },
    inverse: update(found.trust),
  };
}

function settings(role: WantedRole, found: IamRole): Draft {
  const [earlier, later] = [settingsOf(found), settingsWanted(role, found)];
  const update = ({ description, maxSessionDuration }: typeof earlier): IamCall => ({
    action: 'UpdateRole',
    input: { RoleName: role.name, Description: description, MaxSessionDuration: maxSessionDuration },
  });
  return {
    call: update(later),
    before: { kind: 'settings', role: role.name, ...earlier },
    after: { kind: 'settings', role: role.name, ...later },
    inverse: update(earlier),
  };
}

function boundary(role: string, arn: string, found: IamRole | undefined): Draft {
  const earlier = found?.boundary;
  const put = (PermissionsBoundary: string): IamCall => ({
    action: 'PutRolePermissionsBoundary',
    input: { RoleName: role, PermissionsBoundary },
  });
  return {
    call: put(arn),
    before: { kind: 'boundary', role, arn: earlier },
    after: { kind: 'boundary', role, arn },
    inverse:
      earlier === undefined ? { action: 'DeleteRolePermissionsBoundary', input: { RoleName: role } } : put(earlier),
  };
}

function attachment(role: string, arn: string): Draft {
  const input = { RoleName: role, PolicyArn: arn };
  return {
    call: { action: 'AttachRolePolicy', input },
    before: undefined,
    after: { kind: 'attached', role, arn },
    inverse: { action: 'DetachRolePolicy', input },
  };
}

function rolePolicy(role: string, { name, document }: WantedInline, found: IamRole | undefined): Draft {
  const earlier = documentOf(found, name);
  const put = (text: string): IamCall => ({
    action: 'PutRolePolicy',
    input: { RoleName: role, PolicyName: name, PolicyDocument: text },
  });
  return {
    call: put(document),
    before: found && { kind: 'rolePolicy', role, name, document: earlier },
    after: { kind: 'rolePolicy', role, name, document },
    inverse:
      earlier === undefined
        ? { action: 'DeleteRolePolicy', input: { RoleName: role, PolicyName: name } }
        : put(earlier),
  };
}
