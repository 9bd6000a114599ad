import * as l10n from '../../base/l10n.js';
import { parseRoleArn } from '../rules/arn.js';
import { buildRole, type RolePart } from '../plan/buildRole.js';
import { buildFederated } from './settingFederated.js';
import { checkRegion, type Field } from '../rules/fields.js';
import { checkObject, placeOf, settingPlace, textField, type JsonObject } from './jsonFields.js';
import type { LocatedRole, PlanContext } from '../plan/planRole.js';
import { expandSessionName, sessionNameValues } from '../rules/sessionName.js';
import { readTraits } from './settingTraits.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import { type Checked, ok, fail } from '../../base/checked.js';
import type { FederatedRole } from '../plan/planFederated.js';

export const ROLES_SETTING = 'roleSessions.roles';

/** One element of `roleSessions.roles`, with its JSON types: src/manifest makes package.json say the same. */
export const ROLE_SHAPE = {
  name: () => l10n.t('A role'),
  fields: {
    arn: 'string',
    name: 'string',
    sourceProfile: 'string',
    sessionName: 'string',
    durationSeconds: 'number',
    externalId: 'string',
    mfaSerial: 'string',
    region: 'string',
    sessionTags: 'object',
    transitiveTagKeys: 'list',
    sourceIdentity: 'string',
    policy: 'policy',
    policyArns: 'list',
    saml: 'object',
    webIdentity: 'object',
  },
  example: () => '{ "arn": "…" }',
} as const;

/** A role that a source profile assumes, or one that an identity provider vouches for. */
export type SettingRole =
  | { readonly kind: 'assumed'; readonly id: string; readonly name: string; readonly role: Checked<LocatedRole> }
  | { readonly kind: 'federated'; readonly id: string; readonly name: string; readonly role: Checked<FederatedRole> };

export type SettingContext = Pick<PlanContext, 'environment' | 'sessionName'>;

/** Roles from settings.json, whose shape nobody has checked: a wrong element is a broken role, the others work. */
export function readSettingRoles(value: unknown, context: SettingContext): readonly SettingRole[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    const role = fail(
      settingPlace(ROLES_SETTING),
      l10n.t('{0} is not a list.', ROLES_SETTING),
      l10n.t('Write it as [ { "arn": "…" } ].'),
    );
    return [{ kind: 'assumed', id: `setting:${ROLES_SETTING}`, name: ROLES_SETTING, role }];
  }
  const taken = new Map<string, string>();
  return value.map((element: unknown, index) => readElement(element, `${ROLES_SETTING}[${index}]`, taken, context));
}

function readElement(element: unknown, path: string, taken: Map<string, string>, context: SettingContext): SettingRole {
  const object = checkObject(element, path, ROLE_SHAPE);
  if (!object.ok) {
    return broken(path, object);
  }
  const arn = readArn(object.value);
  const name = readName(object.value, arn);
  if (!name.ok) {
    return broken(path, name);
  }
  const first = taken.get(name.value);
  if (first !== undefined) {
    const message = l10n.t('The name “{0}” is taken by {1}.', name.value, first);
    return broken(
      path,
      fail(placeOf(object.value, 'name'), message, l10n.t('Give one of the two another "name".')),
      name.value,
    );
  }
  taken.set(name.value, path);
  const base = { id: `setting:${name.value}`, name: name.value };
  const { saml, webIdentity } = object.value.values;
  return saml === undefined && webIdentity === undefined
    ? { kind: 'assumed', ...base, role: readAssumed(object.value, arn, base, context) }
    : { kind: 'federated', ...base, role: buildFederated(object.value, arn, base, context) };
}

function broken(path: string, role: Checked<LocatedRole>, name = path): SettingRole {
  return { kind: 'assumed', id: `setting:${path}`, name, role };
}

/** Undefined where an assertion is to offer the roles. */
function readArn(object: JsonObject): Checked<RoleArn | undefined> {
  const arn = textField(object, 'arn');
  if (arn !== undefined) {
    return parseRoleArn(arn);
  }
  return object.values['saml'] === undefined
    ? fail(settingPlace(object.path), l10n.t('The role in {0} has no arn.', object.path), l10n.t('Add its "arn".'))
    : ok(undefined);
}

function readName(object: JsonObject, arn: Checked<RoleArn | undefined>): Checked<string> {
  const written = textField(object, 'name');
  const name = written?.value.trim() ?? '';
  if (name !== '') {
    return ok(name);
  }
  if (!arn.ok) {
    return arn;
  }
  if (written !== undefined) {
    return fail(written.place, l10n.t('name is empty.'), l10n.t('Fill it in, or take it away.'));
  }
  return arn.value === undefined
    ? fail(settingPlace(object.path), l10n.t('A role with saml and no arn has no name.'), l10n.t('Add a "name".'))
    : ok(arn.value.roleName);
}

function readAssumed(
  object: JsonObject,
  arn: Checked<RoleArn | undefined>,
  { id, name }: { readonly id: string; readonly name: string },
  { environment }: SettingContext,
): Checked<LocatedRole> {
  if (!arn.ok) {
    return arn;
  }
  const pattern = textField(object, 'sessionName');
  const sessionName = pattern && expandSessionName(pattern, sessionNameValues(environment, name));
  const traits = readTraits(object, arn.value);
  const region = textField(object, 'region');
  const checkedRegion = region === undefined || region.value === '' ? ok('') : checkRegion(region);
  if (sessionName?.ok === false) {
    return sessionName;
  }
  if (!traits.ok) {
    return traits;
  }
  if (!checkedRegion.ok) {
    return checkedRegion;
  }
  const source: Field = textField(object, 'sourceProfile') ?? {
    name: 'sourceProfile',
    value: 'default',
    place: placeOf(object, 'sourceProfile'),
  };
  const base = { id, name, place: settingPlace(object.path), profile: undefined, source, traits: traits.value };
  return buildRole(base, (part: RolePart) => {
    const field = textField(object, part);
    return part === 'sessionName' && field && sessionName ? { ...field, value: sessionName.value } : field;
  });
}
