// What every action of IAM needs: who asks, whether they may, and a page of the answer.
import type { ContextValues } from '../iam/authorize.js';
import { arnOf, type Identity, type Kind } from '../iam/entities.js';
import { encodeRfc3986 } from '../sigv4.js';
import { members, type SignedCall, validationError } from '../sts/call.js';
import { validate, type Constraint } from '../sts/validation.js';
import { AwsError } from '../types.js';
import type { Field, Fields } from './xml.js';

export interface IamCall extends SignedCall {
  /** "iam:CreateUser" */
  readonly action: string;
  readonly accountId: string;
  readonly partition: string;
}

/** Answers with the fields of its result, if it has any. Throws AwsError. */
export type IamAction = (call: IamCall) => Fields | undefined;

export const noSuchEntity = (message: string): AwsError => new AwsError(404, 'NoSuchEntity', message);
export const alreadyExists = (message: string): AwsError => new AwsError(409, 'EntityAlreadyExists', message);
export const deleteConflict = (message: string): AwsError => new AwsError(409, 'DeleteConflict', message);
export const limitExceeded = (message: string): AwsError => new AwsError(409, 'LimitExceeded', message);

const NAME = '[\\w+=,.@-]+';
const PATH = '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)';

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  UserName: { min: 1, max: 64, pattern: NAME },
  GroupName: { min: 1, max: 128, pattern: NAME },
  RoleName: { min: 1, max: 64, pattern: NAME },
  PolicyName: { min: 1, max: 128, pattern: NAME },
  Path: { min: 1, max: 512, pattern: PATH },
  PolicyArn: { min: 20, max: 2048 },
  PolicyDocument: { min: 1, max: 131_072 },
  AssumeRolePolicyDocument: { min: 1, max: 131_072 },
  AccessKeyId: { min: 16, max: 128, pattern: '[\\w]+' },
  Status: { pattern: 'Active|Inactive|Expired' },
  MaxSessionDuration: { numeric: true, min: 3600, max: 43_200 },
  PermissionsBoundary: { min: 20, max: 2048 },
  MaxItems: { numeric: true, min: 1, max: 1000 },
};

/** Throws ValidationError; the named parameters have to be there. */
export function require(call: IamCall, ...names: readonly string[]): void {
  const constraints = { ...CONSTRAINTS };
  for (const name of names) constraints[name] = { ...constraints[name], required: true };
  validate(call.parameters, constraints);
}

export const parameter = (call: IamCall, name: string): string => call.parameters.get(name) ?? '';

/** Throws AwsError AccessDenied. `text`: the resource as IAM writes it in the denial. */
export function authorize(call: IamCall, resource: string, text = resource, context: ContextValues = {}): void {
  call.directory.authority.require({
    principal: call.caller.principal,
    action: call.action,
    resource,
    context: [call.context, context],
    resourceText: text,
    now: call.now,
  });
}

/** Condition keys of the identity as what is asked for. */
const identityContext = (identity: Identity | undefined): ContextValues => ({
  ...Object.fromEntries(
    [...(identity?.tags ?? [])].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  ),
  ...(identity?.boundary !== undefined && { 'iam:PermissionsBoundary': identity.boundary }),
});

export const NAME_OF = { user: 'UserName', group: 'GroupName', role: 'RoleName' } as const;

/** The caller's own name, where it is a user. Throws ValidationError. */
function ownName({ caller: { principal } }: IamCall): string {
  const name = principal.context['aws:username'];
  if (name !== undefined) return name;
  throw validationError('Must specify userName when calling with non-User credentials');
}

/**
 * The identity that the request names (for users the caller, where it names none), once the caller may do the action to
 * it. Throws AwsError: ValidationError, AccessDenied, NoSuchEntity.
 */
export function target<K extends Kind>(
  call: IamCall,
  kind: K,
  options: { readonly own?: boolean; readonly context?: ContextValues } = {},
): Extract<Identity, { kind: K }> {
  const parameterName = NAME_OF[kind];
  require(call, ...(options.own ? [] : [parameterName]));
  const name = call.parameters.get(parameterName) ?? ownName(call);
  const found = call.directory.find(kind, call.accountId, name);
  const { partition, accountId } = call;
  const arn = found?.arn ?? arnOf(kind, { partition, accountId, name });
  authorize(call, arn, `${kind} ${name}`, { ...identityContext(found), ...options.context });
  if (found) return found;
  throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
}

const DEFAULT_PAGE = 100;

/** One page of the list. Throws ValidationError. */
export function page<T>(call: IamCall, name: string, list: readonly T[], fields: (item: T) => Field): Fields {
  const size = Number(call.parameters.get('MaxItems') ?? DEFAULT_PAGE);
  const marker = call.parameters.get('Marker');
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || (marker !== undefined && start >= list.length)) {
    throw validationError('Invalid Marker.');
  }
  const more = start + size < list.length;
  return {
    IsTruncated: more,
    [name]: list.slice(start, start + size).map(fields),
    Marker: more ? Buffer.from(String(start + size)).toString('base64url') : undefined,
  };
}

/** Documents come back URL-encoded. */
export const documentText = (document: { readonly text: string }): string => encodeRfc3986(document.text);

/** Tags.member.N.Key and Value. */
export function requestedTags(call: IamCall): ReadonlyMap<string, string> {
  const values = members(call.parameters, 'Tags', 'Value');
  return new Map(members(call.parameters, 'Tags', 'Key').map((key, index) => [key, values[index] ?? '']));
}

export const tagContext = (tags: ReadonlyMap<string, string>): ContextValues => ({
  ...Object.fromEntries([...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  ...(tags.size > 0 && { 'aws:TagKeys': [...tags.keys()] }),
});

export const tagFields = (tags: ReadonlyMap<string, string>): Field =>
  tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));

export const boundaryFields = ({ boundary }: Identity): Field =>
  boundary === undefined
    ? undefined
    : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary };

/** The boundary that a request names. Throws AwsError NoSuchEntity. */
export function requestedBoundary(call: IamCall): string | undefined {
  const arn = call.parameters.get('PermissionsBoundary');
  if (arn !== undefined && !call.directory.policies.get(arn)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return arn;
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;

/** Those below PathPrefix. */
export const below = <T extends { readonly path: string; readonly name: string }>(
  call: IamCall,
  list: readonly T[],
): T[] => {
  const prefix = call.parameters.get('PathPrefix') ?? '/';
  return list.filter(({ path, name }) => `${path}${name}`.startsWith(prefix)).sort(byName);
};
