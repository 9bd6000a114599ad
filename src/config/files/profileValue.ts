import * as l10n from '../../base/l10n.js';
import { variable, type Environment } from '../../model/environment.js';
import { indentHint, type Field } from '../rules/fields.js';
import { lookUp, type Profile } from './profiles.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** A value that has to be there, on one line. */
export function textOf(profile: Profile, field: Field): Checked<string> {
  const { name, value, place } = field;
  if (value === '') {
    return fail(
      place,
      l10n.t('{0} of the profile “{1}” is empty.', name, profile.name),
      l10n.t('Give it a value, or take the line away.'),
    );
  }
  return value.includes('\n')
    ? fail(place, l10n.t('{0} of the profile “{1}” goes on over several lines.', name, profile.name), indentHint())
    : ok(value);
}

/** Something that a variable or the selected profile says. */
export interface Setting {
  /** The variable's or the key's. */
  readonly name: string;
  readonly value: string;
  /** Undefined for a variable. */
  readonly place: Place | undefined;
}

/**
 * botocore's ConfigValueStore: the variable counts as soon as it is set, so that an empty one hides what the profile
 * says; then it stands for nothing.
 */
export function settingOf(
  profile: Profile | undefined,
  environment: Environment,
  key: string,
  variableName: string,
): Setting | undefined {
  if (environment.variables[variableName] !== undefined) {
    const value = variable(environment, variableName);
    return value === undefined ? undefined : { name: variableName, value, place: undefined };
  }
  const field = profile && lookUp(profile, key);
  return field?.value === '' ? undefined : field;
}

/** botocore's ensure_boolean: everything but "true" is no. */
export function isTrue(setting: Setting | undefined): boolean {
  return setting?.value.toLowerCase() === 'true';
}
