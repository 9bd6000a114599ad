import type { LiveSession } from '../model/session/session.js';
import type { Opener } from './opener.js';
import type { Sessions } from './sessions.js';

interface Parts {
  readonly sessions: Pick<Sessions, 'list' | 'inUse'>;
  readonly opener: Pick<Opener, 'end' | 'use'>;
}

/**
 * Opens a session about which the user can only be asked once it is there, and then uses it. What they do not want is
 * not kept, unless others have it: it was live before, somebody else's call brought it, or it is used meanwhile.
 * @param open tells by `made` that this very call has asked AWS
 * @throws what `open` and `confirm` throw
 */
export async function openThenAsk(
  { sessions, opener }: Parts,
  open: (made: () => void) => Promise<LiveSession>,
  confirm: (session: LiveSession) => Promise<void>,
): Promise<LiveSession> {
  const others = new Set(sessions.list().flatMap(({ id, state }) => (state.kind === 'live' ? [id] : [])));
  const call = { isOurs: false };
  const session = await open(() => (call.isOurs = true));
  const { id } = session;
  try {
    await confirm(session);
  } catch (error) {
    if (call.isOurs && !others.has(id) && !sessions.inUse().includes(id)) {
      await opener.end(id);
    }
    throw error;
  }
  await opener.use(id);
  return session;
}
