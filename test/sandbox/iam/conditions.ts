// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
import { addressInBlock } from './addresses.js';
import { expand, matches, type Context, type Variables } from './pattern.js';

export interface Condition {
  /** "StringEquals", "ForAnyValue:StringLikeIfExists"… */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Test = (actual: string, expected: string, variables: Variables) => boolean;

/** Compares with the expected text once its variables are filled in. */
const literal =
  (compare: (actual: string, expected: string) => boolean): Test =>
  (actual, expected, variables) => {
    const text = expand(expected, variables);
    return text !== undefined && compare(actual, text);
  };

const numeric = (compare: (a: number, b: number) => boolean): Test => literal((a, b) => compare(Number(a), Number(b)));

/** Dates are ISO 8601 or seconds since the epoch. */
const seconds = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000);
const date = (compare: (a: number, b: number) => boolean): Test => literal((a, b) => compare(seconds(a), seconds(b)));

const ARN_PARTS = 6;

/** The six parts of an ARN match one by one: a wildcard does not reach over a colon, except in the last part. */
const arn: Test = (actual, expected, variables) => {
  const parts = (text: string): string[] => {
    const pieces = text.split(/:(?![^{]*\})/);
    return [...pieces.slice(0, ARN_PARTS - 1), pieces.slice(ARN_PARTS - 1).join(':')];
  };
  if (expected === '*') return true;
  const [actuals, patterns] = [parts(actual), parts(expected)];
  return (
    patterns.length === ARN_PARTS && patterns.every((part, index) => matches(part, actuals[index] ?? '', variables))
  );
};

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: literal((a, b) => a === b),
  StringEqualsIgnoreCase: literal((a, b) => a.toLowerCase() === b.toLowerCase()),
  StringLike: (actual, expected, variables) => matches(expected, actual, variables),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
  Bool: literal((a, b) => a.toLowerCase() === b.toLowerCase()),
  ArnEquals: arn,
  ArnLike: arn,
  IpAddress: literal(addressInBlock),
  /** Both are base64. */
  BinaryEquals: literal((a, b) => a === b),
};

interface Operator {
  readonly test: Test;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly quantifier: 'any' | 'all' | undefined;
}

const OPERATOR = /^(?:For(Any|All)Values?:)?(\w+?)(IfExists)?$/;

/** "StringNotLikeIfExists" → StringLike, negated, passing when the key is absent. */
function parseOperator(name: string): Operator | undefined {
  const [, quantifier, base = '', ifExists] = OPERATOR.exec(name) ?? [];
  const positive = base.replace(/^(String|Numeric|Date|Arn)Not|^NotIp/, (_, kind: string | undefined) => kind ?? 'Ip');
  const test = TESTS[positive];
  if (!test) return undefined;
  return {
    test,
    negated: positive !== base,
    ifExists: ifExists !== undefined,
    quantifier: quantifier === 'Any' ? 'any' : quantifier === 'All' ? 'all' : undefined,
  };
}

export const isOperator = (name: string): boolean => name === 'Null' || parseOperator(name) !== undefined;

export function holds(condition: Condition, context: Context, variables: Variables): boolean {
  const actual = context.get(condition.key.toLowerCase());
  if (condition.operator === 'Null') {
    return condition.values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  }
  const operator = parseOperator(condition.operator);
  if (!operator) return false;
  if (actual === undefined || actual.length === 0) {
    return operator.ifExists || operator.quantifier === 'all' || (operator.negated && operator.quantifier !== 'any');
  }
  const fits = (value: string): boolean =>
    condition.values.some((expected) => operator.test(value, expected, variables)) !== operator.negated;
  return operator.quantifier === 'any' ? actual.some(fits) : actual.every(fits);
}
