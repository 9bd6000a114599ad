import { describe, expect, it } from 'vitest';
import { Cancelled, errorCode, throwIfCancelled, UserError } from '../../../src/base/errors.js';

/** As another bundle's copy of the class makes it. */
function fromAnotherBundle(name: string): Error {
  return Object.assign(new Error('a message'), { name });
}

describe('an error for the user', () => {
  it('holds its message, the cause for the log, and what can be done', () => {
    const cause = new Error('socket hang up');
    const actions = [{ title: 'Sign In', command: 'roleSessions.identityCenter.signIn' }] as const;
    const error = new UserError('AWS did not answer.', { cause, actions });
    expect(error).toMatchObject({ name: 'UserError', message: 'AWS did not answer.', cause, actions });
  });

  it('has no cause and no actions where none are given', () => {
    const error = new UserError('No.');
    expect('cause' in error).toBe(false);
    expect(error.actions).toEqual([]);
  });

  it('is known by its name, since every bundle has a class of its own', () => {
    expect(fromAnotherBundle('UserError')).toBeInstanceOf(UserError);
    expect(fromAnotherBundle('Cancelled')).toBeInstanceOf(Cancelled);
  });

  it.each([
    ['another error', new Error('UserError')],
    ['no error', { name: 'UserError' }],
    ['nothing', undefined],
  ])('is not %s', (_, value) => {
    expect(value instanceof UserError).toBe(false);
  });

  it.each([
    ['another error', new Error('Cancelled')],
    ['no error', { name: 'Cancelled' }],
    ['nothing', undefined],
  ])('that tells of a cancellation is not %s', (_, value) => {
    expect(value instanceof Cancelled).toBe(false);
  });

  it('of a class derived from it is told apart from the others', () => {
    class Special extends UserError {}
    expect(new Special('x')).toBeInstanceOf(Special);
    expect(new UserError('x')).not.toBeInstanceOf(Special);
  });
});

it('a cancelled signal throws, another does not', () => {
  expect(() => throwIfCancelled(AbortSignal.abort())).toThrow(Cancelled);
  expect(() => throwIfCancelled(new AbortController().signal)).not.toThrow();
  expect(new Cancelled()).toMatchObject({ name: 'Cancelled', message: 'Cancelled' });
});

describe('the code', () => {
  it.each<[string, unknown, string | undefined]>([
    ['of a service is the name', Object.assign(new Error(), { name: 'AccessDenied', code: 'E1' }), 'AccessDenied'],
    ['of a socket is its code', Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['is a text', Object.assign(new Error(), { code: 42 }), undefined],
    ['is missing where there is none', new Error('x'), undefined],
    ['is missing in what is no error', { name: 'AccessDenied' }, undefined],
  ])('%s', (_, error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
