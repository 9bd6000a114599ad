import { expect, it } from 'vitest';
import type { SharedFiles } from '../../../../src/config/files/fileText.js';
import { readProfiles } from '../../../../src/config/files/profiles.js';
import {
  fieldProblem,
  kindOf,
  newNameProblem,
  portalProblem,
  type FieldName,
} from '../../../../src/config/write/profileFields.js';

const SOFAR = { profile: 'me', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

it.each<[FieldName, string, string | undefined]>([
  ['aws_access_key_id', 'AKIAIOSFODNN7EXAMPLE', undefined],
  ['aws_access_key_id', '', 'aws_access_key_id of the profile “me” is empty.'],
  ['aws_access_key_id', 'AKIA IOS', 'has a space'],
  ['aws_secret_access_key', SECRET, undefined],
  ['aws_secret_access_key', '', 'aws_secret_access_key of the profile “me” is empty.'],
  ['sso_account_id', '123456789012', undefined],
  ['sso_account_id', '1234-5678-9012', 'not a number of twelve digits'],
  ['sso_role_name', 'ReadOnlyAccess', undefined],
  ['sso_role_name', 'Read Only', 'not the name of a permission set'],
  ['role_arn', 'arn:aws:iam::123456789012:role/a/b', undefined],
  ['role_arn', '', 'role_arn is empty.'],
  ['mfa_serial', '', undefined],
  ['mfa_serial', 'short', 'has 5 characters'],
  ['external_id', 'team/1', undefined],
  ['external_id', 'a b', 'a character that AWS does not accept'],
  ['duration_seconds', '3600', undefined],
  ['duration_seconds', '1h', 'not a whole number of seconds'],
  ['region', 'us-east-1', undefined],
  ['region', 'Oregon!', 'not the name of an AWS region'],
])('%s of %j: %s', (name, value, problem) => {
  const found = fieldProblem(name, value, SOFAR);
  expect(found).toEqual(problem === undefined ? undefined : expect.stringContaining(problem));
});

it('keys that are exchanged are noticed, and none is repeated', () => {
  const found = fieldProblem('aws_secret_access_key', SOFAR.accessKeyId, { ...SOFAR, accessKeyId: SECRET });
  expect(found).toContain('may be exchanged');
  for (const problem of [found, fieldProblem('aws_secret_access_key', `${SECRET} x`, SOFAR)]) {
    expect(problem).not.toContain(SECRET);
  }
});

it.each([
  ['dev', true],
  ['my role 2', true],
  ['Entwicklung-ü_1', true],
  ['default', true],
  ['DEFAULT', false],
  ['', false],
  [' dev', false],
  ['a]b', false],
  ['#dev', false],
  ['a"b', false],
  ['a\\b', false],
  ['a\nb', false],
  ['taken', false],
])('%j can be the name of a new profile: %s', (name, can) => {
  expect(newNameProblem(name, ['taken']) === undefined).toBe(can);
});

it('the address of a portal is one', () => {
  expect(portalProblem('sso_start_url', 'https://d-0123456789.awsapps.com/start')).toBeUndefined();
  expect(portalProblem('sso_start_url', 'd-0123456789')).toContain('not an http or https URL');
  expect(portalProblem('sso_region', 'us east')).toContain('not the name of an AWS region');
});

it.each([
  ['role_arn = r\naws_access_key_id = A', 'role'],
  ['sso_session = x\nsso_account_id = 1', 'identity-center'],
  ['aws_access_key_id = A', 'keys'],
  ['credential_process = x', undefined],
])('a profile with %j is of the kind %s', (options, kind) => {
  const files: SharedFiles = {
    config: { file: '/aws/config', text: `[profile a]\n${options}\n` },
    credentials: { file: '/aws/credentials', text: undefined },
  };
  const profile = readProfiles(files).byName.get('a');
  expect(profile && kindOf(profile)).toBe(kind);
});
