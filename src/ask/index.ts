export { useWords } from '../base/words.js';
export { interactionWith } from './interaction/interaction.js';
export { IdentityCenter } from './forms/identityCenter.js';
export { assumeByArn, assumeWithLess, assumeWithOptions } from './forms/assumeRole.js';
export { showPlan, showPlanOf } from './forms/showPlan.js';
export { getFederationToken, getSessionToken } from './forms/tokens.js';
