import type { Denial, DeniedPrincipal, DenyingPolicy } from './denialMessage.js';

/** A statement as it stands in a policy. */
interface Statement {
  readonly Effect: 'Allow';
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource?: string;
}

/** Where a statement would have to be added. */
export type PolicyPlace =
  | { readonly kind: 'user' | 'role' | 'permissionSet'; readonly name: string; readonly account: string }
  | { readonly kind: 'trust'; readonly role: string }
  | { readonly kind: 'resource'; readonly resource: string | undefined }
  | { readonly kind: 'key'; readonly key: string | undefined }
  | { readonly kind: 'boundary'; readonly of: DeniedPrincipal | undefined }
  | { readonly kind: 'session' }
  | { readonly kind: 'organization'; readonly policy: 'serviceControl' | 'resourceControl' }
  | { readonly kind: 'vpcEndpoint' }
  | { readonly kind: 'identity'; readonly of: DeniedPrincipal | undefined };

export interface Remedy {
  readonly place: PolicyPlace;
  /** Undefined: what was asked is not known well enough to write one. */
  readonly statement: Statement | undefined;
}

/**
 * - `missing`: AWS says which side allows nothing. The remedies are all of it.
 * - `denied`: a policy says Deny. No other can allow it.
 * - `either`: AWS does not say which side it is. One of the remedies, or several, or a Deny somewhere.
 */
export type Explanation =
  | { readonly kind: 'missing'; readonly policy: DenyingPolicy; readonly remedies: readonly Remedy[] }
  | { readonly kind: 'denied'; readonly policy: DenyingPolicy; readonly policyArn: string | undefined }
  | { readonly kind: 'either'; readonly remedies: readonly Remedy[] };

const PERMISSION_SET = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** What a denial says of who has to allow it. Nothing is guessed: what AWS does not say is `either`. */
export function explainDenial(denial: Denial): Explanation {
  const { reason } = denial;
  switch (reason.kind) {
    case 'denies':
      return { kind: 'denied', policy: reason.policy, policyArn: reason.policyArn };
    case 'nothingAllows':
      return { kind: 'missing', policy: reason.policy, remedies: [remedyIn(reason.policy, denial)] };
    case 'resourceOrItsPolicy':
      return { kind: 'missing', policy: 'resource', remedies: [remedyIn('resource', denial)] };
    case 'untold':
      return { kind: 'either', remedies: sidesOf(denial).map((side) => remedyIn(side, denial)) };
  }
}

/** A role is assumed where both sides agree; else the caller's own policies are enough in the same account. */
function sidesOf({ action, resource, principal }: Denial): readonly DenyingPolicy[] {
  if (action?.startsWith('sts:AssumeRoleWith') === true) {
    return ['trust'];
  }
  if (isAssuming(action)) {
    return ['identity', 'trust'];
  }
  const account = /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(resource ?? '')?.[1];
  return account !== undefined && account === principal?.account ? ['identity'] : ['identity', 'resource'];
}

export function isAssuming(action: string | undefined): boolean {
  return action === 'sts:AssumeRole' || action === 'sts:TagSession' || action === 'sts:SetSourceIdentity';
}

export function remedyIn(policy: DenyingPolicy, denial: Denial): Remedy {
  const { action, resource, principal } = denial;
  const place = placeOf(policy, denial);
  if (action === undefined) {
    return { place, statement: undefined };
  }
  switch (policy) {
    case 'trust': {
      const who = principal && trustedArn(principal);
      return {
        place,
        statement: who === undefined ? undefined : { Effect: 'Allow', Principal: { AWS: who }, Action: action },
      };
    }
    case 'resource': {
      const who = principal && trustedArn(principal);
      return {
        place,
        statement:
          who === undefined || resource === undefined
            ? undefined
            : {
                Effect: 'Allow',
                Principal: { AWS: who },
                Action: action,
                Resource: place.kind === 'key' ? '*' : resource,
              },
      };
    }
    default:
      return { place, statement: { Effect: 'Allow', Action: action, Resource: resource ?? '*' } };
  }
}

/** Whom a policy of the other side has to name. A role's path is not in the ARN of its sessions. */
function trustedArn({ kind, arn, partition, account, name }: DeniedPrincipal): string | undefined {
  switch (kind) {
    case 'user':
    case 'root':
    case 'federatedUser':
      return arn;
    case 'roleSession':
      return `arn:${partition}:iam::${account}:role/${name}`;
    case 'other':
      return undefined;
  }
}

function placeOf(policy: DenyingPolicy, { resource, principal }: Denial): PolicyPlace {
  switch (policy) {
    case 'identity':
      return identityPlace(principal);
    case 'trust':
      return { kind: 'trust', role: resource ?? '' };
    case 'resource':
      return resource !== undefined && /^arn:[^:]+:kms:/.test(resource)
        ? { kind: 'key', key: resource }
        : { kind: 'resource', resource };
    case 'boundary':
      return { kind: 'boundary', of: principal };
    case 'session':
    case 'vpcEndpoint':
      return { kind: policy };
    case 'serviceControl':
    case 'resourceControl':
      return { kind: 'organization', policy };
  }
}

function identityPlace(principal: DeniedPrincipal | undefined): PolicyPlace {
  if (principal?.kind === 'roleSession') {
    const { name, account } = principal;
    const set = PERMISSION_SET.exec(name)?.[1];
    return set === undefined ? { kind: 'role', name, account } : { kind: 'permissionSet', name: set, account };
  }
  return principal?.kind === 'user'
    ? { kind: 'user', name: principal.name, account: principal.account }
    : { kind: 'identity', of: principal };
}

/** The smallest policy with what has to be allowed there. */
export function policyWith(statement: object): string {
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)}\n`;
}
