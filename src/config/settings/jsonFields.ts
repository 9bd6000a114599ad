import * as l10n from '../../base/l10n.js';
import type { Field } from '../rules/fields.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';
/** Types of a field in settings.json; a policy is an object or its text. */
type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'list' | 'policy';

/** An object of settings.json whose fields have been checked to be known and of their types. */
export interface JsonObject {
  /** Where it stands: `roleSessions.roles[2].saml`. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Shape {
  /** How messages name it: "A role", "saml". */
  readonly name: () => string;
  readonly fields: Readonly<Record<string, JsonType>>;
  /** A short right one, for the hint. */
  readonly example: () => string;
}

/** The first field that is unknown or of another type is the problem. */
export function checkObject(value: unknown, path: string, { name, fields, example }: Shape): Checked<JsonObject> {
  if (!isObject(value)) {
    return fail(settingPlace(path), l10n.t('{0} is not an object.', path), l10n.t('Write it as {0}.', example()));
  }
  for (const [field, held] of Object.entries(value)) {
    const place = settingPlace(`${path}.${field}`);
    const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (type === undefined) {
      return fail(
        place,
        l10n.t('{0} has no field “{1}”.', name(), field),
        l10n.t('The fields are {0}.', Object.keys(fields).join(', ')),
      );
    }
    if (!isOfType(held, type)) {
      const wanted = typeName(type);
      return fail(place, l10n.t('{0} is not {1}.', field, wanted), l10n.t('Give {0}, or take the field away.', wanted));
    }
  }
  return ok({ path, values: value });
}

function typeName(type: JsonType): string {
  switch (type) {
    case 'string':
      return l10n.t('a string');
    case 'number':
      return l10n.t('a number');
    case 'boolean':
      return l10n.t('true or false');
    case 'object':
      return l10n.t('an object');
    case 'list':
      return l10n.t('a list');
    case 'policy':
      return l10n.t('an object, or a string of JSON');
  }
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'policy':
      return typeof value === 'string' || isObject(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function settingPlace(path: string): Place {
  return { kind: 'setting', setting: path };
}

export function placeOf({ path }: JsonObject, name: string): Place {
  return settingPlace(`${path}.${name}`);
}

/** A string or a number, as text. */
export function textField(object: JsonObject, name: string): Field | undefined {
  const value = object.values[name];
  return typeof value === 'string' || typeof value === 'number'
    ? { name, value: String(value), place: placeOf(object, name) }
    : undefined;
}

/** The strings of a list; none where there is no list. */
export function stringList(object: JsonObject, name: string): Checked<readonly Field[]> {
  const list = object.values[name];
  return strings(Array.isArray(list) ? list : [], (index) => `${object.path}.${name}[${index}]`, name);
}

/** The strings of an object, by key; none where there is no object. */
export function stringEntries(object: JsonObject, name: string): Checked<readonly Field[]> {
  const held = object.values[name];
  const entries = isObject(held) ? Object.entries(held) : [];
  const keys = entries.map(([key]) => key);
  const fields = strings(
    entries.map(([, value]) => value),
    (index) => `${object.path}.${name}.${keys[index] ?? ''}`,
    name,
  );
  return fields.ok ? ok(fields.value.map((field, index) => ({ ...field, name: keys[index] ?? '' }))) : fields;
}

function strings(values: readonly unknown[], path: (index: number) => string, name: string): Checked<readonly Field[]> {
  const fields: Field[] = [];
  for (const [index, value] of values.entries()) {
    const place = settingPlace(path(index));
    if (typeof value !== 'string') {
      return fail(place, l10n.t('A value in {0} is not a string.', name), l10n.t('Put it into quotes.'));
    }
    fields.push({ name, value, place });
  }
  return ok(fields);
}
