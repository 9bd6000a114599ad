import type { Field } from '../rules/fields.js';
import { keysOf, type KeyFields, type Profile } from '../files/profiles.js';
import type { Problem } from '../../base/place.js';
import type { StaticKeysSource } from '../../model/source.js';
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
  if (/^[A-Za-z0-9/+]{40}$/.test(accessKeyId.value)) {
    return fail(
      accessKeyId.place,
      `aws_access_key_id of the profile “${profile.name}” has the shape of a secret key.`,
      'The two keys may be exchanged: an access key ID has 20 characters, such as AKIA….',
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
    `The profile “${profile.name}” has ${has} but no ${lacks}.`,
    `Add ${lacks} to the same section of the same file.`,
  );
}

function keyProblem(profile: Profile, { name, value, place }: Field): Problem | undefined {
  if (value === '') {
    return { message: `${name} of the profile “${profile.name}” is empty.`, hint: 'Fill it in.', place };
  }
  return /\s/.test(value)
    ? {
        message: `${name} of the profile “${profile.name}” has a space or a line break in it.`,
        hint: 'Take it away; a comment needs a line of its own, and the next line must not be indented.',
        place,
      }
    : undefined;
}
