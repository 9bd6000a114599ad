import type { Assumed } from '../../aws/executePlan.js';
import { describeSource } from '../../model/plan/describeSource.js';
import { identityOf } from '../../model/session/identity.js';
import { NEVER, type LiveSession, type SessionFacts } from '../../model/session/session.js';
import type { Planned } from './planned.js';
import { sessionId, sessionKey } from './sessionKey.js';

/** What AWS gave for a plan, as a session. `narrowedFrom`: whose credentials the plan went on from. */
export function sessionOf(
  assumed: Assumed,
  { request, plan }: Planned,
  narrowedFrom: SessionFacts['narrowedFrom'],
  now: number,
): LiveSession {
  return {
    kind: 'live',
    id: sessionId(request, plan),
    key: sessionKey(plan, assumed.arn),
    role: { id: plan.roleId, name: plan.name, request },
    identity: identityOf(assumed.arn),
    principal: assumed.principal,
    region: plan.region,
    endpoints: plan.endpoints,
    source: describeSource(plan),
    narrowedTo: plan.narrowedTo,
    ...(assumed.narrowedBy !== undefined && { narrowedBy: assumed.narrowedBy }),
    ...(narrowedFrom !== undefined && { narrowedFrom }),
    startedAt: now,
    expiresAt: assumed.expiration === undefined ? NEVER : assumed.expiration - assumed.clockOffsetMs,
    clockOffsetMs: assumed.clockOffsetMs,
    credentials: assumed.credentials,
  };
}
