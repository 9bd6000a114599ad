import { describe, expect, it } from 'vitest';
import { mayHaveUsedCode, UNLESS_USED } from '../../../../src/aws/sts/oneTimeCall.js';

type Info = Parameters<typeof UNLESS_USED.refreshRetryTokenForRetry>[1];

const error = (facts: object): Error => Object.assign(new Error('failed'), facts);
const infoOf = (failure: unknown): Info => ({ error: failure, errorType: 'TRANSIENT' }) as Info;
const answered = (httpStatusCode: number, name: string, clockSkewCorrected?: true) =>
  error({ name, $metadata: { httpStatusCode, clockSkewCorrected } });

const REFUSED = error({ code: 'ECONNREFUSED', syscall: 'connect' });
const NO_NAME = error({ code: 'ENOTFOUND', syscall: 'getaddrinfo' });
const RESET = error({ code: 'ECONNRESET', syscall: 'read' });

describe('a call that carries a one-time code', () => {
  it.each<[string, unknown, boolean, boolean]>([
    ['nothing listens', REFUSED, true, false],
    ['the name does not resolve', NO_NAME, true, false],
    ['no address answers', new AggregateError([REFUSED, REFUSED]), true, false],
    ['no address was tried', new AggregateError([]), false, true],
    ['an address breaks', new AggregateError([REFUSED, RESET]), false, true],
    ['the connection breaks', RESET, false, true],
    ['the host goes away in the middle', error({ code: 'EHOSTUNREACH', syscall: 'read' }), false, true],
    ['there is no answer in time', error({ name: 'TimeoutError' }), false, true],
    ['the answer breaks off', answered(200, 'Error'), false, true],
    ['STS fails', answered(500, 'InternalFailure'), false, true],
    ['STS is busy', answered(503, 'ServiceUnavailable'), false, true],
    ['STS asks to slow down', answered(400, 'Throttling'), false, false],
    ['STS refuses', answered(403, 'AccessDenied'), false, false],
    ['the clock was wrong', answered(403, 'SignatureDoesNotMatch', true), true, false],
    ['the request has expired, by a clock that was wrong', answered(400, 'RequestExpired', true), true, false],
    ['the request is of the future', answered(403, 'RequestInTheFuture', true), true, false],
    ['the time is too far off', answered(403, 'RequestTimeTooSkewed', true), true, false],
    ['the signature is not accepted', answered(403, 'InvalidSignatureException', true), true, false],
    ['the secret key is wrong', answered(403, 'SignatureDoesNotMatch'), false, false],
    ['STS refuses, and the clock is wrong', answered(403, 'AccessDenied', true), false, false],
    ['nothing is known of the answer', error({ $metadata: null }), false, true],
    ['no error is thrown', 'failed', false, true],
    ['STS fails, and the clock is wrong', answered(500, 'InternalFailure', true), false, true],
  ])('where %s', async (_, failure, repeated, used) => {
    const first = await UNLESS_USED.acquireInitialRetryToken('');
    const next = await UNLESS_USED.refreshRetryTokenForRetry(first, infoOf(failure)).then(
      (token) => token.getRetryCount(),
      () => 'never',
    );
    expect(next).toBe(repeated ? 1 : 'never');
    expect(mayHaveUsedCode(failure)).toBe(used);
  });

  it('is sent three times at most, after pauses', async () => {
    const info = infoOf(REFUSED);
    const first = await UNLESS_USED.acquireInitialRetryToken('');
    const second = await UNLESS_USED.refreshRetryTokenForRetry(first, info);
    const third = await UNLESS_USED.refreshRetryTokenForRetry(second, info);
    expect([first, second, third].map((token) => token.getRetryDelay())).toEqual([0, 100, 200]);
    await expect(UNLESS_USED.refreshRetryTokenForRetry(third, info)).rejects.toThrow();
  });
});
