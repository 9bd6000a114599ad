import { fail, ok, type Checked, type Field } from './fields.js';
import { keysOf, lookUp, type KeyFields, type Profile } from './profiles.js';
import type { StaticKeysSource } from './planTypes.js';
import type { Problem } from './role.js';

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

/** A role_arn with web_identity_token_file is not for AssumeRole. */
export function assumesRole(profile: Profile): boolean {
  return lookUp(profile, 'role_arn') !== undefined && lookUp(profile, 'web_identity_token_file') === undefined;
}

/** The keys at the end of a chain, looked for in the order of botocore's ProfileProviderBuilder. */
export function leafKeys(profile: Profile): Checked<StaticKeys> {
  const keys = keysOf(profile);
  const fromCredentialsFile = keys?.file === 'credentials' && keys.accessKeyId !== undefined;
  const other =
    unsupported(profile, ['web_identity_token_file', 'sso_account_id', 'sso_role_name']) ??
    (fromCredentialsFile ? undefined : unsupported(profile, ['login_session', 'credential_process'])) ??
    (keys === undefined ? unsupported(profile, ['sso_session', 'sso_start_url', 'credential_source']) : undefined);
  if (other !== undefined) {
    return { ok: false, problem: other };
  }
  if (keys === undefined) {
    return fail(
      profile.place,
      `The source profile “${profile.name}” holds no credentials.`,
      'Give it aws_access_key_id and aws_secret_access_key, or a role_arn with a source_profile of its own.',
    );
  }
  return checkKeys(profile, keys);
}

const KINDS: Readonly<Record<string, string>> = {
  web_identity_token_file: 'a web identity token',
  sso_account_id: 'IAM Identity Center',
  sso_role_name: 'IAM Identity Center',
  sso_session: 'IAM Identity Center',
  sso_start_url: 'IAM Identity Center',
  login_session: '“aws login”',
  credential_process: 'a credential process',
  credential_source: 'credential_source',
};

/** The problem of the first of these that the profile sets. */
export function unsupported(profile: Profile, names: readonly string[]): Problem | undefined {
  const field = names.map((name) => lookUp(profile, name)).find((found) => found !== undefined);
  return (
    field && {
      message: `The profile “${profile.name}” takes its credentials from ${KINDS[field.name] ?? field.name}.`,
      hint: 'This kind of source is not supported yet: for now, use a source_profile that holds access keys.',
      place: field.place,
    }
  );
}

const NAMES = { accessKeyId: 'aws_access_key_id', secretAccessKey: 'aws_secret_access_key' } as const;

function checkKeys(profile: Profile, keys: KeyFields): Checked<StaticKeys> {
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
