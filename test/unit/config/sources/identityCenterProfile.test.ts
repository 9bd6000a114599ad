import { describe, expect, it } from 'vitest';
import {
  checkStartUrl,
  identityCenterSource,
  scopesOf,
  usesIdentityCenter,
} from '../../../../src/config/sources/identityCenterProfile.js';
import type { IdentityCenterSource } from '../../../../src/model/plan/source.js';
import { BASE_KEYS, CONFIG, contextOf, expectBroken, profileOf, refusalOf, valueOf, type Broken } from '../read.js';
import { keyless, PERMISSION, PORTAL } from './lines.js';

const CORP = '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n';
const SESSION = `sso_session = corp\n${PERMISSION}`;

function checked(lines: string, section = CORP) {
  const context = contextOf({ config: `[profile base]\n${lines}${section}`, credentials: '' });
  return identityCenterSource(profileOf(context), context.profiles);
}

const sourceOf = (lines: string, section = CORP): IdentityCenterSource => valueOf(checked(lines, section));

const field = (value: string) =>
  ({ name: 'sso_start_url', value, place: { kind: 'file', file: CONFIG, line: 7 } }) as const;

describe('a profile of IAM Identity Center', () => {
  it.each([
    ['an account and a role', PERMISSION, true],
    ['an account', 'sso_account_id = 1\n', true],
    ['a role', 'sso_role_name = Admin\n', true],
    ['a session alone', 'sso_session = corp\n', false],
  ])('is one with %s: %s', (_, lines, expected) => {
    expect(usesIdentityCenter(profileOf(contextOf({ config: `[profile base]\n${lines}` })))).toBe(expected);
  });

  it('takes the portal from the sso-session', () => {
    expect(sourceOf(`region = eu-west-1\n${SESSION}`)).toEqual({
      kind: 'identity-center',
      profile: 'base',
      session: 'corp',
      startUrl: 'https://corp.awsapps.com/start',
      region: 'us-east-1',
      scopes: ['sso:account:access'],
      accountId: '123456789012',
      roleName: 'Admin',
      place: { kind: 'file', file: CONFIG, line: 3 },
    });
  });

  it('takes it from the legacy keys without one', () => {
    expect(sourceOf(`${PERMISSION}${PORTAL}sso_registration_scopes = a:b, c:d\n`)).toEqual({
      kind: 'identity-center',
      profile: 'base',
      session: undefined,
      startUrl: 'https://corp.awsapps.com/start',
      region: 'us-gov-west-1',
      scopes: ['a:b', 'c:d'],
      accountId: '123456789012',
      roleName: 'Admin',
      place: { kind: 'file', file: CONFIG, line: 5 },
    });
  });

  it('takes account and role from the section too, but not the portal from the profile beside one', () => {
    const here = `${CORP}sso_account_id = 210987654321\nsso_role_name = Reader\n`;
    expect(sourceOf('sso_session = corp\n', here)).toMatchObject({ accountId: '210987654321', roleName: 'Reader' });
    const { message, place } = refusalOf(
      checked(`${SESSION}sso_start_url = https://corp.awsapps.com/start\n`, CORP.replace(/sso_start_url.*\n/, '')),
    );
    expect(message).toContain('the section [sso-session corp] has no sso_start_url.');
    expect(place).toEqual({ kind: 'file', file: CONFIG, line: 1 });
  });

  it.each([
    ['  a = b\n  c = d\n', true],
    ['  c   =d\n  a=b\n', true],
    ['  a = b\n  c = e\n', false],
    ['  a = b\n', false],
    ['  a = b\n  cd =\n', false],
    ['  a = bc=d\n', false],
  ])('says the same as its section in another block: %j', (block, same) => {
    const result = checked(`${SESSION}s3 =\n${block}`, `${CORP}s3 =\n    c=d\n    a=b\n`);
    expect(result.ok ? 'ok' : result.problem.message).toMatch(same ? /^ok$/ : /^s3 is “/);
  });

  it.each([
    ['sso_region = us-east-1\n', 'ok'],
    ['sso_region = eu-west-1\n', 'sso_region is “eu-west-1” in the profile “base” but “us-east-1” in'],
    ['note = a\n  b\n', 'ok'],
    ['note = b\n  a\n', 'note is'],
  ])('says nothing else than its section: %j', (own, message) => {
    const result = checked(`${SESSION}${own}`, `${CORP}note = a\n  b\n`);
    expect(result.ok ? 'ok' : result.problem.message).toContain(message);
  });
});

it.each(['https://d-0123456789.awsapps.com/start', 'http://localhost:8000/start', 'HTTPS://corp'])(
  'the start URL may be %s',
  (url) => {
    expect(valueOf(checkStartUrl(field(url)))).toBe(url);
  },
);

it.each(['corp', 'ftp://corp', 'xhttps://corp', 'https://', ''])('the start URL may not be %j', (url) => {
  expect(refusalOf(checkStartUrl(field(url)))).toMatchObject({
    message: 'sso_start_url is not an http or https URL.',
    place: { line: 7 },
  });
});

it.each<[string | undefined, readonly string[]]>([
  [undefined, ['sso:account:access']],
  ['', ['sso:account:access']],
  [' , ', ['sso:account:access']],
  ['a:b', ['a:b']],
  [' a:b , c:d,, e ', ['a:b', 'c:d', 'e']],
])('the scopes %j are %j', (value, expected) => {
  expect(scopesOf(value === undefined ? undefined : field(value))).toEqual(expected);
});

const broken = (what: string, lines: string, line: number, message: string, hint: string, credentials = ''): Broken => [
  what,
  keyless(lines),
  credentials,
  CONFIG,
  line,
  message,
  hint,
];

describe('an Identity Center that cannot serve breaks its role, and the others work', () => {
  it.each<Broken>([
    broken(
      'without a role, though there are keys',
      'sso_account_id = 123456789012',
      4,
      'but the profile “base” has no sso_role_name.',
      'aws configure sso --profile base',
      BASE_KEYS,
    ),
    broken('without an account', 'sso_role_name = Admin', 4, 'has no sso_account_id.', 'Add a line sso_account_id'),
    broken(
      'without a portal',
      PERMISSION,
      4,
      'but the profile “base” has no sso_start_url.',
      'Add a line sso_start_url',
    ),
    broken(
      'without a region',
      `${PERMISSION}sso_start_url = https://corp.awsapps.com/start`,
      4,
      'but the profile “base” has no sso_region.',
      'Add a line sso_region',
    ),
    broken(
      'with a region that is none',
      `${PERMISSION}sso_start_url = https://corp.awsapps.com/start\nsso_region = us east`,
      8,
      'sso_region is not the name of an AWS region.',
      'such as us-east-1',
    ),
    ...['1234-5678', '12345678901', '1234567890123', 'x123456789012'].map((account) =>
      broken(
        `with the account ${account}`,
        `sso_account_id = ${account}\nsso_role_name = Admin`,
        5,
        'sso_account_id is not a number of twelve digits.',
        'without dashes',
      ),
    ),
    broken(
      'with an empty role',
      'sso_account_id = 123456789012\nsso_role_name =',
      6,
      'sso_role_name of the profile “base” is empty.',
      'Give it a value',
    ),
    broken(
      'with an sso-session that is not there',
      SESSION,
      5,
      'names the section “corp”, which does not exist.',
      'Add [sso-session corp] with sso_start_url and sso_region',
    ),
    broken(
      'with an sso-session that is empty',
      `${SESSION}[sso-session corp]`,
      5,
      'names the section “corp”, which is empty.',
      'Add [sso-session corp] with sso_start_url and sso_region',
    ),
    broken(
      'with an sso-session that has a mistake',
      `${SESSION}${CORP}mistake`,
      11,
      'In the section [sso-session corp]: Line 11 is neither',
      'Write it as “name = value”',
    ),
    broken(
      'with an sso-session that says another thing',
      `${SESSION}sso_region = eu-west-1\n${CORP}`,
      8,
      'sso_region is “eu-west-1” in the profile “base” but “us-east-1” in [sso-session corp].',
      'Keep it in the section alone.',
    ),
  ])('%s', expectBroken);
});
