// Reads the sides of a denied call at IAM, as one identity that may see its own account alone.
import type { PolicyCaller } from '../../iam/evaluate/index.js';
import { statementsIn } from '../../iam/evaluate/index.js';
import type { IamApi, IamRead, IamRole, IamUser, Permissions } from '../../model/iam/iamApi.js';
import type { Denial, DeniedPrincipal } from '../denialMessage.js';
import { isAssuming } from '../explanation.js';
import { knownContext, type KnownRequest } from './context.js';
import { UNREAD, type Facts, type KeptDocument, type Looked } from './facts.js';

/** Who reads. Without an account it is not known what it can see: what it does not find may be in another one. */
export interface Reader {
  readonly api: Pick<IamApi, 'user' | 'group' | 'role' | 'policy'>;
  readonly account: string | undefined;
}

/** @throws UserError where IAM cannot be asked at all */
export async function readFacts(reader: Reader | undefined, denial: Denial, known: KnownRequest): Promise<Facts> {
  const [side, trust] = await Promise.all([callerSide(reader, denial.principal), trustOf(reader, denial)]);
  const { principal } = denial;
  const session: Looked<readonly string[]> =
    principal?.kind === 'user' || principal?.kind === 'root'
      ? { kind: 'absent' }
      : known.sessionPolicies === undefined
        ? UNREAD
        : known.sessionPolicies.length === 0
          ? { kind: 'absent' }
          : { kind: 'read', value: known.sessionPolicies };
  const documents = [
    ...(side.identity.kind === 'read' ? side.identity.value : []),
    ...[side.boundary, trust].flatMap((looked) => (looked.kind === 'read' ? [looked.value] : [])),
  ].map(({ document }) => document);
  return {
    ...{ caller: side.caller, identity: side.identity, boundary: side.boundary, trust, session, resource: UNREAD },
    context: knownContext(principal, side, known, keysIn([...documents, ...(known.sessionPolicies ?? [])])),
  };
}

/** Condition keys that the documents name, also as variables; in lower case. */
function keysIn(documents: readonly string[]): readonly string[] {
  const keys = documents.flatMap((document) => [
    ...(statementsIn(document) ?? []).flatMap(({ conditions }) => conditions.map(({ key }) => key)),
    ...[...document.matchAll(/\$\{([\w:/+=.@-]+)/g)].map(([, key = '']) => key),
  ]);
  return [...new Set(keys.map((key) => key.toLowerCase()))];
}

interface CallerSide extends Pick<Facts, 'caller' | 'identity' | 'boundary'> {
  readonly tags: ReadonlyMap<string, string> | undefined;
}

async function callerSide(reader: Reader | undefined, principal: DeniedPrincipal | undefined): Promise<CallerSide> {
  const caller = principal && callerOf(principal);
  const unread = (why?: string): CallerSide => {
    const looked: Looked<never> = { kind: 'unread', why };
    return { caller, identity: looked, boundary: looked, tags: undefined };
  };
  if (principal?.kind === 'root') {
    return { caller, identity: { kind: 'absent' }, boundary: { kind: 'absent' }, tags: undefined };
  }
  if (reader === undefined || principal === undefined || isElsewhere(reader, principal.account)) {
    return unread();
  }
  if (principal.kind === 'user') {
    const user = await reader.api.user(principal.name.slice(principal.name.lastIndexOf('/') + 1));
    return user.kind === 'found' && user.value.arn === principal.arn
      ? { caller, tags: user.value.tags, ...(await userPolicies(reader, user.value, principal.account)) }
      : unread(whyOf(user));
  }
  if (principal.kind !== 'roleSession') {
    return unread();
  }
  const role = await reader.api.role(principal.name);
  return role.kind === 'found' && accountIn(role.value.arn) === principal.account
    ? {
        caller: { account: principal.account, arn: principal.arn, role: { arn: role.value.arn } },
        tags: undefined,
        identity: await policiesOf(reader, role.value, { of: 'role', account: principal.account }),
        boundary: await boundaryOf(reader, role.value.boundary),
      }
    : unread(whyOf(role));
}

function callerOf({ kind, account, arn, name }: DeniedPrincipal): PolicyCaller | undefined {
  return kind === 'other' ? undefined : { account, arn, role: kind === 'roleSession' ? { name } : undefined };
}

async function userPolicies(reader: Reader, user: IamUser, account: string) {
  const [own, boundary, ...groups] = await Promise.all([
    policiesOf(reader, user, { of: 'user', account }),
    boundaryOf(reader, user.boundary),
    ...user.groups.map(async (name): Promise<Looked<readonly KeptDocument[]>> => {
      const group = await reader.api.group(name);
      return group.kind === 'found'
        ? policiesOf(reader, group.value, { of: 'group', account })
        : { kind: 'unread', why: whyOf(group) };
    }),
  ]);
  return { identity: joined([own, ...groups]), boundary };
}

async function policiesOf(
  reader: Reader,
  { name, inline, attached }: Permissions & Pick<IamRole, 'name'>,
  owner: { readonly of: 'user' | 'role' | 'group'; readonly account: string },
): Promise<Looked<readonly KeptDocument[]>> {
  const own = inline.map((policy): KeptDocument => ({
    place: { kind: 'inline', ...owner, owner: name, policy: policy.name },
    document: policy.document,
  }));
  const managed = await Promise.all(attached.map(({ arn }) => managedPolicy(reader, arn)));
  return joined([
    { kind: 'read', value: own },
    ...managed.map((each): Looked<readonly KeptDocument[]> =>
      each.kind === 'read' ? { ...each, value: [each.value] } : each,
    ),
  ]);
}

async function managedPolicy({ api }: Reader, arn: string): Promise<Looked<KeptDocument>> {
  const policy = await api.policy(arn);
  return policy.kind === 'found'
    ? { kind: 'read', value: { place: { kind: 'managed', arn }, document: policy.value.document } }
    : { kind: 'unread', why: whyOf(policy) };
}

async function boundaryOf(reader: Reader, arn: string | undefined): Promise<Looked<KeptDocument>> {
  return arn === undefined ? { kind: 'absent' } : managedPolicy(reader, arn);
}

/** What is missing of them might be the one that matters. */
function joined(all: readonly Looked<readonly KeptDocument[]>[]): Looked<readonly KeptDocument[]> {
  return (
    all.find(({ kind }) => kind === 'unread') ?? {
      kind: 'read',
      value: all.flatMap((each) => (each.kind === 'read' ? each.value : [])),
    }
  );
}

async function trustOf(reader: Reader | undefined, { action, resource }: Denial): Promise<Looked<KeptDocument>> {
  const asksForRole = isAssuming(action) || action?.startsWith('sts:AssumeRoleWith') === true;
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(resource ?? '') ?? [];
  if (reader === undefined || !asksForRole || resource === undefined || account === undefined || name === undefined) {
    return UNREAD;
  }
  if (isElsewhere(reader, account)) {
    return UNREAD;
  }
  const role = await reader.api.role(name);
  const isHere = reader.account === account;
  if (role.kind === 'found' && role.value.arn === resource) {
    return { kind: 'read', value: { place: { kind: 'trust', role: resource }, document: role.value.trust } };
  }
  return isHere && role.kind !== 'denied' ? { kind: 'absent' } : { kind: 'unread', why: whyOf(role) };
}

/** GetRole and its like know no account but the caller's own. */
function isElsewhere({ account }: Reader, other: string): boolean {
  return account !== undefined && account !== other;
}

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function whyOf(read: IamRead<unknown>): string | undefined {
  return read.kind === 'denied' ? read.message : undefined;
}
