import * as forms from './forms/index.js';

/** What is only needed once somebody asks for a session. */
export function loadForms(): Promise<typeof forms> {
  return Promise.resolve(forms);
}
