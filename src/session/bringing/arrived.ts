import * as l10n from '../../base/l10n.js';
import { oneLine } from '../../base/oneLine.js';
import { TYPED } from '../../base/place.js';
import { sentences } from '../../base/words.js';
import { describeSource } from '../../model/plan/describeSource.js';
import type { Plan } from '../../model/plan/plan.js';
import { identityOf } from '../../model/session/identity.js';
import { sessionTitle, type LiveSession, type RoleRef } from '../../model/session/session.js';
import type { SessionRequest } from '../../model/request.js';
import { sessionId, sessionKey } from '../book/sessionKey.js';
import type { KeptSession } from '../keep/vault.js';
import type { BroughtEntry } from './entry.js';

/** A host's name has no more. */
const MAX_NAME = 64;

/** What was brought as a session of this machine, whose plan says that nothing gives it again. */
export function arrivedSession({ id, from, session }: BroughtEntry): KeptSession & { readonly session: LiveSession } {
  const { name, arn, region, endpoints, narrowedTo, narrowedBy, startedAt, expiresAt, credentials } = session;
  const machine = oneLine(from, MAX_NAME);
  const request: SessionRequest = { target: { kind: 'brought', id, from: machine }, overrides: {} };
  const source = { kind: 'brought', from: machine, place: TYPED } as const;
  const plan: Plan = { roleId: `brought:${id}`, name, source, hops: [], region, endpoints, narrowedTo };
  const role: RoleRef = { id: plan.roleId, name, request };
  return {
    plan,
    generation: 1,
    session: {
      kind: 'live',
      id: sessionId(request, plan),
      key: sessionKey(plan, arn),
      ...{ role, identity: identityOf(arn), principal: undefined, region, endpoints },
      source: describeSource(plan),
      narrowedTo,
      ...(narrowedBy !== undefined && { narrowedBy }),
      ...{ startedAt, expiresAt, clockOffsetMs: 0, credentials },
    },
  };
}

/** Everything by which the user can tell whether it is theirs. `until`: its end, for people. */
export function arrivalText({ from, session }: BroughtEntry, until: string, isProduction: boolean): string {
  const title = oneLine(sessionTitle({ name: session.name, narrowedTo: session.narrowedTo }), 200);
  const { endpoints } = session;
  const elsewhere = [endpoints.all, endpoints.sts, endpoints.s3, endpoints.iam, endpoints.accessAnalyzer].filter(
    (url) => url !== undefined,
  );
  return sentences(
    l10n.t('Session {0}, until {1}, was brought from {2}.', title, until, oneLine(from, MAX_NAME)),
    l10n.t('It is {0}.', oneLine(session.arn, 300)),
    elsewhere.length > 0 ? l10n.t('Its calls go to {0}.', oneLine([...new Set(elsewhere)].join(', '), 300)) : undefined,
    isProduction ? l10n.t('It is production.') : undefined,
    l10n.t('Use it here?'),
  );
}
