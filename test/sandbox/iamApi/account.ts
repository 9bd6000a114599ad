// What tells of a whole account.
import type { Identity } from '../iam/entities.js';
import { members } from '../sts/call.js';
import {
  authorize,
  below,
  boundaryFields,
  documentText,
  page,
  require,
  tagFields,
  type IamAction,
  type IamCall,
} from './call.js';
import { attachedFields } from './permissions.js';
import { briefPolicy, versionFields } from './policies.js';
import type { Field, Fields } from './xml.js';

const inline = (identity: Identity): Field =>
  [...identity.inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: documentText(document) }));

const common = (call: IamCall, identity: Identity): Fields => ({
  Path: identity.path,
  Arn: identity.arn,
  CreateDate: new Date(identity.createdAt),
  AttachedManagedPolicies: [...identity.attached].map((arn) => attachedFields(call, arn)),
  PermissionsBoundary: boundaryFields(identity),
  Tags: identity.kind === 'group' ? undefined : tagFields(identity.tags),
});

function detailOf(call: IamCall, identity: Identity): Fields {
  switch (identity.kind) {
    case 'user':
      return {
        ...common(call, identity),
        UserName: identity.name,
        UserId: identity.id,
        UserPolicyList: inline(identity),
        GroupList: [...identity.groups].map(({ name }) => name),
      };
    case 'group':
      return {
        ...common(call, identity),
        GroupName: identity.name,
        GroupId: identity.id,
        GroupPolicyList: inline(identity),
      };
    case 'role':
      return {
        ...common(call, identity),
        RoleName: identity.name,
        RoleId: identity.id,
        AssumeRolePolicyDocument: documentText(identity.trust),
        InstanceProfileList: [],
        RolePolicyList: inline(identity),
        RoleLastUsed: {},
      };
  }
}

type Detail = readonly [list: string, fields: Fields];

function details(call: IamCall): Detail[] {
  const { directory, accountId } = call;
  const of = (kind: Identity['kind'], list: string): Detail[] =>
    below<Identity>(call, directory.all(kind, accountId)).map((identity) => [list, detailOf(call, identity)]);
  const policies = (local: boolean): Detail[] =>
    below(call, directory.policies.all(accountId))
      .filter((policy) => (policy.accountId !== undefined) === local)
      .map((policy) => [
        'Policies',
        {
          ...briefPolicy(call, policy),
          PolicyVersionList: policy.versions.map((version) => versionFields(policy, version)),
        },
      ]);
  const kinds: Readonly<Record<string, () => Detail[]>> = {
    User: () => of('user', 'UserDetailList'),
    Group: () => of('group', 'GroupDetailList'),
    Role: () => of('role', 'RoleDetailList'),
    LocalManagedPolicy: () => policies(true),
    AWSManagedPolicy: () => policies(false),
  };
  const wanted = members(call.parameters, 'Filter');
  return Object.entries(kinds)
    .filter(([kind]) => wanted.length === 0 || wanted.includes(kind))
    .flatMap(([, list]) => list());
}

function getAccountAuthorizationDetails(call: IamCall): Fields {
  require(call);
  authorize(call, '*');
  let found: Detail[] = [];
  const { IsTruncated, Marker } = page(call, 'All', details(call), (detail) => {
    found = [...found, detail];
    return undefined;
  });
  const list = (name: string): Field => found.flatMap(([of, fields]) => (of === name ? [fields] : []));
  const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'];
  return { ...Object.fromEntries(lists.map((name) => [name, list(name)])), IsTruncated, Marker };
}

function providers(kind: 'saml' | 'openIdConnect', path: string, list: string): IamAction {
  return (call) => {
    authorize(call, `arn:${call.partition}:iam::${call.accountId}:${path}/*`);
    return { [list]: call.directory.providers.arns(kind, call.accountId).map((arn) => ({ Arn: arn })) };
  };
}

function listAccountAliases(call: IamCall): Fields {
  authorize(call, '*');
  return { AccountAliases: [], IsTruncated: false };
}

export const ACCOUNT_ACTIONS: Readonly<Record<string, IamAction>> = {
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  ListSAMLProviders: providers('saml', 'saml-provider', 'SAMLProviderList'),
  ListOpenIDConnectProviders: providers('openIdConnect', 'oidc-provider', 'OpenIDConnectProviderList'),
  ListAccountAliases: listAccountAliases,
};
