// How shapes and rules of the configuration are said in JSON Schema.
import type { TextRule } from '../config/rules/fields.js';
import type { JsonSchema } from './jsonSchema.js';

/** The types of a shape's fields. A number is always a count of something, so a whole one. */
const TYPES = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  object: 'object',
  list: 'array',
  policy: ['object', 'string'],
} as const;

/**
 * An object with exactly the fields of a shape, each with its type, and its description `KEY.FIELD.description` of
 * package.nls.json.
 */
export function objectOf<Name extends string, Field extends string>(
  key: string,
  fields: Readonly<Record<Field, keyof typeof TYPES>>,
  schemas: Readonly<Record<NoInfer<Field>, JsonSchema<Name>>>,
): JsonSchema<Name> {
  const names = Object.keys(schemas) as Field[];
  const properties = names.map((name) => [
    name,
    { type: TYPES[fields[name]], ...schemas[name], markdownDescription: `%${key}.${name}.description%` },
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties) as Properties<Name>,
  };
}

type Properties<Name extends string> = Readonly<Record<string, JsonSchema<Name>>>;

/** A pattern of JSON Schema has no slashes around it, so those inside need no escape. */
export function patternOf(expression: RegExp): string {
  return expression.source.replaceAll('\\/', '/');
}

export function textShape({ min, max, allowed }: TextRule): JsonSchema<never> {
  return { minLength: min, maxLength: max, pattern: patternOf(allowed) };
}

/** None of these fields: the editor underlines the one that is there. */
export function without(fields: readonly string[]): JsonSchema<never> {
  return { properties: Object.fromEntries(fields.map((field) => [field, false])) };
}
