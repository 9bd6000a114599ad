export { interactionWith } from '../interaction.js';
export { IdentityCenter } from './identityCenter.js';
export { assumeByArn, assumeWithLess, assumeWithOptions } from './assumeRole.js';
export { showPlan, showPlanOf } from './showPlan.js';
export { getFederationToken, getSessionToken } from './tokens.js';
