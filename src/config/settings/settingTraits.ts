import { checkSourceIdentity } from '../rules/fields.js';
import { placeOf, stringEntries, stringList, textField, type JsonObject } from './jsonFields.js';
import type { SessionTraits } from '../../model/plan/role.js';
import { checkPolicy, checkPolicyArns, checkPolicySize } from '../rules/sessionPolicies.js';
import { checkTags, checkTransitiveKeys } from '../rules/sessionTags.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import { type Checked, ok, all } from '../../base/checked.js';

/** sessionTags, transitiveTagKeys, sourceIdentity, policy and policyArns of a role in the settings. */
export function readTraits(object: JsonObject, role: RoleArn | undefined): Checked<SessionTraits> {
  const identity = textField(object, 'sourceIdentity');
  const parts = all({
    tags: chain(stringEntries(object, 'sessionTags'), checkTags),
    keys: stringList(object, 'transitiveTagKeys'),
    sourceIdentity: identity === undefined ? ok(undefined) : checkSourceIdentity(identity),
    policies: readPolicies(object, role),
  });
  if (!parts.ok) {
    return parts;
  }
  const { tags, keys, sourceIdentity, policies } = parts.value;
  const transitiveTagKeys = checkTransitiveKeys(keys, tags);
  return transitiveTagKeys.ok
    ? ok({ ...policies, tags, transitiveTagKeys: transitiveTagKeys.value, sourceIdentity })
    : transitiveTagKeys;
}

export function readPolicies(object: JsonObject, role: RoleArn | undefined): Checked<SessionPolicies> {
  const policy = object.values['policy'];
  const parts = all({
    policy: policy === undefined ? ok(undefined) : checkPolicy('policy', policy, placeOf(object, 'policy')),
    policyArns: chain(stringList(object, 'policyArns'), (arns) => checkPolicyArns(arns, role)),
  });
  return chain(parts, (policies) => checkPolicySize(policies, placeOf(object, 'policyArns')));
}

function chain<A, B>(checked: Checked<A>, next: (value: A) => Checked<B>): Checked<B> {
  return checked.ok ? next(checked.value) : checked;
}
