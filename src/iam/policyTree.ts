import { getNodeValue, parseTree, type Node } from 'jsonc-parser';
import type { PolicyKind } from './policyKind.js';

/** A name and its value in an object of the document, with where each stands. */
export interface Element {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

export interface StatementTree {
  readonly node: Node;
  readonly elements: readonly Element[];
}

export interface PolicyTree {
  readonly root: Node;
  readonly elements: readonly Element[];
  readonly statements: readonly StatementTree[];
}

/** Text with a place. */
export interface Placed {
  readonly text: string;
  readonly node: Node;
}

/** Undefined: the text is no object of JSON. What is broken in it the editor's own JSON support says. */
export function policyTree(text: string): PolicyTree | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type !== 'object') {
    return undefined;
  }
  const elements = elementsOf(root);
  const statement = elements.find(({ name }) => name === 'Statement')?.value;
  const nodes = statement?.type === 'array' ? (statement.children ?? []) : statement === undefined ? [] : [statement];
  return {
    root,
    elements,
    statements: nodes.filter(({ type }) => type === 'object').map((node) => ({ node, elements: elementsOf(node) })),
  };
}

/** Whether it is a policy document, or one that is being written. */
export function isPolicy({ statements, elements }: PolicyTree): boolean {
  const has = (name: string) => elements.some((element) => element.name === name);
  return (
    has('Statement') &&
    (has('Version') ||
      statements.some((statement) =>
        statement.elements.some(({ name }) => ['Effect', 'Action', 'NotAction'].includes(name)),
      ))
  );
}

export function elementsOf(node: Node): Element[] {
  return node.type !== 'object'
    ? []
    : (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
        key === undefined || value === undefined ? [] : [{ name: String(key.value), key, value }],
      );
}

export function elementOf(elements: readonly Element[], ...names: readonly string[]): Element | undefined {
  return elements.find(({ name }) => names.includes(name));
}

/** Of a value that is one text or a list of them; what is neither is left out. */
export function textsOf(node: Node): Placed[] {
  const nodes = node.type === 'array' ? (node.children ?? []) : [node];
  return nodes.flatMap((each) => (each.type === 'string' ? [{ text: String(each.value), node: each }] : []));
}

/** As {@link textsOf}, with numbers and true and false, as IAM takes them in conditions. */
export function scalarsOf(node: Node): Placed[] {
  const nodes = node.type === 'array' ? (node.children ?? []) : [node];
  return nodes.flatMap((each) =>
    ['string', 'number', 'boolean'].includes(each.type) ? [{ text: String(getNodeValue(each)), node: each }] : [],
  );
}

/** What it must be by what stands in it: only who trusts, and whoever owns a resource, says whom it is for. */
export function guessedKind({ statements }: PolicyTree): PolicyKind {
  if (!statements.some(({ elements }) => elementOf(elements, 'Principal', 'NotPrincipal') !== undefined)) {
    return 'identity';
  }
  const isTrust = statements.some(({ elements }) => {
    const action = elementOf(elements, 'Action');
    return (
      elementOf(elements, 'Resource', 'NotResource') === undefined &&
      action !== undefined &&
      textsOf(action.value).some(({ text }) => /^sts:/i.test(text))
    );
  });
  return isTrust ? 'trust' : 'resource';
}
