// Decisions for one caller, made and refused.
import { AwsError, type Authorize } from '../types.js';
import { decide, type Decision, type Guard } from './decide.js';
import { Denials } from './denials.js';
import type { AccessRequest } from './judge.js';
import { Organization } from './organization.js';
import type { Context } from './pattern.js';
import type { Principal } from './principal.js';

/** Condition keys with their values; several only for aws:TagKeys and its like. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** Later sources outweigh earlier ones. */
export function contextOf(...sources: readonly ContextValues[]): Context {
  const entries = sources.flatMap((source) => Object.entries(source));
  return new Map(entries.map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]));
}

export interface Demand {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: readonly ContextValues[];
  /** Whose the resource is, and its own policy; default: the caller's account's, without one. */
  readonly guard?: Guard | undefined;
  /** The resource as a denial names it; undefined where it names none. */
  readonly resourceText: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Who decides: the organization there is, and how denials are told. */
export class Authority {
  readonly organization = new Organization();
  readonly denials = new Denials();
  /** Condition keys that tests set for every request. */
  private overrides: ContextValues = {};

  override(context: ContextValues): void {
    this.overrides = context;
  }

  decide(demand: Omit<Demand, 'resourceText' | 'now'>): Decision {
    return decide(demand.principal, this.requestOf(demand), this.organization, demand.guard);
  }

  /** Throws AwsError AccessDenied, worded as AWS words it. */
  require(demand: Demand): void {
    const decision = this.decide(demand);
    if (decision.outcome !== 'allowed') throw this.denial(demand, decision);
  }

  /** For what nobody needs to be allowed, but a policy may deny. Throws AwsError AccessDenied. */
  requireNotDenied(demand: Demand): void {
    const decision = this.decide(demand);
    if (decision.outcome === 'explicitDeny') throw this.denial(demand, decision);
  }

  denial(demand: Demand, decision: Decision): AwsError {
    const { principal, resourceText, guard, now } = demand;
    const together = this.organization.together(principal.accountId, decision.resourceAccount);
    const assuming = guard?.type === 'role trust policy';
    // S3 tells strangers nothing.
    if (!together && demand.action.startsWith('s3:')) return new AwsError(403, 'AccessDenied', 'Access Denied');
    const request = this.requestOf(demand);
    return this.denials.error({ principal, request, decision, resourceText, assuming, now }, together);
  }

  private requestOf({
    principal,
    action,
    resource,
    context,
    guard,
  }: Omit<Demand, 'resourceText' | 'now'>): AccessRequest {
    const resourceAccount = guard?.accountId ?? principal.accountId;
    const [principalOrg, resourceOrg] = [principal.accountId, resourceAccount].map((id) => this.organization.idOf(id));
    const own = {
      'aws:ResourceAccount': resourceAccount,
      ...(principalOrg !== undefined && { 'aws:PrincipalOrgID': principalOrg }),
      ...(resourceOrg !== undefined && { 'aws:ResourceOrgID': resourceOrg }),
    };
    return { action, resource, context: contextOf(own, principal.context, ...context, this.overrides) };
  }
}

/** Actions on no resource of their own are refused without naming one. */
const namesNoResource = (resource: string): boolean => resource === '*' || resource === 'arn:aws:s3:::*';

/** For S3. `requestContext` holds aws:SourceIp and its like; `guardOf` knows the buckets by name. */
export function authorizer(
  authority: Authority,
  options: {
    readonly principal: Principal;
    readonly requestContext: ContextValues;
    readonly guardOf?: (bucket: string) => Guard | undefined;
    readonly now: number;
  },
): Authorize {
  const { principal, requestContext, guardOf, now } = options;
  return (action, resource, context = {}) => {
    const bucket = /^arn:aws[\w-]*:s3:::([^/*]+)/.exec(resource)?.[1];
    // Whoever makes a bucket is told that the name is taken, not that it is another's.
    const guard = bucket === undefined || action === 's3:CreateBucket' ? undefined : guardOf?.(bucket);
    const resourceText = namesNoResource(resource) ? undefined : `"${resource}"`;
    const demand = { principal, action, resource, context: [requestContext, context], guard, resourceText, now };
    authority.require(demand);
  };
}
