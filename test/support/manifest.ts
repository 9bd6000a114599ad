// package.json and the texts beside it, as they lie in the checkout.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** A value of JSON, read without knowing its shape. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function readJson(name: string): Json {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as Json;
}

export const readManifest = (): Json => readJson('package.json');

/** The texts of package.nls.json by key. */
export const readTexts = (): Readonly<Record<string, string>> => readJson('package.nls.json') as Record<string, string>;

/** Every string in a value, with the keys that lead to it; places in a list are numbers. */
export function stringsOf(value: Json, path: readonly (string | number)[] = []): readonly [typeof path, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => stringsOf(inner, [...path, key]));
}
