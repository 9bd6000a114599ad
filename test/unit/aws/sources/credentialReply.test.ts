import { describe, expect, it, vi } from 'vitest';
import { parseReply, readCredentials, refuseExpired } from '../../../../src/aws/sources/credentialReply.js';
import { UserError } from '../../../../src/base/errors.js';
import { SECRET, TOKEN } from '../../../support/samples.js';

const KEYS = { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: SECRET };
const ENDS = '2099-01-01T00:00:00Z';
const GIVEN = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET };

describe('the object in a reply', () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    ['\uFEFF{"a": 1}', { a: 1 }],
    [' {} \n', {}],
  ])('%j', (text, object) => {
    expect(parseReply(text, 'It')).toEqual(object);
  });

  it.each([
    ['', 'It gave nothing.'],
    [' \n', 'It gave nothing.'],
    ['MARKED', 'It gave something that is not JSON.'],
    ['{"MARKED": \uFEFF1}', 'It gave something that is not JSON.'],
    ['{"MARKED": "\uFFFD"}', 'It gave something that is not UTF-8.'],
    ['["MARKED"]', 'It gave JSON that is not an object.'],
    ['"MARKED"', 'It gave JSON that is not an object.'],
    ['null', 'It gave JSON that is not an object.'],
  ])('%j is none', (text, message) => {
    expect(() => parseReply(text, 'It')).toThrow(new UserError(message));
  });
});

describe('the credentials in a reply', () => {
  const read = (reply: object, temporary: boolean, tokenField: 'SessionToken' | 'Token' = 'SessionToken') =>
    readCredentials({ ...reply }, { who: 'It', tokenField, temporary });

  it.each<[string, boolean, object, object]>([
    ['lasting', false, KEYS, GIVEN],
    ['lasting, with empty fields', false, { ...KEYS, SessionToken: '', Expiration: null }, GIVEN],
    ['temporary', false, { ...KEYS, SessionToken: TOKEN }, { ...GIVEN, sessionToken: TOKEN }],
    ['lasting for a while', false, { ...KEYS, Expiration: ENDS }, { ...GIVEN, expiration: Date.parse(ENDS) }],
    [
      'of a service that gives no others',
      true,
      { ...KEYS, SessionToken: TOKEN, Expiration: ENDS },
      { ...GIVEN, sessionToken: TOKEN, expiration: Date.parse(ENDS) },
    ],
  ])('are %s', (_, temporary, reply, credentials) => {
    expect(read(reply, temporary)).toStrictEqual(credentials);
  });

  it('have their token where the service puts it', () => {
    const reply = { ...KEYS, Token: TOKEN, SessionToken: 'another', Expiration: ENDS };
    expect(read(reply, true, 'Token')).toMatchObject({ sessionToken: TOKEN });
  });

  const whole = { ...KEYS, SessionToken: TOKEN, Expiration: ENDS };
  const NO_TIME = 'It gave an Expiration that is not a time with its zone, such as 2030-01-31T12:00:00Z.';

  it.each<[string, boolean, object, string]>([
    ...['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'].flatMap(
      (field): [string, boolean, object, string][] =>
        [undefined, null, ''].map((value) => [
          `${field}: ${String(value)}`,
          true,
          { ...whole, [field]: value },
          `It gave no ${field}.`,
        ]),
    ),
    ['no key where only the rest may be missing', false, { SecretAccessKey: SECRET }, 'It gave no AccessKeyId.'],
    ['no secret where only the rest may be missing', false, { AccessKeyId: 'AKIA' }, 'It gave no SecretAccessKey.'],
    ['a number', false, { ...whole, SessionToken: 7 }, 'It gave a SessionToken that is not a text.'],
    ['an object', true, { ...whole, AccessKeyId: {} }, 'It gave a AccessKeyId that is not a text.'],
    ['an odd time', true, { ...whole, Expiration: 'tomorrow' }, NO_TIME],
    ['an odd time that need not be there', false, { ...KEYS, Expiration: 'tomorrow' }, NO_TIME],
    ['an empty time that need not be there', false, { ...KEYS, Expiration: '' }, NO_TIME],
  ])('are refused with %s', (_, temporary, reply, message) => {
    expect(() => read(reply, temporary)).toThrow(new UserError(message));
  });
});

describe('credentials with an end', () => {
  const until = (expiration: number) => ({ ...GIVEN, expiration });

  it('are refused from then on', () => {
    const end = Date.UTC(2030, 0, 1);
    vi.useFakeTimers({ toFake: ['Date'], now: end - 1 });
    expect(refuseExpired(until(end), 'It')).toStrictEqual(until(end));
    vi.setSystemTime(end);
    expect(() => refuseExpired(until(end), 'It')).toThrow(/expired at 2030-01-01T00:00:00Z/);
    vi.useRealTimers();
  });

  it('are taken while they last', () => {
    expect(refuseExpired(GIVEN, 'It')).toBe(GIVEN);
    const lasting = until(Date.now() + 60_000);
    expect(refuseExpired(lasting, 'It')).toBe(lasting);
  });

  it.each([
    [Date.UTC(2020, 0, 1), '2020-01-01T00:00:00Z'],
    [Date.UTC(2020, 0, 1) + 250, '2020-01-01T00:00:00Z'],
  ])('are refused after it: %i', (expiration, when) => {
    expect(() => refuseExpired(until(expiration), 'It')).toThrow(
      new UserError(`It gave credentials that expired at ${when}. Get new ones, then try again.`),
    );
  });
});
