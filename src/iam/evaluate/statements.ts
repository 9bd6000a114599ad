/** What Action, Resource and their opposites say. */
export interface Selection {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

export interface ConditionTest {
  /** "StringEquals", "ForAnyValue:StringLikeIfExists"… */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface NamedPrincipal {
  /** "AWS", "Federated", "Service"… */
  readonly type: string;
  readonly value: string;
}

/** A statement as it is evaluated. */
export interface ReadStatement {
  readonly sid: string | undefined;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: { readonly negated: boolean; readonly entries: readonly NamedPrincipal[] } | undefined;
  readonly action: Selection;
  readonly resource: Selection | undefined;
  readonly conditions: readonly ConditionTest[];
  /** Whether `${…}` is plain text, as in documents of the version before variables. */
  readonly literal: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Undefined: it is no policy that IAM would have taken, so that nothing can be said of it. */
export function statementsIn(document: string): readonly ReadStatement[] | undefined {
  const parsed = parsedJson(document);
  if (!isObject(parsed) || parsed['Statement'] === undefined) {
    return undefined;
  }
  const { Statement: block, Version: version } = parsed;
  const list: readonly unknown[] = Array.isArray(block) ? block : [block];
  const statements = list.map((each, index) => statementOf(each, index, version !== '2012-10-17'));
  return statements.every((each) => each !== undefined) ? statements : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function statementOf(value: unknown, index: number, literal: boolean): ReadStatement | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { Effect: effect, Sid: sid } = value;
  const action = selectionOf(value, 'Action');
  const conditions = conditionsOf(value['Condition']);
  if ((effect !== 'Allow' && effect !== 'Deny') || action === undefined || conditions === undefined) {
    return undefined;
  }
  return {
    ...{ index, literal, effect, action, conditions },
    sid: typeof sid === 'string' && sid !== '' ? sid : undefined,
    principal: principalsOf(value),
    resource: selectionOf(value, 'Resource'),
  };
}

function selectionOf(statement: Json, name: string): Selection | undefined {
  const negated = `Not${name}` in statement;
  const value = statement[negated ? `Not${name}` : name];
  return value === undefined ? undefined : { negated, patterns: textsIn(value) };
}

function principalsOf(statement: Json): ReadStatement['principal'] {
  const negated = 'NotPrincipal' in statement;
  const value = statement[negated ? 'NotPrincipal' : 'Principal'];
  if (value === '*') {
    return { negated, entries: [{ type: 'AWS', value: '*' }] };
  }
  return isObject(value)
    ? {
        negated,
        entries: Object.entries(value).flatMap(([type, names]) =>
          textsIn(names).map((name) => ({ type, value: name })),
        ),
      }
    : undefined;
}

function conditionsOf(block: unknown): ConditionTest[] | undefined {
  if (block === undefined) {
    return [];
  }
  const operators = isObject(block) ? Object.entries(block) : [];
  return isObject(block) && operators.every(([, keys]) => isObject(keys))
    ? operators.flatMap(([operator, keys]) =>
        Object.entries(keys as Json).map(([key, values]) => ({ operator, key, values: textsIn(values) })),
      )
    : undefined;
}

/** IAM takes numbers and true and false for their text. */
function textsIn(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each) =>
    typeof each === 'string' || typeof each === 'boolean' || typeof each === 'number' ? [String(each)] : [],
  );
}
