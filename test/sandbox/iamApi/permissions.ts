// What identities are given: inline policies, managed ones, boundaries. The same for users, groups and roles.
import type { Kind } from '../iam/entities.js';
import { acceptPolicy } from '../iam/grammar.js';
import {
  documentText,
  limitExceeded,
  NAME_OF,
  noSuchEntity,
  page,
  parameter,
  require,
  requestedBoundary,
  target,
  type IamAction,
  type IamCall,
} from './call.js';
import type { Fields } from './xml.js';

const MAX_ATTACHED = 10;
const KINDS = [
  ['User', 'user'],
  ['Group', 'group'],
  ['Role', 'role'],
] as const;

const noSuchPolicy = (kind: Kind, name: string) =>
  noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);

function inlineActions(title: string, kind: Kind): Record<string, IamAction> {
  const put = (call: IamCall): undefined => {
    require(call, NAME_OF[kind], 'PolicyName', 'PolicyDocument');
    const identity = target(call, kind);
    const document = acceptPolicy(parameter(call, 'PolicyDocument'), 'identity');
    call.directory.putInline(identity, parameter(call, 'PolicyName'), document);
  };
  const get = (call: IamCall): Fields => {
    require(call, NAME_OF[kind], 'PolicyName');
    const identity = target(call, kind);
    const name = parameter(call, 'PolicyName');
    const document = identity.inline.get(name);
    if (!document) throw noSuchPolicy(kind, name);
    return { [NAME_OF[kind]]: identity.name, PolicyName: name, PolicyDocument: documentText(document) };
  };
  const remove = (call: IamCall): undefined => {
    require(call, NAME_OF[kind], 'PolicyName');
    const name = parameter(call, 'PolicyName');
    if (!target(call, kind).inline.delete(name)) throw noSuchPolicy(kind, name);
  };
  return {
    [`Put${title}Policy`]: put,
    [`Get${title}Policy`]: get,
    [`Delete${title}Policy`]: remove,
    [`List${title}Policies`]: (call) =>
      page(call, 'PolicyNames', [...target(call, kind).inline.keys()].sort(), (name) => name),
  };
}

export const attachedFields = (call: IamCall, arn: string): Fields => ({
  PolicyName: call.directory.policies.get(arn)?.name,
  PolicyArn: arn,
});

function attachmentActions(title: string, kind: Kind): Record<string, IamAction> {
  const asked = (call: IamCall) => {
    require(call, NAME_OF[kind], 'PolicyArn');
    const arn = parameter(call, 'PolicyArn');
    return { arn, identity: target(call, kind, { context: { 'iam:PolicyARN': arn } }) };
  };
  const attach = (call: IamCall): undefined => {
    const { arn, identity } = asked(call);
    const policy = call.directory.policies.get(arn);
    if (!policy || (policy.accountId ?? call.accountId) !== call.accountId) {
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    }
    if (identity.attached.size >= MAX_ATTACHED && !identity.attached.has(arn)) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPer${title}: ${MAX_ATTACHED}`);
    }
    identity.attached.add(arn);
  };
  const detach = (call: IamCall): undefined => {
    const { arn, identity } = asked(call);
    if (!identity.attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  };
  return {
    [`Attach${title}Policy`]: attach,
    [`Detach${title}Policy`]: detach,
    [`ListAttached${title}Policies`]: (call) =>
      page(call, 'AttachedPolicies', [...target(call, kind).attached], (arn) => attachedFields(call, arn)),
  };
}

function boundaryActions(title: string, kind: 'user' | 'role'): Record<string, IamAction> {
  return {
    [`Put${title}PermissionsBoundary`]: (call) => {
      require(call, NAME_OF[kind], 'PermissionsBoundary');
      const arn = parameter(call, 'PermissionsBoundary');
      const identity = target(call, kind, { context: { 'iam:PermissionsBoundary': arn } });
      identity.boundary = requestedBoundary(call);
      return undefined;
    },
    [`Delete${title}PermissionsBoundary`]: (call) => {
      const identity = target(call, kind);
      if (identity.boundary === undefined) {
        throw noSuchEntity(`${title} ${identity.name} does not have a permissions boundary.`);
      }
      identity.boundary = undefined;
      return undefined;
    },
  };
}

export const PERMISSION_ACTIONS: Readonly<Record<string, IamAction>> = Object.assign(
  {},
  ...KINDS.flatMap(([title, kind]) => [inlineActions(title, kind), attachmentActions(title, kind)]),
  boundaryActions('User', 'user'),
  boundaryActions('Role', 'role'),
) as Record<string, IamAction>;
