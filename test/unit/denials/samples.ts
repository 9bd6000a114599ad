import { parseDenial, type Denial } from '../../../src/denials/denialMessage.js';

export const ACCOUNT = '123456789012';
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/jo`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/jo`;
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
export const OBJECT = 'arn:aws:s3:::data/x';
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`;

export function read(text: string): Denial {
  const denial = parseDenial(text);
  if (denial === undefined) throw new Error('no denial');
  return denial;
}

export const denied = (who: string, action: string, resource: string | undefined, reason = '') =>
  read(
    `User: ${who} is not authorized to perform: ${action}${resource === undefined ? '' : ` on resource: ${resource}`} ${reason}`,
  );
export const no = (policy: string) => `because no ${policy} allows the x action`;
