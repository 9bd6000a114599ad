import * as l10n from '../../base/l10n.js';
import { loadAws } from '../../bundles.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { createStore, S3Error, type S3Store } from './store.js';
import { identityName } from '../../model/session/identity.js';

/** The store of each live session. A renewed session has the same key but other credentials, so it gets a new store. */
export class Stores {
  private readonly byKey = new Map<string, S3Store>();

  constructor(private readonly sessions: SessionReader) {}

  /** @throws S3Error naming the role to assume again when the session has ended. */
  get(sessionKey: string): S3Store {
    const session = this.sessions.byKey(sessionKey);
    if (session === undefined) {
      this.byKey.delete(sessionKey);
      throw new S3Error({ kind: 'expired' }, this.endedText(sessionKey), this.sessions.facts(sessionKey));
    }
    const known = this.byKey.get(sessionKey);
    if (known?.session.credentials.accessKeyId === session.credentials.accessKeyId) {
      return known;
    }
    const store = createStore(session, async (live, region) => (await loadAws()).openS3({ session: live, region }));
    this.byKey.set(sessionKey, store);
    return store;
  }

  private endedText(sessionKey: string): string {
    const facts = this.sessions.facts(sessionKey);
    return facts === undefined
      ? l10n.t(
          'This was opened with a role session that this window does not know. Assume the role, then open it again.',
        )
      : l10n.t('The session of {0} has ended. Assume the role again to go on.', identityName(facts.identity));
  }
}
