import * as l10n from '../../base/l10n.js';
import { describeSource } from '../../model/plan/describeSource.js';
import { destinationOf } from '../../model/plan/destination.js';
import type { Plan } from '../../model/plan/plan.js';
import { planFingerprint } from './sessionKey.js';

/** What has changed in the files since a session was opened by `before`, for people; undefined where nothing has. */
export function planChange(before: Plan, after: Plan): string | undefined {
  if (planFingerprint(before) === planFingerprint(after)) {
    return undefined;
  }
  const [was, is] = [destinationOf(before), destinationOf(after)];
  if (keyOf(before) !== keyOf(after)) {
    return l10n.t('its access keys were {0} and are {1}', keyOf(before) ?? '—', keyOf(after) ?? '—');
  }
  if (describeSource(before) !== describeSource(after)) {
    return l10n.t('it came from {0} and comes from {1}', describeSource(before), describeSource(after));
  }
  if (was.name !== is.name || was.accountId !== is.accountId) {
    return l10n.t('it led to {0} and leads to {1}', `${was.accountId}/${was.name}`, `${is.accountId}/${is.name}`);
  }
  return l10n.t('what is asked of AWS is different');
}

function keyOf({ source }: Plan): string | undefined {
  return source.kind === 'static-keys' ? source.accessKeyId : undefined;
}
