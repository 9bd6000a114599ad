import { describe, expect, it } from 'vitest';
import {
  checkDuration,
  checkExternalId,
  checkFederatedName,
  checkMfaSerial,
  checkRegion,
  checkScopeDuration,
  checkSessionName,
  checkSourceIdentity,
  checkTokenDuration,
} from '../../../../src/config/rules/fields.js';
import { outcome, refusalOf } from '../read.js';

const place = { kind: 'file', file: '/f', line: 3 } as const;
const field = (value: string) => ({ name: 'It', value, place });

const SIGNS = '_ + = , . @ -';
const texts = [
  ['a session name', checkSessionName, 2, 64, 'aZ09_+=,.@-', '/', SIGNS],
  ['a source identity', checkSourceIdentity, 2, 64, 'aZ09_+=,.@-', ':', SIGNS],
  ['a federated user’s name', checkFederatedName, 2, 32, 'aZ09_+=,.@-', '/', SIGNS],
  ['an external ID', checkExternalId, 2, 1224, 'aZ09_+=,.@:/-', '!', '_ + = , . @ : / -'],
  ['an MFA device', checkMfaSerial, 9, 256, 'arn:aws:iam::1:mfa/_+=,.@-', '!', '_ + = , . @ : / -'],
] as const;

describe.each(texts)('%s', (_, check, min, max, allowed, forbidden, inWords) => {
  it('may have every character that AWS takes', () => {
    expect(check(field(allowed))).toEqual({ ok: true, value: allowed });
  });

  it.each([forbidden, ' ', 'ü', '😀'])('may have no other: %j', (character) => {
    for (const value of [`${allowed}${character}`, `${character}${allowed}`]) {
      expect(refusalOf(check(field(value)))).toEqual({
        message: 'It has a character that AWS does not accept.',
        hint: `Use only letters, digits and ${inWords}.`,
        place,
      });
    }
  });

  it('is as long as AWS takes', () => {
    expect(outcome(check(field('a'.repeat(min))))).toBe('ok');
    expect(outcome(check(field('a'.repeat(max))))).toBe('ok');
    expect(outcome(check(field('a'.repeat(min - 1))))).toBe(
      `It has ${min - 1} characters; AWS accepts ${min} to ${max}. Change its length.`,
    );
    expect(outcome(check(field('a'.repeat(max + 1))))).toContain(`It has ${max + 1} characters`);
    expect(outcome(check(field('')))).toContain('Give it a value, or take the line away.');
  });

  it('is on one line', () => {
    expect(outcome(check(field(`${allowed}\n${allowed}`)))).toBe(
      'It goes on over several lines. An indented line belongs to the value above it: take the indent of the next lines away.',
    );
  });
});

describe('a duration', () => {
  it.each([
    ['900', 900],
    ['43200', 43_200],
    ['3_600', 3600],
    ['+3600', 3600],
    ['003600', 3600],
    ['7_2_0_0', 7200],
  ])('%s is %i seconds', (value, seconds) => {
    expect(checkDuration(field(value))).toEqual({ ok: true, value: seconds });
  });

  it.each(['3__600', '_3600', '3600_', '3600.0', '3,600', '1e3', '٣٦٠٠', '1h', 'x3600', '+-3600', '+', ''])(
    'is no %j',
    (value) => {
      expect(refusalOf(checkDuration(field(value)))).toEqual({
        message: 'It is not a whole number of seconds.',
        hint: 'Give whole seconds from 900 to 43200, for example 3600.',
        place,
      });
    },
  );

  it.each([
    ['899', 'It is 899; AWS STS gives no session shorter than 900 seconds (15 minutes).'],
    ['-3600', 'It is -3600; AWS STS gives no session shorter than 900 seconds (15 minutes).'],
    ['43201', 'It is over 43200; AWS STS gives no session longer than that (12 hours).'],
  ])('of %s seconds is not lent', (value, message) => {
    expect(refusalOf(checkDuration(field(value)))).toMatchObject({ message, place });
  });

  it('of a token may be three times as long', () => {
    expect(checkTokenDuration(field('129600'))).toEqual({ ok: true, value: 129_600 });
    expect(outcome(checkTokenDuration(field('129601')))).toBe(
      'It is over 129600; AWS STS gives no session longer than that (36 hours). Give whole seconds from 900 to 129600, for example 3600.',
    );
  });

  it('in place may be as short as a second', () => {
    expect(checkScopeDuration(field('1'))).toEqual({ ok: true, value: 1 });
    expect(outcome(checkScopeDuration(field('0')))).toBe(
      'It is 0: that is no time at all. Give whole seconds from 1 to 129600, for example 3600.',
    );
  });
});

describe('a region', () => {
  it.each(['us-east-1', 'garage', 'A1-b', '1a', 'a'.repeat(63)])('may be %s', (value) => {
    expect(checkRegion(field(value))).toEqual({ ok: true, value });
  });

  it.each(['', 'us east', 'us_east_1', 'us-east-1.evil.com', '-us', 'us-', '1234', 'a'.repeat(64), 'a/b', 'a@b', 'é'])(
    'may not be %j',
    (value) => {
      expect(refusalOf(checkRegion(field(value)))).toEqual({
        message: 'It is not the name of an AWS region.',
        hint: 'Give a region code such as us-east-1.',
        place,
      });
    },
  );
});
