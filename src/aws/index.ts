export { runMfaCommand } from './command.js';
export { executePlan } from './execute.js';
export { keptSignIn, portalAccounts, portalRoleNames } from './identityCenter/portals.js';
export { signOutOfPortals } from './identityCenter/signOut.js';
export { signInToPortal } from './identityCenter/token.js';
export * from './s3.js';
