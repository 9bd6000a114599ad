export { speak } from '../base/l10n.js';
export { Endpoint } from './endpoint/endpoint.js';
export { serveHelper } from './helper/serveHelper.js';
export { removeLauncher, writeLauncher } from './profile/managedFile.js';
export { addManagedProfile, keysCommand, removeManagedProfile } from './profile/profileCommands.js';
