import { describe, expect, it } from 'vitest';
import { commonDurations, durationProblem } from '../../../../src/ask/rows/durations.js';
import { chosenRows, scopeLimit, scopeTitle, withNarrowing, withoutPart } from '../../../../src/ask/rows/scopeRows.js';
import type { Narrowing, Scope } from '../../../../src/model/request.js';

const place = (access: 'read' | 'write'): Narrowing => ({ kind: 's3-location', bucket: 'b', prefix: 'p/', access });
const ALL: Scope = {
  narrowings: [
    { kind: 'read-only' },
    { kind: 's3-only' },
    place('read'),
    place('write'),
    { kind: 'policy', name: 'mine', policy: '{}' },
  ],
  durationSeconds: 1800,
};

describe('what is chosen', () => {
  it('has a row each, the time last', () => {
    expect(chosenRows(ALL)).toEqual(
      [
        '$(eye) read-only',
        '$(database) S3 only',
        '$(folder) reading s3://b/p/',
        '$(folder) s3://b/p/',
        '$(json) mine',
        '$(watch) 30 min',
      ].map((label, at) => ({ label, at })),
    );
    expect(scopeTitle(ALL)).toBe('read-only, S3 only, reading s3://b/p/, s3://b/p/, mine, 30 min');
  });

  it('is added to and taken from', () => {
    const one: Scope = { narrowings: [{ kind: 'read-only' }], durationSeconds: 60 };
    const two = withNarrowing(one, { kind: 's3-only' });
    expect(scopeTitle(two)).toBe('read-only, S3 only, 1 min');
    expect(withoutPart(two, 1)).toEqual(one);
    expect(withoutPart(two, 2)).toStrictEqual({ narrowings: two.narrowings });
    expect(withoutPart({ narrowings: [] }, 0)).toStrictEqual({ narrowings: [] });
  });
});

describe('the time', () => {
  it.each([
    ['59', 'At least 1 min.'],
    ['60', undefined],
    ['45m', undefined],
    [
      '46m',
      'At most 45 min. It ends with the session that it comes from at the latest, which narrowing cannot prolong.',
    ],
  ])('of a session with 45 minutes left may be %s: %s', (typed, problem) => {
    expect(durationProblem(typed, scopeLimit(2_700_999))).toBe(problem);
  });

  it('is proposed within what is left', () => {
    expect(commonDurations(scopeLimit(2_700_000))).toEqual([300, 900, 1800]);
  });

  it('of credentials without an end is 36 hours at most', () => {
    expect(scopeLimit(8.64e15).maxSeconds).toBe(129_600);
  });
});
