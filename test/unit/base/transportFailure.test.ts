import { expect, it } from 'vitest';
import { isThrottled, transportFailure } from '../../../src/base/transportFailure.js';

const withCode = (code: unknown, name = 'Error'): Error => Object.assign(new Error('x'), { name, code });

it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'])(
  '%s: nobody is there',
  (code) => {
    expect(transportFailure(withCode(code))).toEqual({ kind: 'unreachable', detail: code });
  },
);

it.each(['ETIMEDOUT', 'ESOCKETTIMEDOUT'])('%s: no answer in time', (code) => {
  expect(transportFailure(withCode(code))).toEqual({ kind: 'timeout' });
});

it.each(['TimeoutError', 'RequestTimeout'])("%s is the SDK's name for no answer in time", (name) => {
  expect(transportFailure(withCode(undefined, name))).toEqual({ kind: 'timeout' });
});

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s: the certificate is not trusted', (code) => {
  expect(transportFailure(withCode(code))).toEqual({ kind: 'untrusted-certificate', detail: code });
});

it('what has a name of its own is still known by the code of its socket', () => {
  expect(transportFailure(withCode('ECONNRESET', 'NodeHttpHandlerError'))).toEqual({
    kind: 'unreachable',
    detail: 'ECONNRESET',
  });
});

it.each([
  ['an answer of AWS', withCode(undefined, 'AccessDenied')],
  ['a code that is no text', withCode(7)],
  ['an unknown code', withCode('EACCES')],
  ['no error', { code: 'ECONNREFUSED' }],
])('%s is no failure of the way', (_, error) => {
  expect(transportFailure(error)).toBeUndefined();
});

it.each([
  ['Throttling', true],
  ['ThrottlingException', true],
  ['TooManyRequestsException', true],
  ['SlowDown', true],
  ['AccessDenied', false],
  [undefined, false],
])('%s asks to slow down: %s', (code, throttled) => {
  expect(isThrottled(code)).toBe(throttled);
});
