import * as l10n from '../../base/l10n.js';
import type { Field } from '../rules/fields.js';
import { keysOf, type KeyFields, type Profile } from '../files/profiles.js';
import type { Problem } from '../../base/place.js';
import type { StaticKeysSource } from '../../model/plan/source.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** Written keys that can sign a call. */
export interface StaticKeys {
  readonly source: StaticKeysSource;
  readonly secretAccessKey: string;
  /** Set where the keys are temporary themselves. */
  readonly sessionToken: string | undefined;
}

/** botocore's _has_static_credentials: one of the two is enough to make the profile a source and not a hop. */
export function holdsKeys(profile: Profile): boolean {
  return keysOf(profile) !== undefined;
}

const NAMES = { accessKeyId: 'aws_access_key_id', secretAccessKey: 'aws_secret_access_key' } as const;

/** The keys that a profile holds, or what makes them unusable. */
export function checkKeys(profile: Profile, keys: KeyFields): Checked<StaticKeys> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return incomplete(profile, accessKeyId, secretAccessKey);
  }
  for (const field of [accessKeyId, secretAccessKey, ...(sessionToken ? [sessionToken] : [])]) {
    const problem = keyProblem(profile, field);
    if (problem !== undefined) {
      return { ok: false, problem };
    }
  }
  // Other servers give access keys of any length: both together tell.
  if (/^[A-Za-z0-9/+]{40}$/.test(accessKeyId.value) && /^A(KI|SI)A[A-Z0-9]{16}$/.test(secretAccessKey.value)) {
    return fail(
      accessKeyId.place,
      l10n.t('aws_access_key_id of the profile “{0}” has the shape of a secret key.', profile.name),
      l10n.t('The two keys may be exchanged: an access key ID has 20 characters, such as AKIA….'),
    );
  }
  const { value, place } = accessKeyId;
  return ok({
    source: {
      kind: 'static-keys',
      profile: profile.name,
      accessKeyId: value,
      temporary: sessionToken !== undefined,
      place,
    },
    secretAccessKey: secretAccessKey.value,
    sessionToken: sessionToken?.value,
  });
}

function incomplete(
  profile: Profile,
  accessKeyId: Field | undefined,
  secretAccessKey: Field | undefined,
): Checked<never> {
  const has = accessKeyId === undefined ? NAMES.secretAccessKey : NAMES.accessKeyId;
  const lacks = accessKeyId === undefined ? NAMES.accessKeyId : NAMES.secretAccessKey;
  return fail(
    (accessKeyId ?? secretAccessKey)?.place ?? profile.place,
    l10n.t('The profile “{0}” has {1} but no {2}.', profile.name, has, lacks),
    l10n.t('Add {0} to the same section of the same file.', lacks),
  );
}

function keyProblem(profile: Profile, { name, value, place }: Field): Problem | undefined {
  if (value === '') {
    return {
      message: l10n.t('{0} of the profile “{1}” is empty.', name, profile.name),
      hint: l10n.t('Fill it in.'),
      place,
    };
  }
  return /\s/.test(value)
    ? {
        message: l10n.t('{0} of the profile “{1}” has a space or a line break in it.', name, profile.name),
        hint: l10n.t('Take it away; a comment needs a line of its own, and the next line must not be indented.'),
        place,
      }
    : undefined;
}
