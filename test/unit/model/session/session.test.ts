import { describe, expect, it } from 'vitest';
import { expire, liveSession, NO_SESSION, remainingMs, sessionTitle } from '../../../../src/model/session/session.js';
import { NOW, SECRET, TOKEN, roleRef, liveSession as sample } from '../../../support/samples.js';

it.each([
  [undefined, 'dev'],
  ['read-only', 'dev (read-only)'],
])('narrowed to %s it is called "%s"', (narrowedTo, title) => {
  expect(sessionTitle({ name: 'dev', narrowedTo })).toBe(title);
});

it('an expired session has lost its credentials and nothing else', () => {
  const expired = expire(sample());
  const { credentials, ...facts } = sample();
  expect(expired).toEqual({ ...facts, kind: 'expired' });
  expect(JSON.stringify(expired)).not.toMatch(new RegExp(`${SECRET}|${TOKEN}|${credentials.accessKeyId}`));
});

it('at first there is none', () => {
  expect(NO_SESSION).toEqual({ kind: 'none' });
});

describe('the session whose credentials new things get', () => {
  const role = roleRef('x');

  it('is what was live while another role is being assumed', () => {
    expect(liveSession(sample())).toEqual(sample());
    expect(liveSession({ kind: 'assuming', role, previous: sample() })).toEqual(sample());
  });

  it.each([
    ['there is none', NO_SESSION],
    ['there was none before', { kind: 'assuming', role, previous: { kind: 'none' } } as const],
    ['it has expired', expire(sample())],
    [
      'it has expired while another role is being assumed',
      { kind: 'assuming', role, previous: expire(sample()) } as const,
    ],
    ['it could not be opened', { kind: 'failed', role, message: 'No.' } as const],
  ])('is none where %s', (_, session) => {
    expect(liveSession(session)).toBeUndefined();
  });
});

it.each([
  [NOW, 3_600_000],
  [NOW + 3_600_000, 0],
  [NOW + 3_600_001, 0],
])('what remains is never negative', (now, ms) => {
  expect(remainingMs(sample(), now)).toBe(ms);
});
