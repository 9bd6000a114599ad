import { describe, expect, it } from 'vitest';
import { refusesToken, sessionTokenKey } from '../../../../src/aws/sts/sessionTokens.js';
import { UserError } from '../../../../src/base/errors.js';
import type { SessionTokenHop } from '../../../../src/model/plan/plan.js';
import { plan, SOURCE } from '../../../support/samples.js';

const HOP: SessionTokenHop = { kind: 'session-token', mfaSerial: 'GAHT00000001', durationSeconds: 28_800 };
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const KEY = sessionTokenKey(plan(), HOP, KEYS);

describe('a kept token', () => {
  it('is found again by a name that tells nothing of its owner', () => {
    // printf %s '["AKIAEXAMPLE","GAHT00000001","aws"]' | sha256sum
    expect(KEY).toBe('5950662f6a9957a2f1fb2219f0dceb8f');
  });

  it.each<[string, string]>([
    ['other keys', sessionTokenKey(plan(), HOP, { ...KEYS, accessKeyId: 'AKIAOTHER' })],
    ['another device', sessionTokenKey(plan(), { ...HOP, mfaSerial: 'GAHT12345678' }, KEYS)],
    ['no device', sessionTokenKey(plan(), { ...HOP, mfaSerial: undefined }, KEYS)],
    ['another STS', sessionTokenKey(plan({ endpoints: { sts: 'http://localhost:8080' } }), HOP, KEYS)],
    ['another server for everything', sessionTokenKey(plan({ endpoints: { all: 'http://localhost:80' } }), HOP, KEYS)],
    ['another partition', sessionTokenKey(plan({ region: 'us-gov-west-1' }), HOP, KEYS)],
  ])('is not for %s', (_, other) => {
    expect(other).not.toBe(KEY);
  });

  it.each<[string, string]>([
    ['another region', sessionTokenKey(plan({ region: 'eu-west-1' }), HOP, KEYS)],
    ['a region that nobody knows', sessionTokenKey(plan({ region: 'nowhere' }), HOP, KEYS)],
    ['another role', sessionTokenKey(plan({ roleId: 'profile:x' }), HOP, KEYS)],
    [
      'another place of the profile',
      sessionTokenKey(plan({ source: { ...SOURCE, place: { kind: 'file', file: '/x', line: 9 } } }), HOP, KEYS),
    ],
    ['another duration', sessionTokenKey(plan(), { ...HOP, durationSeconds: 900 }, KEYS)],
    ['another address of other services', sessionTokenKey(plan({ endpoints: { s3: 'http://s3' } }), HOP, KEYS)],
  ])('is for %s too', (_, other) => {
    expect(other).toBe(KEY);
  });

  it('is for the STS that answers, whichever way it is named', () => {
    const [sts, all] = [{ sts: 'http://a' }, { all: 'http://a' }].map((endpoints) =>
      sessionTokenKey(plan({ endpoints }), HOP, KEYS),
    );
    expect(sts).toBe(all);
    const both = { sts: 'http://a', all: 'http://b' };
    expect(sessionTokenKey(plan({ endpoints: both }), HOP, KEYS)).toBe(sts);
  });
});

describe('a refusal', () => {
  const because = (name: string) => new UserError('No.', { cause: Object.assign(new Error('no'), { name }) });

  it.each([
    ['ExpiredToken', because('ExpiredToken'), true],
    ['ExpiredTokenException', because('ExpiredTokenException'), true],
    ['InvalidClientTokenId', because('InvalidClientTokenId'), true],
    ['UnrecognizedClientException', because('UnrecognizedClientException'), true],
    ['AccessDenied', because('AccessDenied'), false],
    ['no code', new UserError('No.'), false],
    [
      'a code that is not in our words',
      Object.assign(new Error('no'), { cause: because('ExpiredToken').cause }),
      false,
    ],
    ['no error', 'ExpiredToken', false],
  ])('with %s', (_, error, isOfToken) => {
    expect(refusesToken(error)).toBe(isOfToken);
  });
});
