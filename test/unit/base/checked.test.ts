import { expect, it } from 'vitest';
import { all, fail, ok } from '../../../src/base/checked.js';

const place = { kind: 'setting', setting: 'roleSessions.roles' } as const;

it('a value, or what is wrong', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 });
  expect(fail(place, 'No.', 'Do this.')).toEqual({
    ok: false,
    problem: { message: 'No.', hint: 'Do this.', place },
  });
});

it('all values by their names', () => {
  expect(all({ a: ok(1), b: ok(undefined) })).toEqual({ ok: true, value: { a: 1, b: undefined } });
  expect(all({})).toEqual({ ok: true, value: {} });
});

it('or the first problem', () => {
  const checks = { a: ok(1), b: fail(place, 'First.', ''), c: fail(place, 'Second.', '') };
  expect(all(checks)).toBe(checks.b);
});
