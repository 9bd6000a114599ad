import * as l10n from '../../base/l10n.js';
import { isFullPath } from '../../base/files/fullPath.js';
import { parseRoleArn } from '../rules/arn.js';
import type { Environment } from '../../model/environment.js';
import { checkDuration, checkSessionName, type Field } from '../rules/fields.js';
import { lookUp, type Profile } from '../files/profiles.js';
import { textOf } from '../files/profileValue.js';
import { defaultSessionName, sessionNameValues } from '../rules/sessionName.js';
import type { WebIdentitySource } from '../../model/plan/source.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';
const TOKEN_FILE = 'web_identity_token_file';

/** An empty one is passed over (botocore AssumeRoleWithWebIdentityProvider). */
export function usesWebIdentity(profile: Profile): boolean {
  return (lookUp(profile, TOKEN_FILE)?.value ?? '') !== '';
}

/**
 * The source that a profile with `web_identity_token_file` is. The AWS CLI does not pass its `duration_seconds` on;
 * here it counts, as in other AWS tools.
 */
export function webIdentityOfProfile(
  profile: Profile,
  environment: Environment,
  sessionNameSetting: unknown,
): Checked<WebIdentitySource> {
  const token = lookUp(profile, TOKEN_FILE) ?? { name: TOKEN_FILE, value: '', place: profile.place };
  const arn = lookUp(profile, 'role_arn');
  const duration = lookUp(profile, 'duration_seconds');
  const name = lookUp(profile, 'role_session_name');
  if (arn === undefined) {
    return fail(
      token.place,
      l10n.t('The profile “{0}” has {1} but no role_arn.', profile.name, TOKEN_FILE),
      l10n.t('Add the role that the token is for: role_arn = arn:aws:iam::123456789012:role/NAME.'),
    );
  }
  const parts = all({
    role: parseRoleArn(arn),
    file: tokenFile(profile, token),
    durationSeconds: duration === undefined || duration.value === '' ? ok(undefined) : checkDuration(duration),
    sessionName:
      name === undefined || name.value === ''
        ? defaultSessionName(sessionNameSetting, sessionNameValues(environment, profile.name))
        : checkSessionName(name),
  });
  if (!parts.ok) {
    return parts;
  }
  const { file, ...rest } = parts.value;
  const { place } = token;
  return ok({ kind: 'web-identity', ...rest, token: { kind: 'file', file }, policy: undefined, policyArns: [], place });
}

/** The CLI takes it as it stands: "~" means nothing, and a relative path would depend on where a program was started. */
function tokenFile(profile: Profile, field: Field): Checked<string> {
  const path = textOf(profile, field);
  return !path.ok || isFullPath(path.value)
    ? path
    : fail(
        field.place,
        l10n.t('{0} of the profile “{1}” is no absolute path.', TOKEN_FILE, profile.name),
        l10n.t('Write the whole path.'),
      );
}
