import type { Disposable } from '../../base/listeners.js';
import type { Log } from '../../editor/log.js';
import type { RecordAct } from '../../model/sessionAct.js';
import type { SessionId } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { Fetches } from '../fetches.js';
import { ACTIVE_PROFILE, profileOfRole } from '../managedRole.js';
import type { KeptKeysStore } from '../../config/sources/keptKeys.js';
import { answerKeys } from './answerKeys.js';
import { answerTo } from './answer.js';
import { programOf } from './programOf.js';
import { HelperServer } from './server.js';

interface Serving {
  readonly storage: string;
  readonly secrets: Pick<KeptKeysStore, 'get'>;
  readonly sessions: SessionReader;
  readonly record: RecordAct;
  /** A program has got the credentials of that session. */
  readonly onDidFetch: (id: SessionId) => void;
  readonly log: Pick<Log, 'warn'>;
}

/** Lets programs have what this window knows, and puts on record what they got and what they did not. */
export function serveHelper({ storage, secrets, sessions, record, onDidFetch, log }: Serving): Disposable {
  const fetches = new Fetches(record);
  const server = new HelperServer({
    storage,
    answer: (asked, pid) => {
      if (asked.kind === 'keys') {
        return answerKeys(asked.id, secrets);
      }
      const { answer, session } = answerTo(asked, sessions, Date.now());
      if (session !== undefined && answer.kind !== 'none') {
        const name = asked.kind === 'active' ? ACTIVE_PROFILE : profileOfRole(session.role.name);
        const program = programOf(pid);
        const message = answer.kind === 'refused' ? answer.message : undefined;
        // A command that is run again and again is another process each time.
        const place = [name, session.id, program ?? ''].join('\n');
        void fetches.add({ session, by: { kind: 'helper', name }, message }, place, () =>
          Promise.resolve({ pid, program }),
        );
      }
      if (session !== undefined && answer.kind === 'lent') {
        onDidFetch(session.id);
      }
      return answer;
    },
  });
  server.listen().catch((error: unknown) => log.warn('Programs cannot ask this window for credentials', error));
  return {
    dispose: () => {
      server.dispose();
      fetches.dispose();
    },
  };
}
