export { openConfiguration } from '../config/index.js';
export { speak } from '../base/l10n.js';
export { interactionWith } from './interaction/interaction.js';
export { IdentityCenter } from './forms/identityCenter.js';
export { assumeByArn, assumeWithLess, assumeWithOptions } from './forms/assumeRole.js';
export { showPlan, showPlanOf } from './forms/showPlan.js';
export { getFederationToken, getSessionToken } from './forms/tokens.js';
export { pickRole } from './forms/rolePicker.js';
export { roleRows, sessionRows } from './rows/roleRows.js';
