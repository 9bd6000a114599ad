import type { ConditionKey } from './catalog.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'] as const;

export const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

export const EFFECTS = ['Allow', 'Deny'] as const;
export const VERSIONS = ['2012-10-17', '2008-10-17'] as const;
export const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

type Compared = ConditionKey['type'] | 'any';

/** By what each operator compares. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, Compared> = new Map<string, Compared>([
  ...compared('String', ['', 'Not'], ['Equals', 'EqualsIgnoreCase', 'Like']),
  ...compared('Numeric', ['', 'Not'], ['Equals']),
  ...compared('Numeric', [''], ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals']),
  ...compared('Date', ['', 'Not'], ['Equals']),
  ...compared('Date', [''], ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals']),
  ['Bool', 'Bool'],
  ['BinaryEquals', 'any'],
  ['IpAddress', 'IPAddress'],
  ['NotIpAddress', 'IPAddress'],
  ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'].map((name): [string, Compared] => [name, 'ARN']),
  ['Null', 'any'],
]);

function compared(type: ConditionKey['type'], before: readonly string[], after: readonly string[]) {
  return before.flatMap((not) => after.map((how): [string, Compared] => [`${type}${not}${how}`, type]));
}

export const OPERATOR_NAMES = [...OPERATORS.keys()];

export interface Operator {
  readonly name: string;
  readonly compares: Compared;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

/** Undefined: there is none of that name. Operators are written in exactly this case, quantifiers too. */
export function readOperator(written: string): Operator | undefined {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) ?? [];
  const compares = OPERATORS.get(name);
  return compares === undefined || (name === 'Null' && ifExists !== undefined)
    ? undefined
    : {
        name,
        compares,
        quantifier: quantifier as Operator['quantifier'],
        ifExists: ifExists !== undefined,
      };
}
