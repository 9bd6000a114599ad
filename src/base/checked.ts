import type { Problem, Place } from './place.js';

/** A value, or why there is none. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function fail(
  place: Place | undefined,
  message: string,
  hint: string,
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { message, hint, place } };
}

type Values<T> = { readonly [K in keyof T]: T[K] extends Checked<infer V> ? V : never };

/** All values, or the first problem in the order given. */
export function all<T extends Readonly<Record<string, Checked<unknown>>>>(checks: T): Checked<Values<T>> {
  const values: [string, unknown][] = [];
  for (const [name, check] of Object.entries(checks)) {
    if (!check.ok) {
      return check;
    }
    values.push([name, check.value]);
  }
  return ok(Object.fromEntries(values) as Values<T>);
}
