import { describe, expect, it } from 'vitest';
import { problemText, shortPlaceText, TYPED } from '../../../src/base/place.js';

const file = (path: string) => ({ kind: 'file', file: path, line: 12 }) as const;

describe('a place', () => {
  it('of what was just typed is a setting without a name', () => {
    expect(TYPED).toEqual({ kind: 'setting', setting: '' });
  });

  it.each([
    [file('/home/me/.aws/config'), 'config, line 12'],
    [file('C:\\Users\\me\\.aws\\credentials'), 'credentials, line 12'],
    [file('/home/me/line 3, of/config'), 'config, line 12'],
    [{ kind: 'setting', setting: 'roleSessions.roles' } as const, 'roleSessions.roles'],
    [TYPED, ''],
    [undefined, ''],
  ])('is short: %j', (place, text) => {
    expect(shortPlaceText(place)).toBe(text);
  });
});

describe('a problem', () => {
  const message = 'The role has no source.';
  const hint = 'Add one.';

  it.each([
    [
      'says what, what to do and where',
      { message, hint, place: file('/a/config') },
      `${message} ${hint} (/a/config, line 12)`,
    ],
    ['has no hint', { message, hint: '', place: file('/a/config') }, `${message} (/a/config, line 12)`],
    ['is typed just now', { message, hint, place: TYPED }, `${message} ${hint}`],
    ['is nowhere', { message, hint, place: undefined }, `${message} ${hint}`],
  ])('%s', (_, problem, text) => {
    expect(problemText(problem)).toBe(text);
  });
});
