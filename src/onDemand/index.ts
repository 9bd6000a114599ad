// What a window needs only once somebody asks for it, of all rooms: one bundle, so that what they share is in it once.
export { speak } from '../base/l10n.js';
export { registerApi } from '../api/index.js';
export { registerConsole } from '../console/index.js';
export { registerDenials } from '../denials/index.js';
export { registerExporting } from '../exporting/index.js';
export { registerLogins } from '../logins/index.js';
export { registerNotebooks } from '../notebooks/index.js';
export { registerRevoking } from '../revoking/index.js';
export { registerRoleSetup } from '../roleSetup/index.js';
export { registerSnippets } from '../snippets/index.js';
export { openBringing } from '../session/bringing/index.js';
export { TerminalIdentity } from '../terminals/identity/index.js';
