// How denials are worded, and what may be asked about them afterwards.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
import { randomBytes } from 'node:crypto';
import { AwsError, type DenialOptions } from '../types.js';
import type { Decision, PolicyType } from './decide.js';
import type { AccessRequest } from './judge.js';
import type { Principal } from './principal.js';

/** A denied request, as it was decided. */
export interface Denied {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly decision: Decision;
  readonly time: number;
}

interface Asked {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly decision: Decision;
  /** The end of "on resource: …" as the service writes it; undefined where it names none. */
  readonly resourceText: string | undefined;
  /** Whether a role was to be assumed: STS seldom tells why not. */
  readonly assuming: boolean;
  readonly now: number;
}

const DEFAULTS: Required<DenialOptions> = {
  policyArns: true,
  authorizationIds: false,
  encoded: false,
  assumeRole: 'plain',
  plain: false,
};

const ARTICLES: Readonly<Record<PolicyType, string>> = {
  'identity-based policy': 'an identity-based policy',
  'session policy': 'a session policy',
  'permissions boundary': 'a permissions boundary',
  'service control policy': 'a service control policy',
  'resource control policy': 'a resource control policy',
  'resource-based policy': 'a resource-based policy',
  'role trust policy': 'the role trust policy',
};

/** "because no … allows", or "with an explicit deny in …". */
function reasonOf(decision: Decision, action: string, namesPolicy: boolean): string {
  const type = decision.type ?? 'identity-based policy';
  if (decision.outcome === 'implicitDeny') return `because no ${type} allows the ${action} action`;
  const arn = namesPolicy ? decision.matched[0]?.policy.origin?.arn : undefined;
  return `with an explicit deny in ${ARTICLES[type]}${arn === undefined ? '' : `: ${arn}`}`;
}

export class Denials {
  private options = DEFAULTS;
  private readonly byId = new Map<string, Denied>();
  private readonly byMessage = new Map<string, Denied>();

  set(options: DenialOptions): void {
    this.options = { ...this.options, ...options };
  }

  /** What GetRequestAuthorizationDetails tells. */
  ofId(id: string): Denied | undefined {
    return this.byId.get(id);
  }

  /** What DecodeAuthorizationMessage decodes. */
  ofMessage(encoded: string): Denied | undefined {
    return this.byMessage.get(encoded);
  }

  /** The denial as the service answers it; `together`: in one account or organization, where policies may be named. */
  error(asked: Asked, together: boolean): AwsError {
    const { principal, request, resourceText, decision } = asked;
    const where = resourceText === undefined ? '' : ` on resource: ${resourceText}`;
    const start = `User: ${principal.arn} is not authorized to perform: ${request.action}${where}`;
    const plain = this.options.plain || (asked.assuming && (this.options.assumeRole === 'plain' || !together));
    const reason = plain ? '' : ` ${reasonOf(decision, request.action, this.options.policyArns && together)}`;
    return new AwsError(403, 'AccessDenied', start + reason + this.appendix(asked));
  }

  private appendix({ principal, request, decision, now }: Asked): string {
    const denied: Denied = { principal, request, decision, time: now };
    return (this.options.authorizationIds ? this.troubleshooter(denied) : '') + this.encoded(denied);
  }

  private troubleshooter(denied: Denied): string {
    const id = Array.from(randomBytes(22), (byte) => (byte % 36).toString(36)).join('');
    this.byId.set(id, denied);
    const link = `https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${id}`;
    return `. Go to ${link} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`;
  }

  private encoded(denied: Denied): string {
    if (!this.options.encoded) return '';
    const message = randomBytes(180).toString('base64url');
    this.byMessage.set(message, denied);
    return `. Encoded authorization failure message: ${message}`;
  }
}
