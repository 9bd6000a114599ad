export { speak } from '../base/l10n.js';
export { runMfaCommand } from '../process/command.js';
export { consoleSignInToken } from './consoleSignIn.js';
export { executePlan } from './executePlan.js';
export { keptSignIn, portalAccounts, portalRoleNames } from './identityCenter/portals.js';
export { signOutOfPortals } from './identityCenter/signOut.js';
export { signInToPortal } from './identityCenter/token.js';
export * from './s3/openS3.js';
