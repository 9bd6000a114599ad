import { isLive } from '../../model/session/entry.js';
import { isProduction } from '../../model/session/production.js';
import { liveSession, sessionTitle, type LiveSession } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import type { Pin } from './pins.js';

/** A session that the view shows. */
export type ShownSession = ShownLive | { readonly kind: 'ended'; readonly pin: Pin };

export interface ShownLive {
  readonly kind: 'live';
  readonly session: LiveSession;
  /** New terminals act as it. */
  readonly active: boolean;
  readonly pinned: boolean;
  readonly production: boolean;
}

/** The active session first, then those that are pinned; one that has two names is shown once. */
export function shownSessions(
  sessions: Pick<SessionReader, 'active' | 'get'>,
  pins: readonly Pin[],
  productionRoles: readonly string[],
): readonly ShownSession[] {
  const active = liveSession(sessions.active());
  const describe = (session: LiveSession): ShownLive => ({
    kind: 'live',
    session,
    active: session.key === active?.key,
    pinned: pins.some(({ id }) => id === session.id),
    production: isProduction(productionRoles, session),
  });
  const pinned = pins.map((pin): ShownSession => {
    const entry = sessions.get(pin.id);
    return entry !== undefined && isLive(entry) ? describe(entry.state) : { kind: 'ended', pin };
  });
  const all = active === undefined ? pinned : [describe(active), ...pinned];
  return all.filter((one, index) => all.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

/** The active session alone needs no row of its own: the view is its. */
export function soleSession(shown: readonly ShownSession[]): ShownLive | undefined {
  const [first, ...others] = shown;
  return first?.kind === 'live' && first.active && others.length === 0 ? first : undefined;
}

/** Equal for two that look the same, as before and after a renewal. */
export function looksOf(shown: readonly ShownSession[]): string {
  return JSON.stringify(
    shown.map((one) =>
      one.kind === 'ended'
        ? [one.kind, one.pin.id]
        : [one.kind, one.session.key, one.session.id, one.active, one.pinned, one.production],
    ),
  );
}

/** Who it is: "dev (read-only)", and the account's number beside it, which has little room. */
export function shownTitle(shown: ShownSession): { readonly title: string; readonly account: string } {
  if (shown.kind === 'ended') {
    const { role, narrowedTo, accountId } = shown.pin;
    return { title: sessionTitle({ name: role.name, narrowedTo }), account: accountId };
  }
  const { role, narrowedTo, identity } = shown.session;
  return { title: sessionTitle({ name: role.name, narrowedTo }), account: identity.accountId };
}

/** What is kept of a session so that it can be shown once it has ended. */
export function pinOf({ id, role, narrowedTo, identity }: LiveSession): Pin {
  return { id, role, accountId: identity.accountId, ...(narrowedTo !== undefined && { narrowedTo }) };
}

function nameOf(shown: ShownSession): string {
  return shown.kind === 'live' ? shown.session.key : `ended:${shown.pin.id}`;
}
