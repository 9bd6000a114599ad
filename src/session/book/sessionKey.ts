import { identityCall, isScope } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import { identityOf } from '../../model/session/identity.js';
import type { SessionRequest } from '../../model/request.js';
import type { SessionId } from '../../model/session/session.js';
import { createHash } from 'node:crypto';
import { lastingArn } from './samePerson.js';

/**
 * See `SessionFacts.key`. It holds the ARN that AWS told, since a plan alone does not say who a process, a SAML assertion
 * or a metadata service makes one; but not the time by which programs name a session, so that tabs outlive a renewal. The
 * readable part is for people, the digest keeps two identities apart.
 */
export function sessionKey(plan: Plan, arn: string): string {
  const { accountId, name } = identityOf(arn);
  const scopes = plan.hops.filter(isScope).map(({ policy }) => policy);
  const exact = JSON.stringify([plan.roleId, lastingArn(arn), plan.endpoints, lastRequest(plan), ...scopes]);
  return `${`${accountId}.${name}`.toLowerCase().replace(/[^a-z0-9.-]/g, '-')}.${digest(exact)}`;
}

/** See `SessionId`. */
export function sessionId(request: SessionRequest, plan: Plan): SessionId {
  return digest(JSON.stringify([request, planFingerprint(plan)]));
}

/** Sources that say anew at each call who one is: a program, the environment, the machine, whoever signs in. */
const CHANGING_SOURCES: ReadonlySet<Plan['source']['kind']> = new Set([
  'process',
  'environment',
  'instance-metadata',
  'container',
  'login',
  'identity-center',
  'saml',
  'web-identity',
]);

/** Whether the same plan may be somebody else's the next time, also where the role at its end is always the same. */
export function mayBecomeAnother({ source }: Plan): boolean {
  return CHANGING_SOURCES.has(source.kind);
}

/** What of the last call shapes the session's permissions. */
function lastRequest(plan: Plan): unknown {
  const last = identityCall(plan);
  switch (last.kind) {
    case 'assume-role':
      return [last.role.arn, last.policy, last.policyArns, last.tags, last.transitiveTagKeys, last.sourceIdentity];
    case 'federation-token':
      return [last.policy, last.policyArns, last.tags];
    case 'web-identity':
    case 'saml':
      return [last.role?.arn, last.policy, last.policyArns];
    default:
      return [last.kind];
  }
}

/** Equal for two plans that would ask AWS for the same thing with the same keys, wherever these are written. */
export function planFingerprint(plan: Plan): string {
  return digest(JSON.stringify(plan, withoutPlace));
}

/** A line that moves changes nothing; a session tag that is called "place" is a text. */
function withoutPlace(name: string, value: unknown): unknown {
  return name === 'place' && typeof value === 'object' ? undefined : value;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
