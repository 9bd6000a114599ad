import { leaf } from '../xml.js';
import type { StsAction } from './call.js';

/** Needs no permission, and cannot be denied. */
export const getCallerIdentity: StsAction = {
  signed: true,
  run: ({ caller: { principal } }) =>
    leaf('Arn', principal.arn) + leaf('UserId', principal.userId) + leaf('Account', principal.accountId),
};
