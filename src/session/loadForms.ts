import type * as Forms from '../ask/index.js';

/** Loads the bundle with the dialogs, which are only needed once somebody asks for a session. */
export function loadForms(): Promise<typeof Forms> {
  return import('../ask/index.js');
}
