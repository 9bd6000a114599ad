// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
import { BlockList, isIP } from 'node:net';
import { readOperator } from '../vocabulary.js';
import {
  anyFit,
  everyFit,
  expanded,
  fitIf,
  fitsPattern,
  NO,
  notFit,
  YES,
  type Fit,
  type RequestContext,
  type Variables,
} from './pattern.js';
import type { ConditionTest } from './statements.js';

type Compare = (actual: string, expected: string, variables: Variables) => Fit;

/** Compares with the expected text once its variables are filled in. */
function filledIn(compare: (actual: string, expected: string) => boolean): Compare {
  return (actual, expected, variables) => {
    const text = expanded(expected, variables);
    return text.kind === 'text' ? fitIf(compare(actual, text.text)) : text.kind === 'open' ? text : NO;
  };
}

const numbers = (compare: (a: number, b: number) => boolean) => filledIn((a, b) => compare(Number(a), Number(b)));
const dates = (compare: (a: number, b: number) => boolean) => filledIn((a, b) => compare(seconds(a), seconds(b)));

/** Dates are ISO 8601, or seconds since the epoch. */
function seconds(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
}

const ARN_PARTS = 6;

/** The six parts match one by one: a wildcard does not reach over a colon, but in the last. */
const arns: Compare = (actual, expected, variables) => {
  if (expected === '*') {
    return YES;
  }
  const [texts, patterns] = [arnParts(actual), arnParts(expected)];
  return patterns.length === ARN_PARTS
    ? everyFit(patterns.map((part, index) => fitsPattern(part, texts[index] ?? '', variables)))
    : NO;
};

function arnParts(arn: string): string[] {
  const pieces = arn.split(/:(?![^{]*\})/);
  return pieces.length < ARN_PARTS ? pieces : [...pieces.slice(0, 5), pieces.slice(5).join(':')];
}

function isInBlock(address: string, block: string): boolean {
  const [start = '', length] = block.split('/');
  const family = isIP(start);
  if (family === 0 || isIP(address) !== family) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  const list = new BlockList();
  try {
    list.addSubnet(start, bits, type);
  } catch {
    return false; // bits that no address has
  }
  return list.check(address, type);
}

const same = (a: string, b: string) => a === b;
const sameIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** By the operator without its Not. */
const COMPARISONS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', filledIn(same)],
  ['StringEqualsIgnoreCase', filledIn(sameIgnoringCase)],
  ['StringLike', (actual, expected, variables) => fitsPattern(expected, actual, variables)],
  ['NumericEquals', numbers((a, b) => a === b)],
  ['NumericLessThan', numbers((a, b) => a < b)],
  ['NumericLessThanEquals', numbers((a, b) => a <= b)],
  ['NumericGreaterThan', numbers((a, b) => a > b)],
  ['NumericGreaterThanEquals', numbers((a, b) => a >= b)],
  ['DateEquals', dates((a, b) => a === b)],
  ['DateLessThan', dates((a, b) => a < b)],
  ['DateLessThanEquals', dates((a, b) => a <= b)],
  ['DateGreaterThan', dates((a, b) => a > b)],
  ['DateGreaterThanEquals', dates((a, b) => a >= b)],
  ['Bool', filledIn(sameIgnoringCase)],
  ['BinaryEquals', filledIn(same)],
  ['IpAddress', filledIn(isInBlock)],
  ['ArnEquals', arns],
  ['ArnLike', arns],
]);

/** Whether the request meets the condition, as far as it is known. */
export function meets(condition: ConditionTest, context: RequestContext, variables: Variables): Fit {
  const key = condition.key.toLowerCase();
  const actual = context.get(key);
  const operator = readOperator(condition.operator);
  const name = operator?.name ?? '';
  const positive = name.replace(/^(String|Numeric|Date|Arn)Not|^NotIp/, (_, kind: string | undefined) => kind ?? 'Ip');
  const compare = COMPARISONS.get(positive);
  if (operator === undefined || (name !== 'Null' && compare === undefined)) {
    return { kind: 'open', keys: [key] }; // IAM would not have taken it
  }
  if (actual === undefined) {
    return { kind: 'open', keys: [key] };
  }
  if (compare === undefined) {
    return fitIf(condition.values.some((value) => sameIgnoringCase(value, String(actual.length === 0))));
  }
  const { quantifier, ifExists } = operator;
  const isNegated = positive !== name;
  if (actual.length === 0) {
    return fitIf(ifExists || quantifier === 'ForAllValues' || (isNegated && quantifier !== 'ForAnyValue'));
  }
  const fits = actual.map((value) => {
    const fit = anyFit(condition.values.map((expected) => compare(value, expected, variables)));
    return isNegated ? notFit(fit) : fit;
  });
  return quantifier === 'ForAnyValue' ? anyFit(fits) : everyFit(fits);
}
