import type { SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import type { Log } from '../../editor/log.js';
import { expire, type SessionFacts } from '../../model/session/session.js';
import type { RecordAct } from '../../model/sessionAct.js';
import { inTime, READ_MS, WRITE_MS } from '../keep/inTime.js';
import type { Keeper } from '../keeper.js';
import type { Opener } from '../opener.js';
import type { Sessions } from '../sessions.js';
import { acquireLease } from '../../base/files/lease.js';
import { arrivedSession } from './arrived.js';
import { isSameMachine, isWaiting, keyOf, readEntry, type BroughtEntry, type Machine } from './entry.js';

/** What the user says to an offer; undefined where they have closed it. */
export type ArrivalAnswer = 'use' | 'drop' | undefined;

interface ArrivalParts {
  readonly secrets: Pick<SecretStorage, 'get' | 'delete'>;
  readonly sessions: Pick<Sessions, 'commit' | 'openedBy'>;
  readonly keeper: Pick<Keeper, 'keep'>;
  readonly opener: Pick<Opener, 'use'>;
  readonly machine: () => Promise<Machine>;
  /** Whether this window is offered anything: one of the machine that the user sits at is not. */
  readonly isRemote: boolean;
  /** Where windows of this machine wait for each other. */
  readonly folder: string;
  readonly ask: (entry: BroughtEntry) => Promise<ArrivalAnswer>;
  /** @throws Cancelled */
  readonly confirm: (session: SessionFacts) => Promise<void>;
  /** Never rejects: what the work throws is shown. */
  readonly shown: (work: () => Promise<void>) => Promise<unknown>;
  readonly record: RecordAct;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Offers what windows of other machines have brought, and takes it where the user wants it. */
export class Arrivals {
  private readonly offered = new Set<string>();

  constructor(private readonly parts: ArrivalParts) {}

  /** Until the user has answered, where it is offered. Never rejects. */
  async look(key: string): Promise<void> {
    await this.quietly(() => this.offer(key));
  }

  private async offer(key: string): Promise<void> {
    const { isRemote, machine, ask, shown, secrets } = this.parts;
    const text = await this.textOf(key);
    const entry = text === undefined ? undefined : readEntry(key, text);
    if (text === undefined || entry === undefined) {
      return;
    }
    if (!isWaiting(entry, Date.now())) {
      await inTime(secrets.delete(key), WRITE_MS); // of a window that could not take it back
      return;
    }
    if (!isRemote || isSameMachine(entry.machine, await machine()) || this.offered.has(key)) {
      return;
    }
    this.offered.add(key);
    const answer = await ask(entry);
    if (answer === 'use') {
      await shown(() => this.use(entry, text));
    } else if (answer === 'drop') {
      await inTime(secrets.delete(key), WRITE_MS);
    }
  }

  private async use(entry: BroughtEntry, text: string): Promise<void> {
    const { sessions, keeper, opener, confirm, record, log } = this.parts;
    const arrived = arrivedSession(entry);
    const { session } = arrived;
    await confirm(session);
    if (!(await this.take(entry, text))) {
      throw new UserError(
        l10n.t(
          'The session of {0} is no longer there: it was taken in another window, has ended, or has waited too long. Bring it once more from {1}.',
          session.role.name,
          arrived.plan.source.kind === 'brought' ? arrived.plan.source.from : '',
        ),
      );
    }
    log.info(`Took the session of ${session.identity.arn}, which was brought from another machine.`);
    sessions.commit({ kind: 'adopted', id: session.id, opened: sessions.openedBy(arrived) });
    await keeper.keep(session.id);
    await opener.use(session.id);
    const { kind: _, ...facts } = expire(session);
    record({ kind: 'assumed', session: facts, sourceIdentity: undefined, description: undefined });
  }

  /** The first one has it: it is gone before it is used, and must be what was offered. */
  private async take(entry: BroughtEntry, text: string): Promise<boolean> {
    const key = keyOf(entry.id);
    const { signal } = new AbortController();
    // Where there can be none, windows do not wait for each other; nobody presses two buttons at once.
    const lease = await acquireLease(this.parts.folder, `brought-${entry.id}`, signal).catch(() => undefined);
    try {
      if ((await this.textOf(key)) !== text || !isWaiting(entry, Date.now())) {
        return false;
      }
      await inTime(this.parts.secrets.delete(key), WRITE_MS);
      return true;
    } finally {
      await lease?.release();
    }
  }

  private textOf(key: string): Promise<string | undefined> {
    return inTime(this.parts.secrets.get(key), READ_MS);
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.parts.log.warn('Could not look at what was brought from another machine', error);
    }
  }
}
