import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import type { GivenTo } from '../../src/lending/given.js';
import type { LiveSession } from '../../src/model/session/session.js';

/** What shells are given where the user has set nothing else. */
export const givesKeys = {
  give: (session: LiveSession): GivenTo => ({ kind: 'keys', variables: sessionVariables(session) }),
  onDidChange: () => ({ dispose: () => undefined }),
  settled: () => Promise.resolve(),
  hold: () => undefined,
};
