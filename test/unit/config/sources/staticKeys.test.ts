import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../src/config/files/profiles.js';
import { checkKeys, holdsKeys } from '../../../../src/config/sources/staticKeys.js';
import {
  contextOf,
  CREDENTIALS,
  expectBroken,
  profileOf,
  refusalOf,
  SECRET,
  SOURCED,
  valueOf,
  type Broken,
} from '../read.js';
import { KEYS, sourceOf } from './lines.js';

const ID = 'AKIAIOSFODNN7EXAMPLE';

function checked(lines: string) {
  const profile = profileOf(contextOf({ credentials: `[base]\n${lines}` }));
  const keys = keysOf(profile);
  if (keys === undefined) {
    throw new Error('There are no keys.');
  }
  return checkKeys(profile, keys);
}

const keyLines = (id: string, secret: string): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;

describe('written keys', () => {
  it('are those of the section, the secret apart from what is shown', () => {
    expect(valueOf(checked(keyLines(ID, SECRET)))).toEqual({
      source: {
        kind: 'static-keys',
        profile: 'base',
        accessKeyId: ID,
        temporary: false,
        place: { kind: 'file', file: CREDENTIALS, line: 2 },
      },
      secretAccessKey: SECRET,
      sessionToken: undefined,
    });
    expect(valueOf(checked(`${KEYS}aws_session_token = t\n`))).toMatchObject({
      source: { temporary: true },
      sessionToken: 't',
    });
  });

  it.each([
    ['aws_session_token =', false],
    ['aws_security_token =', false],
    ['aws_security_token =\naws_session_token = t', false],
    ['aws_security_token = t\naws_session_token =', true],
  ])('have an empty token for none: %j', (lines, temporary) => {
    expect(sourceOf('', `[base]\n${KEYS}${lines}\n`)).toMatchObject({ kind: 'static-keys', temporary });
  });

  const long = 'abcdefghijABCDEFGHIJ0123456789abcdefghij';
  it.each([
    ['a long ID', long, SECRET],
    ['a secret that could be an ID', 'minio', ID],
    ['a long ID and a secret that is longer than an ID', long, `${ID}0`],
    ['a long ID and a secret that ends like an ID', long, `x${ID}`],
    ['a long ID and a secret that starts like an ID', long, ID.toLowerCase().replace('akia', 'AKIA')],
    ['an ID that is longer than a secret', `${long}k`, ID],
    ['an ID of other characters', `${long.slice(1)}_`, ID],
    ['an ID that ends like a secret', `_${long}`, ID],
  ])('of any length are taken: %s', (_, id, secret) => {
    expect(valueOf(checked(keyLines(id, secret))).secretAccessKey).toBe(secret);
  });

  it.each(['AKIA', 'ASIA'])('that are exchanged are noticed: %s', (start) => {
    const { message, place } = refusalOf(checked(keyLines(SECRET, ID.replace('AKIA', start))));
    expect(message).toContain('has the shape of a secret key.');
    expect(place).toEqual({ kind: 'file', file: CREDENTIALS, line: 2 });
  });
});

it.each([
  ['both', KEYS, true],
  ['the ID alone', 'aws_access_key_id = K\n', true],
  ['the secret alone', `aws_secret_access_key = ${SECRET}\n`, true],
  ['a token alone', 'aws_session_token = t\n', false],
])('a profile with %s holds keys: %s', (_, lines, expected) => {
  expect(holdsKeys(profileOf(contextOf({ credentials: `[base]\n${lines}` })))).toBe(expected);
});

const broken = (what: string, lines: string, line: number, message: string, hint: string): Broken => [
  what,
  SOURCED,
  `[base]\n${lines}`,
  CREDENTIALS,
  line,
  message,
  hint,
];

describe('keys that cannot sign break their role, and the others work', () => {
  it.each<Broken>([
    broken(
      'key without secret',
      'aws_access_key_id = K\n',
      2,
      'The profile “base” has aws_access_key_id but no aws_secret_access_key.',
      'Add aws_secret_access_key to the same section',
    ),
    broken(
      'secret without key',
      `region = eu-west-1\naws_secret_access_key = ${SECRET}\n`,
      3,
      'The profile “base” has aws_secret_access_key but no aws_access_key_id.',
      'Add aws_access_key_id to',
    ),
    broken('empty key', keyLines('', SECRET), 2, 'aws_access_key_id of the profile “base” is empty.', 'Fill it in.'),
    broken(
      'empty secret',
      keyLines('K', ''),
      3,
      'aws_secret_access_key of the profile “base” is empty.',
      'Fill it in.',
    ),
    broken(
      'comment after secret',
      keyLines('K', `${SECRET} # mine`),
      3,
      'aws_secret_access_key of the profile “base” has a space',
      'a comment needs a line of its own',
    ),
    broken(
      'comment after the token',
      `${KEYS}aws_session_token = ${SECRET} # mine\n`,
      4,
      'aws_session_token of the profile “base” has a space',
      'a comment needs a line of its own',
    ),
    broken(
      'keys exchanged',
      keyLines(SECRET, ID),
      2,
      'aws_access_key_id of the profile “base” has the shape of a secret key.',
      'The two keys may be exchanged',
    ),
  ])('%s', expectBroken);
});
