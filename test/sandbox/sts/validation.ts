// Parameter constraints, refused in the words of AWS's services. The constraints are those of the STS service model.
import { AwsError } from '../types.js';
import { validationError } from './call.js';

export interface Constraint {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The pattern as the service model writes it; the whole value must match. */
  readonly pattern?: string;
  /** min and max bound the number, not the length. */
  readonly numeric?: boolean;
  /** Its value is left out of the message. */
  readonly sensitive?: boolean;
}

const NAME_PATTERN = '[\\w+=,.@-]*';
const TEXT_PATTERN = '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+';

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  RoleArn: { required: true, min: 20, max: 2048 },
  RoleSessionName: { required: true, min: 2, max: 64, pattern: NAME_PATTERN },
  DurationSeconds: { numeric: true, min: 900, max: 43_200 },
  ExternalId: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
  SerialNumber: { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' },
  TokenCode: { min: 6, max: 6, pattern: '[\\d]*' },
  SourceIdentity: { min: 2, max: 256, pattern: NAME_PATTERN },
  Policy: { min: 1, max: 2048, pattern: TEXT_PATTERN },
  PrincipalArn: { required: true, min: 20, max: 2048 },
  SAMLAssertion: { required: true, min: 4, max: 100_000, sensitive: true },
  WebIdentityToken: { required: true, min: 4, max: 20_000, sensitive: true },
  ProviderId: { min: 4, max: 2048 },
  /** A federated user's. */
  Name: { required: true, min: 2, max: 32, pattern: NAME_PATTERN },
};

export const USER_SESSION_SECONDS: Constraint = { numeric: true, min: 900, max: 129_600 };

export const pick = (...names: readonly string[]): Readonly<Record<string, Constraint | undefined>> =>
  Object.fromEntries(names.map((name) => [name, CONSTRAINTS[name]]));

const TAG_CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
const TAG_KEY: Constraint = { min: 1, max: 128, pattern: `${TAG_CHARACTERS}+` };
const TAG_VALUE: Constraint = { max: 256, pattern: `${TAG_CHARACTERS}*` };

/** Constraints of the Tags and TransitiveTagKeys that a request holds. */
export function tagConstraints(parameters: ReadonlyMap<string, string>): Readonly<Record<string, Constraint>> {
  const names = [...parameters.keys()].filter((name) => /^(Tags|TransitiveTagKeys)\.member\.\d+/.test(name));
  return Object.fromEntries(names.map((name) => [name, name.endsWith('.Value') ? TAG_VALUE : TAG_KEY]));
}

function broken(value: string, constraint: Constraint): string[] {
  const { min, max, pattern, numeric = false } = constraint;
  const size = numeric ? Number(value) : value.length;
  const what = numeric ? 'value' : 'length';
  const problems: string[] = [];
  if (max !== undefined && size > max) problems.push(`Member must have ${what} less than or equal to ${max}`);
  if (min !== undefined && size < min) problems.push(`Member must have ${what} greater than or equal to ${min}`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'su').test(value)) {
    problems.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  return problems;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** "RoleArn" → "roleArn", "Tags.member.1.Key" → "tags.1.member.key". */
const memberName = (name: string): string =>
  name
    .replace(/\.member\.(\d+)/, '.$1.member')
    .split('.')
    .map(lowerFirst)
    .join('.');

function problemsOf(name: string, value: string | undefined, constraint: Constraint): string[] {
  const say = (shown: string, problem: string): string =>
    `Value ${constraint.sensitive && value !== undefined ? '' : `${shown} `}at '${memberName(name)}' failed to satisfy constraint: ${problem}`;
  if (value === undefined) return constraint.required ? [say('null', 'Member must not be null')] : [];
  if (constraint.numeric && !/^-?\d+$/.test(value)) {
    throw new AwsError(400, 'MalformedInput', `Could not parse ${name}: ${value}`);
  }
  return broken(value, constraint).map((problem) => say(`'${value}'`, problem));
}

/** Throws ValidationError naming every parameter that breaks its constraint, and MalformedInput for a number that is none. */
export function validate(
  parameters: ReadonlyMap<string, string>,
  constraints: Readonly<Record<string, Constraint | undefined>>,
): void {
  const problems = Object.entries(constraints).flatMap(([name, constraint]) =>
    constraint ? problemsOf(name, parameters.get(name), constraint) : [],
  );
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw validationError(`${count} detected: ${problems.join('; ')}`);
}
