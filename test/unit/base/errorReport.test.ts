import { describe, expect, it } from 'vitest';
import { errorReport } from '../../../src/base/errorReport.js';
import { UserError } from '../../../src/base/errors.js';

function denied(): Error {
  return Object.assign(new Error('User: ana is not authorized'), {
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403, requestId: 'r-1' },
  });
}

describe('what the log says of an error', () => {
  it('is what the user was told, then what lies behind it', () => {
    const error = new UserError('You may not assume it.', { cause: denied() });
    expect(errorReport(error)).toBe(
      'You may not assume it.\n  because AccessDenied: User: ana is not authorized, status 403, request r-1',
    );
  });

  it('says nothing twice, however often an error was wrapped', () => {
    const inner = new UserError('You may not assume it.', { cause: denied() });
    const outer = new UserError('You may not assume it.', {
      cause: new UserError('You may not assume it.', { cause: inner }),
    });
    expect(errorReport(outer)).toBe(errorReport(inner));
  });

  it('names the code of a socket that says no more', () => {
    const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
    expect(errorReport(new UserError('STS cannot be reached.', { cause: refused }))).toBe(
      'STS cannot be reached.\n  because Error, ECONNREFUSED',
    );
  });

  it('names every one of several', () => {
    const several = new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')], 'no address');
    expect(errorReport(new UserError('Unreachable.', { cause: several }))).toBe(
      'Unreachable.\n  because AggregateError: no address\n  because Error: ::1 refused\n  because Error: 127.0.0.1 refused',
    );
  });

  it('brings the stack of a defect, on top or behind', () => {
    const defect = new TypeError('x is undefined');
    expect(errorReport(defect)).toMatch(/^TypeError: x is undefined\n +at .*errorReport\.test/);
    expect(errorReport(new UserError('It failed.', { cause: defect }))).toMatch(
      /^It failed\.\n {2}because TypeError: x is undefined\n +at .*errorReport\.test/,
    );
    expect(errorReport(new Error('what is this'))).toMatch(/^Error: what is this\n +at /);
  });

  it('brings no stack of what a service or a socket said', () => {
    expect(errorReport(new UserError('It failed.', { cause: denied() }))).not.toMatch(/\n +at /);
  });

  it('leaves out what libraries put beside it, which may be the answer itself', () => {
    const failed = new Error('no claim', { cause: { body: { id_token: 'x' } } });
    expect(errorReport(new UserError('It failed.', { cause: failed }))).toBe('It failed.\n  because Error: no claim');
  });

  it('ends where causes stand in a circle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    expect(errorReport(new UserError('It failed.', { cause: first }))).toBe(
      'It failed.\n  because Error: first\n  because Error: second',
    );
  });

  it('ends ten causes deep', () => {
    const chain = Array.from({ length: 12 }, (_, n) => n).reduce<Error | undefined>(
      (cause, n) => new UserError(`level ${12 - n}`, { cause }),
      undefined,
    );
    const lines = errorReport(chain).split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([10, '  because level 10']);
  });

  it('names a cause that is a text', () => {
    expect(errorReport(new UserError('It failed.', { cause: 'no route' }))).toBe('It failed.\n  because no route');
  });

  it('makes do without a stack, and without what the SDK adds', () => {
    const bare = Object.assign(new Error('bare'), { $metadata: null, code: 7 });
    delete bare.stack;
    expect(errorReport(bare)).toBe('Error: bare');
  });

  it.each([
    ['a text', 'a text'],
    [undefined, 'something that is no error'],
    [{ secret: 's' }, 'something that is no error'],
  ])('of %s is %s', (thrown, text) => {
    expect(errorReport(thrown)).toBe(text);
  });
});
