import type * as SignIn from '../../signIn/index.js';

/** Loads the bundle with the browser sign-ins and their libraries, which most sessions never need. */
export function loadSignIn(): Promise<typeof SignIn> {
  return import('../../signIn/index.js');
}
