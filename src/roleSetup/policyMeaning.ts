// What policy documents mean, however they are written: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import type { WrittenObject } from './trust.js';

/** Without "Version" IAM takes the older one, which knows no variables. */
const OLDEST_VERSION = '2008-10-17';

/** Undefined: no JSON object. */
export function readDocument(text: string): WrittenObject | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): WrittenObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WrittenObject) : undefined;
}

function statementsOf(document: WrittenObject): readonly WrittenObject[] {
  return listOf(document['Statement'])
    .map(asRecord)
    .filter((each) => each !== undefined);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Whether both are policies that say the same. Neither the order of what is in them counts, nor Sid and Id. */
export function sameMeaning(a: string, b: string): boolean {
  const [first, second] = [meaningOf(a), meaningOf(b)];
  return first === undefined || second === undefined ? a === b : first === second;
}

function meaningOf(text: string): string | undefined {
  const document = readDocument(text);
  if (document === undefined) {
    return undefined;
  }
  const statements = statementsOf(document).map((each) => JSON.stringify(statementMeaning(each)));
  return JSON.stringify([document['Version'] ?? OLDEST_VERSION, ...new Set(statements.sort())]);
}

/** Names and sets of values; the names in order. */
type Meaning = readonly (readonly [name: string, values: readonly string[]])[];

function statementMeaning(statement: WrittenObject): Meaning {
  const meaning = Object.entries(statement).flatMap(([element, value]): Meaning => {
    switch (element) {
      case 'Sid':
        return [];
      case 'Action':
      case 'NotAction':
        return [[element, sorted(listOf(value).map((each) => String(each).toLowerCase()))]];
      case 'Principal':
      case 'NotPrincipal':
        return principalMeaning(element, value);
      case 'Condition':
        return conditionMeaning(value);
      default:
        return [[element, sorted(listOf(value).map(String))]];
    }
  });
  return [...meaning].sort(([a], [b]) => (a < b ? -1 : 1));
}

function principalMeaning(element: string, value: unknown): Meaning {
  const types = value === '*' ? { AWS: '*' } : (asRecord(value) ?? {});
  return Object.entries(types).map(([type, names]) => [
    `${element} ${type}`,
    sorted(listOf(names).map((name) => (type === 'AWS' ? accountRoot(String(name)) : String(name)))),
  ]);
}

/** An account's number alone and its root's ARN are the same: of both the number. */
function accountRoot(name: string): string {
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] ?? name;
}

/** Operators and keys are the same in capitals and small letters. */
function conditionMeaning(value: unknown): Meaning {
  return Object.entries(asRecord(value) ?? {}).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys) ?? {}).map(([key, values]): Meaning[number] => [
      `Condition ${operator} ${key}`.toLowerCase(),
      sorted(listOf(values).map(String)),
    ]),
  );
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/**
 * How a trust policy stands to a statement that is wanted in it. `allows`: one of its own says as much. `loosely`: one
 * of its own does, without conditions that are wanted.
 */
export type TrustCover = 'allows' | 'loosely' | 'not';

export function trustCover(document: WrittenObject, wanted: WrittenObject): TrustCover {
  const covers = statementsOf(document)
    .filter(({ Effect }) => Effect === 'Allow')
    .map((given) => cover(statementMeaning(given), statementMeaning(wanted)));
  return covers.includes('loosely') ? 'loosely' : covers.includes('allows') ? 'allows' : 'not';
}

function cover(given: Meaning, wanted: Meaning): TrustCover {
  const isCondition = ([name]: Meaning[number]) => name.startsWith('condition ');
  const [has, needs] = [new Map(given), new Map(wanted)];
  const allThere = [...needs].every(
    ([name, values]) =>
      isCondition([name, values]) || name === 'Effect' || values.every((value) => has.get(name)?.includes(value)),
  );
  const conditions = (of: Meaning) => JSON.stringify(of.filter(isCondition));
  if (!allThere) {
    return 'not';
  }
  if (conditions(given) === conditions(wanted)) {
    return 'allows';
  }
  return given.some(isCondition) ? 'not' : 'loosely';
}

/** The trust policy with one statement more. */
export function withTrusted(document: WrittenObject, statement: WrittenObject): WrittenObject {
  return { ...document, Statement: [...listOf(document['Statement']), statement] };
}
