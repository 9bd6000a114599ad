// Answers of the query protocol: objects become elements, lists become members.
import { branch, leaf } from '../xml.js';

/** undefined leaves the element out. */
export type Field = undefined | string | number | boolean | Date | readonly Field[] | Fields;
export interface Fields {
  readonly [name: string]: Field;
}

const isList = (value: Field): value is readonly Field[] => Array.isArray(value);

function element(name: string, value: Field): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return leaf(name, value);
  if (typeof value === 'boolean') return leaf(name, String(value));
  if (value instanceof Date) return leaf(name, value.toISOString().replace(/\.\d+Z$/, 'Z'));
  if (isList(value)) return branch(name, ...value.map((member) => element('member', member)));
  return branch(name, fieldsXml(value));
}

export const fieldsXml = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join('');
