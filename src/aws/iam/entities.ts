import * as IAM from '@aws-sdk/client-iam';
import type {
  IamGroup,
  IamRole,
  IamUser,
  InlinePolicy,
  ManagedPolicy,
  ManagedPolicyName,
  Permissions,
} from '../../model/iam/iamApi.js';
import { every } from './pages.js';

/** Documents come URL-encoded. */
const decoded = (document: string | undefined): string => decodeURIComponent(document ?? '');

export async function readUser(client: IAM.IAMClient, UserName: string): Promise<IamUser> {
  const { User } = await client.send(new IAM.GetUserCommand({ UserName }));
  const [inlineNames, attached, keys, groups] = await Promise.all([
    every(
      (Marker) => client.send(new IAM.ListUserPoliciesCommand({ UserName, Marker })),
      (page) => page.PolicyNames,
    ),
    every((Marker) => client.send(new IAM.ListAttachedUserPoliciesCommand({ UserName, Marker })), attachedOf),
    every(
      (Marker) => client.send(new IAM.ListAccessKeysCommand({ UserName, Marker })),
      (page) => page.AccessKeyMetadata,
    ),
    every(
      (Marker) => client.send(new IAM.ListGroupsForUserCommand({ UserName, Marker })),
      (page) => page.Groups,
    ),
  ]);
  const inline = await inlineOf(inlineNames, (PolicyName) =>
    client.send(new IAM.GetUserPolicyCommand({ UserName, PolicyName })),
  );
  return {
    ...{ arn: User?.Arn ?? '', name: User?.UserName ?? UserName },
    boundary: User?.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: tagsOf(User?.Tags),
    accessKeys: keys.flatMap(({ AccessKeyId }) => AccessKeyId ?? []),
    groups: groups.flatMap(({ GroupName }) => GroupName ?? []),
    ...permissions(inline, attached),
  };
}

export async function readGroup(client: IAM.IAMClient, GroupName: string): Promise<IamGroup> {
  const { Group } = await client.send(new IAM.GetGroupCommand({ GroupName, MaxItems: 1 }));
  const [inlineNames, attached] = await Promise.all([
    every(
      (Marker) => client.send(new IAM.ListGroupPoliciesCommand({ GroupName, Marker })),
      (page) => page.PolicyNames,
    ),
    every((Marker) => client.send(new IAM.ListAttachedGroupPoliciesCommand({ GroupName, Marker })), attachedOf),
  ]);
  const inline = await inlineOf(inlineNames, (PolicyName) =>
    client.send(new IAM.GetGroupPolicyCommand({ GroupName, PolicyName })),
  );
  return { arn: Group?.Arn ?? '', name: Group?.GroupName ?? GroupName, ...permissions(inline, attached) };
}

export async function readRole(client: IAM.IAMClient, RoleName: string): Promise<IamRole> {
  const { Role } = await client.send(new IAM.GetRoleCommand({ RoleName }));
  const [inlineNames, attached] = await Promise.all([
    every(
      (Marker) => client.send(new IAM.ListRolePoliciesCommand({ RoleName, Marker })),
      (page) => page.PolicyNames,
    ),
    every((Marker) => client.send(new IAM.ListAttachedRolePoliciesCommand({ RoleName, Marker })), attachedOf),
  ]);
  const inline = await inlineOf(inlineNames, (PolicyName) =>
    client.send(new IAM.GetRolePolicyCommand({ RoleName, PolicyName })),
  );
  return {
    ...{ arn: Role?.Arn ?? '', name: Role?.RoleName ?? RoleName, path: Role?.Path ?? '/' },
    trust: decoded(Role?.AssumeRolePolicyDocument),
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    description: Role?.Description,
    maxSessionDuration: Role?.MaxSessionDuration ?? 3600,
    tags: tagsOf(Role?.Tags),
    ...permissions(inline, attached),
  };
}

export async function readRolePolicy(
  client: IAM.IAMClient,
  RoleName: string,
  PolicyName: string,
): Promise<InlinePolicy> {
  const { PolicyDocument } = await client.send(new IAM.GetRolePolicyCommand({ RoleName, PolicyName }));
  return { name: PolicyName, document: decoded(PolicyDocument) };
}

export async function readPolicy(client: IAM.IAMClient, PolicyArn: string): Promise<ManagedPolicy> {
  const { Policy } = await client.send(new IAM.GetPolicyCommand({ PolicyArn }));
  const version = { PolicyArn, VersionId: Policy?.DefaultVersionId };
  const { PolicyVersion } = await client.send(new IAM.GetPolicyVersionCommand(version));
  return { name: Policy?.PolicyName ?? '', arn: Policy?.Arn ?? PolicyArn, document: decoded(PolicyVersion?.Document) };
}

export async function readManagedPolicies(
  client: IAM.IAMClient,
  signal?: AbortSignal,
): Promise<readonly ManagedPolicyName[]> {
  const policies = await every(
    (Marker) => client.send(new IAM.ListPoliciesCommand({ Marker, MaxItems: 1000 }), signal && { abortSignal: signal }),
    (page) => page.Policies,
  );
  return policies.map(({ PolicyName = '', Arn = '' }) => ({ name: PolicyName, arn: Arn }));
}

function permissions(inline: readonly InlinePolicy[], attached: readonly IAM.AttachedPolicy[]): Permissions {
  return {
    inline,
    attached: attached.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn })),
  };
}

function attachedOf(page: IAM.ListAttachedUserPoliciesResponse) {
  return page.AttachedPolicies;
}

function inlineOf(
  names: readonly string[],
  read: (name: string) => Promise<{ readonly PolicyDocument: string | undefined }>,
): Promise<InlinePolicy[]> {
  return Promise.all(names.map(async (name) => ({ name, document: decoded((await read(name)).PolicyDocument) })));
}

function tagsOf(tags: readonly IAM.Tag[] = []): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
