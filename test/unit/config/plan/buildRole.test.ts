import { describe, expect, it } from 'vitest';
import { buildRole, type RolePart } from '../../../../src/config/plan/buildRole.js';
import { NO_TRAITS } from '../../../../src/model/plan/role.js';
import { CONFIG, expectBroken, BASE_KEYS, refusalOf, roleArn, SOURCED, valueOf, type Broken } from '../read.js';

const at = (line: number) => ({ kind: 'file', file: CONFIG, line }) as const;
const SOURCE_FIELD = { name: 'source_profile', value: 'base', place: at(2) };
const BASE = { id: 'x', name: 'X', place: at(1), profile: undefined, source: SOURCE_FIELD };

const LINES: readonly RolePart[] = ['arn', 'sessionName', 'externalId', 'mfaSerial', 'durationSeconds', 'region'];

function build(parts: Partial<Record<RolePart, string>>, base: Parameters<typeof buildRole>[0] = BASE) {
  return buildRole(base, (part) => {
    const value = parts[part];
    return value === undefined ? undefined : { name: part, value, place: at(10 + LINES.indexOf(part)) };
  });
}

describe('a role from its parts', () => {
  const arn = { arn: roleArn('dev'), partition: 'aws', accountId: '123456789012', roleName: 'dev' };

  it('has them all, and where they stand', () => {
    const traits = { ...NO_TRAITS, sourceIdentity: 'ana' };
    const parts = {
      arn: roleArn('dev'),
      sessionName: 'ana@work',
      externalId: 'a:b/c',
      mfaSerial: '123456789',
      durationSeconds: '7200',
      region: 'not checked here',
    };
    expect(valueOf(build(parts, { ...BASE, traits }))).toEqual({
      role: {
        id: 'x',
        name: 'X',
        place: at(10),
        traits,
        arn,
        externalId: 'a:b/c',
        mfaSerial: '123456789',
        sessionName: 'ana@work',
        durationSeconds: 7200,
      },
      profile: undefined,
      source: SOURCE_FIELD,
      durationPlace: at(14),
      region: { name: 'region', value: 'not checked here', place: at(15) },
    });
  });

  it('needs no more than its ARN', () => {
    expect(valueOf(build({ arn: roleArn('dev') }))).toStrictEqual({
      role: {
        id: 'x',
        name: 'X',
        place: at(10),
        traits: NO_TRAITS,
        arn,
        externalId: undefined,
        mfaSerial: undefined,
        sessionName: undefined,
        durationSeconds: undefined,
      },
      profile: undefined,
      source: SOURCE_FIELD,
      durationPlace: at(1),
      region: undefined,
    });
  });

  it('needs that', () => {
    expect(refusalOf(build({}))).toMatchObject({ message: 'role_arn is empty.', place: at(1) });
  });
});

const broken = (what: string, line: string, message: string, hint: string): Broken => [
  what,
  `${SOURCED}${line}\n`,
  BASE_KEYS,
  CONFIG,
  4,
  message,
  hint,
];

describe('a part that AWS would refuse breaks its role, and the others work', () => {
  it.each<Broken>([
    [
      'a user’s ARN',
      '[profile dev]\nrole_arn = arn:aws:iam::123456789012:user/ana\nsource_profile = base\n',
      BASE_KEYS,
      CONFIG,
      2,
      'role_arn is the ARN of a user, not of a role.',
      'Copy the role’s own ARN',
    ],
    [
      'an indented next line',
      `[profile dev]\nrole_arn = ${roleArn('dev')}\n  region = x\nsource_profile = base\n`,
      BASE_KEYS,
      CONFIG,
      2,
      'role_arn goes on over several lines.',
      'take the indent of the next lines away',
    ],
    broken(
      'a duration in words',
      'duration_seconds = 1h',
      'duration_seconds is not a whole number of seconds.',
      'from 900 to 43200',
    ),
    broken(
      'a session name',
      'role_session_name = a b',
      'role_session_name has a character that AWS does not accept.',
      'Use only letters',
    ),
    broken(
      'an empty external id',
      'external_id =',
      'external_id has 0 characters; AWS accepts 2 to 1224.',
      'Give it a value',
    ),
    broken(
      'an MFA serial',
      'mfa_serial = 12345678',
      'mfa_serial has 8 characters; AWS accepts 9 to 256.',
      'Change its length.',
    ),
    broken('a region', 'region = us east', 'region is not the name of an AWS region.', 'such as us-east-1'),
  ])('%s', expectBroken);
});
