import { parseRoleArn } from './arn.js';
import { buildRole, type RolePart } from './buildRole.js';
import { fail, ok, type Checked, type Field } from './fields.js';
import type { LocatedRole } from './plan.js';
import type { Place } from './role.js';

export const ROLES_SETTING = 'roleSessions.roles';

/** The fields of one element of `roleSessions.roles`, with their JSON types; package.json says the same. */
const FIELDS = {
  arn: 'string',
  name: 'string',
  sourceProfile: 'string',
  sessionName: 'string',
  durationSeconds: 'number',
  externalId: 'string',
  mfaSerial: 'string',
  region: 'string',
} as const;
type FieldName = keyof typeof FIELDS;

export interface SettingRole {
  readonly id: string;
  readonly name: string;
  readonly role: Checked<LocatedRole>;
}

/** Roles from settings.json, whose shape nobody has checked: a wrong element is a broken role, the others work. */
export function readSettingRoles(value: unknown): readonly SettingRole[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    const role = fail(at(''), `${ROLES_SETTING} is not a list.`, 'Write it as [ { "arn": "…" } ].');
    return [{ id: `setting:${ROLES_SETTING}`, name: ROLES_SETTING, role }];
  }
  const taken = new Map<string, number>();
  return value.map((element: unknown, index) => readElement(element, index, taken));
}

function readElement(element: unknown, index: number, taken: Map<string, number>): SettingRole {
  const fields = readFields(element, index);
  if (!fields.ok) {
    return broken(index, fields);
  }
  const get = (field: FieldName): Field | undefined => fields.value.get(field);
  const arn = get('arn');
  if (arn === undefined) {
    const missing = fail(at(`[${index}]`), `The role in ${ROLES_SETTING}[${index}] has no arn.`, 'Add its "arn".');
    return broken(index, missing, get('name')?.value);
  }
  const parsed = parseRoleArn({ ...arn, name: 'arn' });
  const name = get('name')?.value.trim() ?? (parsed.ok ? parsed.value.roleName : '');
  if (name === '') {
    return broken(
      index,
      parsed.ok ? fail(get('name')?.place, 'name is empty.', 'Fill it in, or take it away.') : parsed,
    );
  }
  const first = taken.get(name);
  if (first !== undefined) {
    const message = `The name “${name}” is taken by ${ROLES_SETTING}[${first}].`;
    return broken(index, fail(at(`[${index}].name`), message, 'Give one of the two another "name".'), name);
  }
  taken.set(name, index);
  const id = `setting:${name}`;
  const place = at(`[${index}]`);
  const source = get('sourceProfile') ?? {
    name: 'sourceProfile',
    value: 'default',
    place: at(`[${index}].sourceProfile`),
  };
  return { id, name, role: buildRole({ id, name, place, profile: undefined, source }, (part: RolePart) => get(part)) };
}

function broken(index: number, role: Checked<LocatedRole>, name = `${ROLES_SETTING}[${index}]`): SettingRole {
  return { id: `setting:${ROLES_SETTING}[${index}]`, name, role };
}

function readFields(element: unknown, index: number): Checked<ReadonlyMap<string, Field>> {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return fail(at(`[${index}]`), `${ROLES_SETTING}[${index}] is not an object.`, 'Write it as { "arn": "…" }.');
  }
  const fields = new Map<string, Field>();
  for (const [name, value] of Object.entries(element) as [string, unknown][]) {
    const place = at(`[${index}].${name}`);
    if (!isFieldName(name)) {
      const hint = `The fields of a role are ${Object.keys(FIELDS).join(', ')}.`;
      return fail(place, `A role has no field “${name}”.`, hint);
    }
    if (typeof value !== FIELDS[name]) {
      return fail(place, `${name} is not a ${FIELDS[name]}.`, `Give a ${FIELDS[name]}, or take the field away.`);
    }
    fields.set(name, { name, value: String(value), place });
  }
  return ok(fields);
}

function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

function at(path: string): Place {
  return { kind: 'setting', setting: `${ROLES_SETTING}${path}` };
}
