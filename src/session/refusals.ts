import * as l10n from '../base/l10n.js';
import { NeedsUser, UserError, type ErrorAction } from '../base/errors.js';
import type { Plan } from '../model/plan/plan.js';
import type { SessionRequest } from '../model/request.js';
import type { EntryState } from '../model/session/entry.js';
import { NEVER, type LiveSession, type RoleRef, type Who } from '../model/session/session.js';
import { whoIs, type BookEntry } from './book/book.js';
import { compareWho, differenceBetween } from './book/samePerson.js';
import { mayBecomeAnother } from './book/sessionKey.js';
import type { Narrowable } from './book/wider.js';
import type { OneFolder } from './wanted.js';

/** Ends that are no further apart are the same one. */
const SAME_END_MS = 2_000;

/** As `compareWho`; but whoever is there, and renews what was never known, answers for who they are. */
export function answersFor(before: Who, after: Who, plan: Plan): ReturnType<typeof compareWho> {
  const sameness = compareWho(before, after, mayBecomeAnother(plan));
  return sameness === 'unknown' && before.principal === undefined ? 'same' : sameness;
}

/** @throws NeedsUser where it would not show if credentials that nobody watches became somebody else's */
export function needsKnownPerson(before: Who | undefined, plan: Plan): void {
  if (before !== undefined && before.principal === undefined && mayBecomeAnother(plan)) {
    throw new NeedsUser(l10n.t('It is unknown who signed in for {0}: only you can renew it.', plan.name));
  }
}

/**
 * What was ended while somebody was about to renew it does not come back by that, least of all as somebody else.
 * @param before as it was when they asked for that
 * @throws UserError
 */
export function refuseEnded({ role, state }: BookEntry, now: BookEntry | undefined, plan: Plan): void {
  const [before, after] = [whoIs(state), whoIs(now?.state)];
  const isAnother =
    before !== undefined && (after === undefined || compareWho(before, after, mayBecomeAnother(plan)) === 'another');
  if (now === undefined || isAnother) {
    throw new UserError(l10n.t('The session of {0} has ended meanwhile, and is not renewed.', role.name), {
      actions: [assumeRoleAction(role.request)],
    });
  }
}

/** To whoever was asked for it: another window has ended or refused what this one was opening. `now`: what it is by now. */
export function lostMeanwhile({ name, request }: RoleRef, now: EntryState | undefined): UserError {
  const message =
    now?.kind === 'failed'
      ? now.message
      : l10n.t(
          'The session of {0} was ended in another window while it was being opened or renewed here: what AWS gave for it is not used. Assume the role again if you want it.',
          name,
        );
  return new UserError(message, { actions: [assumeRoleAction(request)] });
}

/** A session that was narrowed is whose the wider one is. @throws UserError */
export function refuseStranger(wider: Who, narrowed: Who, plan: Plan): void {
  const sameness = answersFor(wider, narrowed, plan);
  if (sameness === 'unknown') {
    throw unknownPerson(plan);
  }
  if (sameness === 'another') {
    const [is, becomes] = differenceBetween(wider, narrowed);
    throw new UserError(
      l10n.t('{0} is {1} and would be {2} once it is narrowed, which is not used.', plan.name, is, becomes),
    );
  }
}

export function unknownPerson({ name }: Plan): UserError {
  return new UserError(
    l10n.t('Who signed in for {0} could not be found out, so it could be somebody else by now. Try again.', name),
  );
}

/**
 * Others would be wanted again soon, and nobody would be warned of the end. Who asked for new ones has them, though.
 * @throws UserError
 */
export function refuseKept(before: LiveSession, after: LiveSession, mayAsk: boolean): void {
  const isSame = after.credentials.accessKeyId === before.credentials.accessKeyId;
  const endsLater = before.expiresAt === NEVER || after.expiresAt - before.expiresAt >= SAME_END_MS;
  if (!endsLater && (isSame || !mayAsk)) {
    throw new UserError(
      l10n.t(
        'The credentials that came for {0} end no later than those it has: whatever gives them may be keeping them.',
        before.role.name,
      ),
    );
  }
}

/** In words, why a session cannot be narrowed any more. */
export function whyNotNarrowed(found: Exclude<Narrowable, { readonly kind: 'narrowable' }>, { name }: Plan): string {
  return found.kind === 'ended'
    ? l10n.t('The session of {0} that was to be narrowed has ended. Assume it again, and narrow that.', name)
    : l10n.t(
        'The configuration of {0} has changed since the session was opened that was to be narrowed: {1}. Assume it again, and narrow that.',
        name,
        found.change,
      );
}

/** Anew, as whoever it is by now. */
export function assumeRoleAction(request: SessionRequest): ErrorAction {
  return { title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole', args: [request] };
}

/** Of folders that have lost it, or were given another, while the user was asked: nobody else is to act as it instead. */
export function noFolderHasIt({ name }: RoleRef, request: SessionRequest): UserError {
  return new UserError(
    l10n.t(
      'No folder has the session of {0} any more: it has ended, or another one was chosen for them. Nothing acts as what was asked for.',
      name,
    ),
    { actions: [assumeRoleAction(request)] },
  );
}

/**
 * What is of a folder alone is not offered for the window where `work` fails.
 * @param one undefined: it is of the window
 * @throws as it does
 */
export async function offeringForFolder<T>(one: OneFolder | undefined, work: () => Promise<T>): Promise<T> {
  if (one === undefined) {
    return work();
  }
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserError
      ? new UserError(error.message, { cause: error, actions: error.actions.map((action) => forFolder(action, one)) })
      : error;
  }
}

function forFolder(action: ErrorAction, one: OneFolder): ErrorAction {
  const [wanted] = action.args ?? [];
  switch (action.command) {
    case 'roleSessions.assumeRole':
      return { ...action, command: 'roleSessions.useSessionForFolder', args: [wanted, one.folder] };
    case 'roleSessions.renewSession':
    case 'roleSessions.showPlan':
      return { ...action, args: [wanted, one] };
    default:
      return action;
  }
}
