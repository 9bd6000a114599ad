import { variable, type Environment } from '../../model/environment.js';
import { INDENT_HINT, type Field } from '../rules/fields.js';
import { lookUp, type Profile } from './profiles.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** A value that has to be there, on one line. */
export function textOf(profile: Profile, field: Field): Checked<string> {
  const { name, value, place } = field;
  if (value === '') {
    return fail(place, `${name} of the profile “${profile.name}” is empty.`, 'Give it a value, or take the line away.');
  }
  return value.includes('\n')
    ? fail(place, `${name} of the profile “${profile.name}” goes on over several lines.`, INDENT_HINT)
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
