import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import { sentences } from '../base/words.js';
import type { Portal } from '../model/plan/portal.js';
import type { Plan } from '../model/plan/plan.js';
import type { BookEntry } from './book/book.js';
import type { SignOuts } from './keep/signOuts.js';
import type { Keeper } from './keeper.js';
import type { Opener } from './opener.js';
import type { Sessions } from './sessions.js';

type Ender = Pick<Opener, 'end'>;

/** One that the secret store keeps does not keep the others. @throws what to say of those that it keeps */
export async function endEach(entries: readonly BookEntry[], opener: Ender, ...others: readonly Promise<unknown>[]) {
  const ends = entries.map(({ id }) => opener.end(id));
  const [kept, failed] = await Promise.all([failuresOf(entries, ends), rejections(others)]);
  const failure = inOne([...failed, ...kept]);
  if (failure !== undefined) {
    throw failure;
  }
}

interface SigningOut<T> {
  /** Undefined where it failed, as `done` says. */
  readonly signedOut: T | undefined;
  /** How many sessions that were good have ended with it. */
  readonly ended: number;
  /** When all is forgotten, which may take as long as a secret store takes. @throws what of it failed */
  readonly done: Promise<void>;
}

interface Ending {
  readonly sessions: Pick<Sessions, 'list'>;
  readonly opener: Ender;
  readonly keeper: Pick<Keeper, 'unreadable'>;
  readonly signOuts: Pick<SignOuts, 'tell'>;
}

/**
 * Ends the sessions of a portal, or of every one, in all windows, and signs out whatever becomes of that: who signs in
 * next may be somebody else. What a call that was under way brings once the token is gone ends as well, here and, by the
 * mark of it, in other windows.
 */
export async function signOutEnding<T>(
  portal: Portal | undefined,
  { sessions, opener, keeper, signOuts }: Ending,
  signOut: () => Promise<T>,
): Promise<SigningOut<T>> {
  const theirs = () => sessions.list().filter((entry) => plansOf(entry).some((plan) => isOf(plan, portal)));
  const before = theirs();
  const ends = endEach(before, opener);
  ends.catch(() => undefined); // it is waited for below
  const told = signOuts.tell(portal);
  await Promise.allSettled([told]); // before the token is gone: what a call brings after that is looked at by it
  const [result] = await Promise.allSettled([signOut()]);
  const after = theirs();
  const failed = result.status === 'rejected' ? [Promise.reject(result.reason as Error)] : [];
  const later = endEach(after, opener);
  const said = Promise.allSettled([ends, later]).then(() => sayUnreadable(keeper)); // what has ended is not counted
  const done = endEach([], opener, ...failed, told, ends, later, said);
  done.catch(() => undefined); // whoever waits for it hears of it
  return {
    signedOut: result.status === 'fulfilled' ? result.value : undefined,
    ended: [...before, ...after].filter(({ state }) => state.kind === 'live').length,
    done,
  };
}

/** They may be of the portal: once they can be read, they end. */
async function sayUnreadable(keeper: Pick<Keeper, 'unreadable'>): Promise<void> {
  const count = await keeper.unreadable();
  if (count > 0) {
    throw new UserError(
      l10n.t(
        'Sessions that could not be read: {0}. Those of what was signed out of end as soon as they can be. “End All Sessions” ends all of them now.',
        count,
      ),
      { actions: [{ title: l10n.t('End All Sessions'), command: 'roleSessions.endAllSessions' }] },
    );
  }
}

/** What an entry was opened by, and what is being asked for it. */
function plansOf({ plan, asked, underWay }: BookEntry): readonly Plan[] {
  return [plan, underWay ? asked : undefined].filter((each) => each !== undefined);
}

function isOf({ source }: Plan, portal: Portal | undefined): boolean {
  return (
    source.kind === 'identity-center' &&
    (portal === undefined || (source.startUrl === portal.startUrl && source.region === portal.region))
  );
}

async function rejections(work: readonly Promise<unknown>[]): Promise<readonly Error[]> {
  const results = await Promise.allSettled(work);
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
}

/** Of several, one message that names them. */
async function failuresOf(entries: readonly BookEntry[], ends: readonly Promise<void>[]): Promise<readonly Error[]> {
  const results = await Promise.allSettled(ends);
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ name: entries[index]?.role.name ?? '', reason: result.reason as Error }] : [],
  );
  if (failures.length < 2) {
    return failures.map(({ reason }) => reason);
  }
  const message = l10n.t(
    'The sessions of {0} have ended in this window, but the secret store may still hold their credentials, which are good until they expire. The log says why.',
    failures.map(({ name }) => name).join(', '),
  );
  return [new UserError(message, { cause: new AggregateError(failures.map(({ reason }) => reason)) })];
}

function inOne(failures: readonly Error[]): Error | undefined {
  const [first, ...more] = failures;
  const defect = failures.find((failure) => !(failure instanceof UserError));
  return more.length === 0 || defect !== undefined
    ? (defect ?? first)
    : new UserError(sentences(...failures.map((failure) => failure.message)), {
        cause: new AggregateError(failures),
      });
}
