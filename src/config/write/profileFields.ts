import { fail, ok, type Checked } from '../../base/checked.js';
import { problemText, TYPED } from '../../base/place.js';
import * as l10n from '../../base/l10n.js';
import { keysOf, lookUp, type Profile } from '../files/profiles.js';
import { parseRoleArn } from '../rules/arn.js';
import { checkDuration, checkExternalId, checkMfaSerial, checkRegion, type Field } from '../rules/fields.js';
import { checkAccount, checkStartUrl, usesIdentityCenter } from '../sources/identityCenterProfile.js';
import { keptLineOf } from '../sources/keptKeys.js';
import { checkKeys } from '../sources/staticKeys.js';

/** What a profile takes its credentials from, as far as it can be asked for. */
export type AskedKind = 'keys' | 'identity-center' | 'role';

export type FieldName =
  | 'keysPlace'
  | 'aws_access_key_id'
  | 'aws_secret_access_key'
  | 'sso_session'
  | 'sso_account_id'
  | 'sso_role_name'
  | 'role_arn'
  | 'source'
  | 'mfa_serial'
  | 'external_id'
  | 'duration_seconds'
  | 'region';

/** In the order in which they are asked for. `source` stands for source_profile or credential_source, `keysPlace` for where keys lie. */
export const FIELDS: Readonly<Record<AskedKind, readonly FieldName[]>> = {
  keys: ['keysPlace', 'aws_access_key_id', 'aws_secret_access_key', 'region'],
  'identity-center': ['sso_session', 'sso_account_id', 'sso_role_name', 'region'],
  role: ['role_arn', 'source', 'mfa_serial', 'external_id', 'duration_seconds', 'region'],
};

const OPTIONAL: readonly FieldName[] = ['mfa_serial', 'external_id', 'duration_seconds', 'region'];

export const CREDENTIAL_SOURCES = ['Environment', 'EcsContainer', 'Ec2InstanceMetadata'] as const;

/** Undefined for a profile of another kind: it has a region alone that can be asked for. */
export function kindOf(profile: Profile): AskedKind | undefined {
  if (lookUp(profile, 'role_arn') !== undefined) {
    return 'role';
  }
  if (usesIdentityCenter(profile)) {
    return 'identity-center';
  }
  return keysOf(profile) === undefined && keptLineOf(profile) === undefined ? undefined : 'keys';
}

export function isOptional(name: FieldName): boolean {
  return OPTIONAL.includes(name);
}

/** What is said before, of the same profile. */
interface Sofar {
  readonly profile: string;
  readonly accessKeyId: string;
}

/** What is wrong with what has been typed, in words that do not repeat a secret; undefined where nothing is. */
export function fieldProblem(name: FieldName, value: string, sofar: Sofar): string | undefined {
  const checked = value === '' && isOptional(name) ? ok('') : checkField({ name, value, place: TYPED }, name, sofar);
  return checked.ok ? undefined : problemText(checked.problem);
}

function checkField(field: Field, name: FieldName, { profile, accessKeyId }: Sofar): Checked<unknown> {
  switch (name) {
    case 'aws_access_key_id':
      return keyPair(profile, field.value, 'asked-for-next');
    case 'aws_secret_access_key':
      return keyPair(profile, accessKeyId, field.value);
    case 'sso_account_id':
      return checkAccount(field);
    case 'sso_role_name':
      return checkPermissionSet(field.value);
    case 'role_arn':
      return parseRoleArn(field);
    case 'mfa_serial':
      return checkMfaSerial(field);
    case 'external_id':
      return checkExternalId(field);
    case 'duration_seconds':
      return checkDuration(field);
    case 'region':
      return checkRegion(field);
    case 'sso_session':
    case 'source':
    case 'keysPlace':
      return ok(field.value); // chosen, not typed
  }
}

function keyPair(name: string, accessKeyId: string, secretAccessKey: string): Checked<unknown> {
  const field = (key: string, value: string): Field => ({ name: key, value, place: TYPED });
  return checkKeys(
    { name, place: TYPED, credentials: undefined, config: undefined, problems: [] },
    {
      accessKeyId: field('aws_access_key_id', accessKeyId),
      secretAccessKey: field('aws_secret_access_key', secretAccessKey),
      sessionToken: undefined,
      file: 'credentials',
    },
  );
}

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html, Name. */
function checkPermissionSet(value: string): Checked<string> {
  return /^[\w+=,.@-]{1,32}$/.test(value)
    ? ok(value)
    : fail(
        TYPED,
        l10n.t('This is not the name of a permission set.'),
        l10n.t('It has 1 to 32 characters: letters, digits and _ + = , . @ -.'),
      );
}

/** Of a profile or an sso-session section that is to be new. Such a name every SDK reads as it is meant. */
export function newNameProblem(name: string, known: Iterable<string>): string | undefined {
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N} _.+@:/-]*[\p{L}\p{N}_.+@:/-])?$/u.test(name) || name === 'DEFAULT') {
    return l10n.t(
      'Use letters, digits, blanks and _ . + @ : / -, with a letter or a digit first; DEFAULT is no profile.',
    );
  }
  return [...known].includes(name) ? l10n.t('There is one of that name already.') : undefined;
}

/** Of the address and the region of IAM Identity Center. */
export function portalProblem(name: 'sso_start_url' | 'sso_region', value: string): string | undefined {
  const field = { name, value, place: TYPED };
  const checked = name === 'sso_region' ? checkRegion(field) : checkStartUrl(field);
  return checked.ok ? undefined : problemText(checked.problem);
}
