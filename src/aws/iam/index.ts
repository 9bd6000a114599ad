export { speak } from '../../base/l10n.js';
export { openIam } from './openIam.js';
