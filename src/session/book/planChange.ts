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
  const [keyBefore, keyAfter] = [keyOf(before), keyOf(after)];
  if (keyBefore !== undefined && keyAfter !== undefined && keyBefore !== keyAfter) {
    return l10n.t('its access keys were {0} and are {1}', keyBefore, keyAfter);
  }
  if (describeSource(before) !== describeSource(after)) {
    return l10n.t('it came from {0} and comes from {1}', describeSource(before), describeSource(after));
  }
  const [led, leads] = [whereTo(before), whereTo(after)];
  if (led !== '' && leads !== '' && led !== leads) {
    return l10n.t('it led to {0} and leads to {1}', led, leads);
  }
  return l10n.t('what is asked of AWS is different');
}

/** Empty where that is not known before a call. */
function whereTo(plan: Plan): string {
  const { accountId, name } = destinationOf(plan);
  return [accountId, name].filter((part) => part !== undefined).join('/');
}

function keyOf({ source }: Plan): string | undefined {
  return source.kind === 'static-keys' ? source.accessKeyId : undefined;
}
