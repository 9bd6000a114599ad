import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { Log } from '../editor/log.js';
import { widerRequest } from '../model/request.js';
import type { SessionId } from '../model/session/session.js';
import { withChosenRole } from './book/chosenRole.js';
import type { Opened } from './book/events.js';
import type { Planned } from './book/planned.js';
import { sessionId } from './book/sessionKey.js';
import { sessionOf } from './book/sessionOf.js';
import { lentBy, nameOf, narrowable, widerEntry, type WiderEntry } from './book/wider.js';
import type { Attending, Executor } from './executor.js';
import type { Keeper } from './keeper.js';
import { assumeRoleAction, refuseStranger, whyNotNarrowed } from './refusals.js';
import type { Sessions } from './sessions.js';

interface Narrowing {
  readonly planned: Planned;
  /** The session that it is narrowed from; default: the one that can be, else from the beginning. */
  readonly from?: SessionId | undefined;
}

/** Has AWS asked for what is wanted, and makes a session of the answer. */
export class AwsAsker {
  constructor(
    private readonly sessions: Pick<Sessions, 'get' | 'list' | 'openedBy'>,
    private readonly keeper: Pick<Keeper, 'generationOf'>,
    private readonly executor: Pick<Executor, 'run'>,
    private readonly log: Pick<Log, 'info'>,
  ) {}

  /** @throws UserError, Cancelled */
  async ask({ planned, from }: Narrowing, generation: number, attending: Attending): Promise<Opened> {
    const wider = from === undefined ? widerEntry(this.sessions.list(), planned) : this.widerOf(planned, from);
    const lent = wider && lentBy(wider);
    const assumed = await this.executor.run(planned.plan, { ...attending, ...(lent !== undefined && { lent }) });
    const reached = withChosenRole(planned, assumed.samlRole);
    const now = Date.now();
    // Where a session policy had to do, the role was assumed once more.
    const isLent = wider !== undefined && assumed.narrowedBy !== 'session-policy';
    const narrowedFrom = isLent ? { id: wider.id, name: nameOf(wider.state) } : undefined;
    const { signOuts } = assumed;
    const session = { ...sessionOf(assumed, reached, narrowedFrom, now), ...(signOuts !== undefined && { signOuts }) };
    const { name } = reached.plan;
    if (session.expiresAt <= now) {
      throw new UserError(
        l10n.t("The session that AWS gave for {0} has expired already. Is this machine's clock right?", name),
      );
    }
    if (wider !== undefined) {
      refuseStranger(wider.state, session, reached.plan);
    }
    this.log.info(`Assumed ${session.identity.arn} until ${new Date(session.expiresAt).toISOString()}.`);
    // A role chosen on the way makes another session; of the same one, what was ended meanwhile stays ended.
    const isSame = session.id === sessionId(planned.request, planned.plan);
    const known = isSame ? 0 : await this.keeper.generationOf(session.id);
    return this.sessions.openedBy({ session, plan: reached.plan, generation: Math.max(generation, known + 1) });
  }

  /** @throws UserError where it can no longer be narrowed to what is asked */
  widerOf(planned: Planned, from: SessionId): WiderEntry {
    const { plan, request } = planned;
    const entry = this.sessions.get(from);
    const found = narrowable(entry, planned);
    if (found.kind === 'narrowable') {
      return found.wider;
    }
    throw new UserError(whyNotNarrowed(found, plan), {
      actions: [assumeRoleAction(entry?.role.request ?? widerRequest(request) ?? request)],
    });
  }
}
