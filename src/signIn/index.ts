export { speak } from '../base/l10n.js';
export { signInWithOidc } from './openIdConnect.js';
export { expectIssuer, readAssertion, roleIn } from './saml.js';
export { signInWithSaml } from './samlSignIn.js';
