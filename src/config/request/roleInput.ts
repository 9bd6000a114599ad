import * as l10n from '../../base/l10n.js';
import { parseRoleArn } from '../rules/arn.js';
import { TYPED } from '../../base/place.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import { type Checked, fail } from '../../base/checked.js';

/**
 * A role as people type it: its ARN, `123456789012/NAME`, or `123456789012:role/PATH/NAME`. The partition is for the
 * forms that name none. An account written as the console shows it, 1234-5678-9012, will do.
 */
export function parseRoleInput(text: string, partition: string): Checked<RoleArn> {
  const typed = text.trim();
  if (typed.startsWith('arn:')) {
    return parseRoleArn({ name: 'This', value: typed, place: TYPED });
  }
  const match = /^(\d{4}-\d{4}-\d{4}|\d+)(?::role)?\/(.+)$/.exec(typed);
  const [, account = '', role = ''] = match ?? [];
  if (match === null) {
    const hint = l10n.t(
      'Type an ARN such as arn:aws:iam::123456789012:role/NAME, or account and name: 123456789012/NAME.',
    );
    return fail(TYPED, typed === '' ? l10n.t('There is no role yet.') : l10n.t('This is not a role.'), hint);
  }
  const accountId = account.replaceAll('-', '');
  if (accountId.length !== 12) {
    return fail(
      TYPED,
      l10n.t('An account has twelve digits, this one has {0}.', accountId.length),
      l10n.t('Check the account’s number.'),
    );
  }
  return parseRoleArn({ name: 'This', value: `arn:${partition}:iam::${accountId}:role/${role}`, place: TYPED });
}
