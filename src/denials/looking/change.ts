// The smallest changes of policy documents; pure.
import type { ConditionTest, ReadStatement } from '../../iam/evaluate/index.js';

interface Written {
  readonly Version?: unknown;
  readonly Statement?: unknown;
}

/** With one more statement. The rest stays as it is, but for how it is laid out. */
export function withStatement(document: string, statement: object): string {
  const written = JSON.parse(document) as Written;
  return laidOut({ ...written, Statement: [...statementsOf(written), statement] });
}

/** Whom the Deny at this place is for no more. */
export function exempting(document: string, { index }: ReadStatement, principalArn: string): string {
  const written = JSON.parse(document) as Written;
  const statements = statementsOf(written).map((each, at) => (at === index ? exempted(each, principalArn) : each));
  return laidOut({ ...written, Statement: statements });
}

export function conditionBlock(conditions: readonly ConditionTest[]): object | undefined {
  const block: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    block[operator] = { ...block[operator], [key]: values.length === 1 ? (values[0] ?? '') : values };
  }
  return conditions.length === 0 ? undefined : block;
}

function statementsOf({ Statement: block }: Written): readonly object[] {
  return (Array.isArray(block) ? block : [block]) as readonly object[];
}

const OPERATOR = 'ArnNotEquals';
const KEY = 'aws:PrincipalArn';

/** All values of one key have to differ, so that one more exempts one more. */
function exempted(statement: object, principalArn: string): object {
  const { Condition: condition = {} } = statement as {
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const keys = condition[OPERATOR] ?? {};
  const name = Object.keys(keys).find((key) => key.toLowerCase() === KEY.toLowerCase()) ?? KEY;
  const before = keys[name];
  const values: readonly unknown[] = before === undefined ? [] : Array.isArray(before) ? before : [before];
  const after = values.length === 0 ? principalArn : [...values, principalArn];
  return { ...statement, Condition: { ...condition, [OPERATOR]: { ...keys, [name]: after } } };
}

/** As a document with more in it is laid out, so that they can be compared; empty where there is none. */
export function laidOutText(document: string): string {
  return document === '' ? '' : laidOut(JSON.parse(document) as object);
}

function laidOut(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
