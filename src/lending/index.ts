export { speak } from '../base/l10n.js';
export { Endpoint } from './endpoint/endpoint.js';
