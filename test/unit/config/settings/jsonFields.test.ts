import { describe, expect, it } from 'vitest';
import {
  checkObject,
  placeOf,
  settingPlace,
  stringEntries,
  stringList,
  textField,
  type JsonObject,
} from '../../../../src/config/settings/jsonFields.js';
import { refusalOf } from '../read.js';

const SHAPE = {
  name: () => 'A thing',
  fields: { text: 'string', count: 'number', on: 'boolean', inner: 'object', many: 'list', policy: 'policy' },
  example: () => '{ "text": "…" }',
} as const;
const check = (value: unknown) => checkObject(value, 'things[2]', SHAPE);
const objectOf = (values: Record<string, unknown>): JsonObject => ({ path: 'things[2]', values });

describe('an object of the settings', () => {
  it.each([
    {},
    { text: '', count: 0, on: false, inner: {}, many: [], policy: '' },
    { text: 'a', count: 1.5, on: true, inner: { a: 1 }, many: [1, 'x'], policy: {} },
  ])('may be %j', (values) => {
    expect(check(values)).toEqual({ ok: true, value: { path: 'things[2]', values } });
  });

  it.each([undefined, null, [], 'x', 7, true])('is none: %j', (value) => {
    expect(refusalOf(check(value))).toEqual({
      message: 'things[2] is not an object.',
      hint: 'Write it as { "text": "…" }.',
      place: { kind: 'setting', setting: 'things[2]' },
    });
  });

  it.each(['Text', 'constructor', ''])('has no field %j', (field) => {
    expect(refusalOf(check({ text: 'a', [field]: 'b' }))).toEqual({
      message: `A thing has no field “${field}”.`,
      hint: 'The fields are text, count, on, inner, many, policy.',
      place: { kind: 'setting', setting: `things[2].${field}` },
    });
  });

  it.each<[string, readonly unknown[], string]>([
    ['text', [1, null, true, {}, []], 'a string'],
    ['count', ['1', null, true, {}, []], 'a number'],
    ['on', ['true', null, 1, {}, []], 'true or false'],
    ['inner', ['{}', null, 1, true, []], 'an object'],
    ['many', ['a', null, 1, true, {}], 'a list'],
    ['policy', [1, null, true, []], 'an object, or a string of JSON'],
  ])('has the types that it says: %s', (field, wrong, type) => {
    for (const value of wrong) {
      expect(refusalOf(check({ [field]: value }))).toEqual({
        message: `${field} is not ${type}.`,
        hint: `Give ${type}, or take the field away.`,
        place: { kind: 'setting', setting: `things[2].${field}` },
      });
    }
  });
});

it('what stands in a setting has its path', () => {
  expect(settingPlace('a')).toEqual({ kind: 'setting', setting: 'a' });
  expect(placeOf(objectOf({}), 'text')).toEqual({ kind: 'setting', setting: 'things[2].text' });
});

it.each([
  ['a', 'a'],
  ['', ''],
  [900, '900'],
  [true, undefined],
  [undefined, undefined],
  [null, undefined],
])('%j as text is %j', (value, expected) => {
  const place = { kind: 'setting', setting: 'things[2].text' };
  const field = expected === undefined ? undefined : { name: 'text', value: expected, place };
  expect(textField(objectOf({ text: value }), 'text')).toEqual(field);
});

describe('the strings of', () => {
  const at = (setting: string) => ({ kind: 'setting', setting });

  it('a list have their places', () => {
    expect(stringList(objectOf({ many: ['a', ''] }), 'many')).toEqual({
      ok: true,
      value: [
        { name: 'many', value: 'a', place: at('things[2].many[0]') },
        { name: 'many', value: '', place: at('things[2].many[1]') },
      ],
    });
  });

  it('an object have its keys', () => {
    expect(stringEntries(objectOf({ inner: { x: 'a', y: '' } }), 'inner')).toEqual({
      ok: true,
      value: [
        { name: 'x', value: 'a', place: at('things[2].inner.x') },
        { name: 'y', value: '', place: at('things[2].inner.y') },
      ],
    });
  });

  it.each([undefined, null, 'x', 7])('what is neither are none: %j', (value) => {
    expect(stringList(objectOf({ x: value }), 'x')).toEqual({ ok: true, value: [] });
    expect(stringEntries(objectOf({ x: value }), 'x')).toEqual({ ok: true, value: [] });
  });

  it('others are told apart', () => {
    expect(stringList(objectOf({ x: {} }), 'x')).toEqual({ ok: true, value: [] });
    expect(stringEntries(objectOf({ x: ['a'] }), 'x')).toEqual({ ok: true, value: [] });
  });

  it.each([1, null, {}, undefined])('which one is not a string: %j', (value) => {
    const wrong = { message: 'A value in x is not a string.', hint: 'Put it into quotes.' };
    expect(refusalOf(stringList(objectOf({ x: ['a', value] }), 'x'))).toEqual({
      ...wrong,
      place: at('things[2].x[1]'),
    });
    expect(refusalOf(stringEntries(objectOf({ x: { a: 'a', b: value } }), 'x'))).toEqual({
      ...wrong,
      place: at('things[2].x.b'),
    });
  });
});
