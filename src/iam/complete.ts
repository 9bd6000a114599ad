import { findNodeAtLocation, getLocation, type JSONPath, type Location, type Node } from 'jsonc-parser';
import * as l10n from '../base/l10n.js';
import type { CatalogAction, ConditionKey, IamCatalog } from './catalog.js';
import { actionsMatching } from './diagnose/actions.js';
import { conditionKey } from './diagnose/conditions.js';
import { namesPrincipals, type PolicyKind } from './policyKind.js';
import { elementOf, elementsOf, textsOf, type PolicyTree } from './policyTree.js';
import {
  DOCUMENT_ELEMENTS,
  EFFECTS,
  OPERATOR_NAMES,
  PRINCIPAL_TYPES,
  readOperator,
  STATEMENT_ELEMENTS,
  VERSIONS,
} from './vocabulary.js';

/** What may stand where the cursor is. */
export interface Completion {
  /** The text itself, without quotes. */
  readonly text: string;
  readonly kind: 'element' | 'value' | 'service' | 'action' | 'resource' | 'key';
  /** Said beside it. */
  readonly detail: string;
  /** Goes on after it: the editor is to ask again. */
  readonly opens: boolean;
}

/** Where it is put, in quotes: instead of what is there. */
export interface Completions {
  readonly offset: number;
  readonly length: number;
  /** A name in an object, whose colon is not there yet. */
  readonly needsColon: boolean;
  readonly items: readonly Completion[];
}

const TRUST_ACTIONS = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'SetContext',
  'SetSourceIdentity',
  'TagSession',
];

/** @param offset of the cursor, in UTF-16 code units */
export function complete(
  text: string,
  offset: number,
  tree: PolicyTree,
  kind: PolicyKind,
  catalog: IamCatalog,
): Completions | undefined {
  const location = getLocation(text, offset);
  const written = stringAt(text, offset);
  const before = written === undefined ? '' : text.slice(written.offset + 1, offset);
  const items = itemsAt(location, before, tree, kind, catalog);
  if (items.length === 0) {
    return undefined;
  }
  const place = written ?? { offset, length: 0 };
  const after = text.slice(place.offset + place.length);
  return { ...place, needsColon: location.isAtPropertyKey && !/^\s*:/.test(after), items };
}

/** The text in quotes that the cursor is in. */
function stringAt(text: string, cursor: number): { readonly offset: number; readonly length: number } | undefined {
  for (const { 0: literal, 1: end, index } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*("?)/g)) {
    const past = index + literal.length;
    if (index < cursor && (cursor < past || (end === '' && cursor === past))) {
      return { offset: index, length: literal.length };
    }
  }
  return undefined;
}

function itemsAt(
  { path, isAtPropertyKey }: Location,
  before: string,
  tree: PolicyTree,
  kind: PolicyKind,
  catalog: IamCatalog,
): Completion[] {
  const [first, second] = path;
  if (path.length === 1 && isAtPropertyKey) {
    return elements(DOCUMENT_ELEMENTS, tree.root, kind);
  }
  if (first === 'Version') {
    return VERSIONS.map((version) => item('value', version));
  }
  if (first !== 'Statement') {
    return [];
  }
  const inList = typeof second === 'number';
  const statement = findNodeAtLocation(tree.root, inList ? ['Statement', second] : ['Statement']);
  const rest = path.slice(inList ? 2 : 1);
  return statement === undefined ? [] : inStatement(rest, isAtPropertyKey, before, statement, kind, catalog);
}

function inStatement(
  [name, ...rest]: JSONPath,
  atKey: boolean,
  before: string,
  statement: Node,
  kind: PolicyKind,
  catalog: IamCatalog,
): Completion[] {
  if (atKey && rest.length === 0) {
    return elements(STATEMENT_ELEMENTS, statement, kind);
  }
  switch (name) {
    case 'Effect':
      return EFFECTS.map((effect) => item('value', effect));
    case 'Action':
    case 'NotAction':
      return actions(before, kind, catalog);
    case 'Resource':
    case 'NotResource':
      return resources(statement, catalog);
    case 'Principal':
    case 'NotPrincipal':
      return atKey && rest.length === 1 ? PRINCIPAL_TYPES.map((type) => item('element', type)) : [];
    case 'Condition':
      return conditions(rest, atKey, statement, catalog);
    default:
      return [];
  }
}

/** Those that are not there yet, and may be. */
function elements(names: readonly string[], object: Node, kind: PolicyKind): Completion[] {
  const there = new Set(elementsOf(object).map(({ name }) => name));
  const isFree = (name: string) => {
    const other = name.startsWith('Not') ? name.slice(3) : `Not${name}`;
    return !there.has(name) && !there.has(other);
  };
  const fitsKind = (name: string) =>
    (namesPrincipals(kind) || !name.endsWith('Principal')) && (kind !== 'trust' || !name.endsWith('Resource'));
  return names.filter((name) => isFree(name) && fitsKind(name)).map((name) => item('element', name));
}

function actions(before: string, kind: PolicyKind, catalog: IamCatalog): Completion[] {
  if (kind === 'trust') {
    const service = catalog.service('sts');
    return TRUST_ACTIONS.map((name) => item('action', `sts:${name}`, service?.name));
  }
  const [prefix = '', name] = before.split(':');
  const service = name === undefined ? undefined : catalog.service(prefix);
  if (service === undefined) {
    return [
      ...catalog.prefixes.map((each): Completion => ({
        ...item('service', `${each}:`, catalog.nameOf(each)),
        opens: true,
      })),
      item('value', '*', l10n.t('every action of every service')),
    ];
  }
  const every = l10n.t('every action of {0}', service.name);
  return [
    ...[...service.actions.values()].map((action) => item('action', `${prefix}:${action.name}`, levelText(action))),
    item('value', `${prefix}:*`, every),
  ];
}

/** As the Service Authorization Reference names the levels. */
function levelText({ level }: CatalogAction): string {
  const texts: Readonly<Record<CatalogAction['level'], string>> = {
    List: l10n.t('List'),
    Read: l10n.t('Read'),
    Write: l10n.t('Write'),
    Tagging: l10n.t('Tagging'),
    Permissions: l10n.t('Permissions management'),
  };
  return texts[level];
}

/** Of the actions that the statement names, the shapes of what they act on. */
function resources(statement: Node, catalog: IamCatalog): Completion[] {
  const types = namedActions(statement, catalog).flatMap(({ resourceTypes }) => resourceTypes);
  const byArn = new Map(types.map((type) => [type.arn.replace('${Partition}', 'aws'), type.name]));
  return [
    ...[...byArn].map(([arn, name]) => item('resource', arn, name)),
    item('value', '*', l10n.t('every resource')),
  ];
}

function namedActions(statement: Node, catalog: IamCatalog): readonly CatalogAction[] {
  const action = elementOf(elementsOf(statement), 'Action');
  return (action === undefined ? [] : textsOf(action.value)).flatMap(({ text }) => {
    const [prefix = '', name = ''] = text.split(':');
    return actionsMatching(name, catalog.service(prefix)?.actions ?? new Map());
  });
}

function conditions([operator, key]: JSONPath, atKey: boolean, statement: Node, catalog: IamCatalog): Completion[] {
  if (atKey && key === undefined) {
    return OPERATOR_NAMES.map((name) => item('element', name));
  }
  const read = readOperator(String(operator));
  if (atKey) {
    return keysFor(statement, catalog)
      .filter(({ type }) => read === undefined || read.compares === 'any' || comparable(read.compares, type))
      .map(({ name, type, isList }) => item('key', name, isList ? l10n.t('{0}, several values', type) : type));
  }
  const known = conditionKey(String(key), catalog);
  const isBool = read?.name === 'Null' || (typeof known === 'object' && known.type === 'Bool');
  return isBool ? ['true', 'false'].map((value) => item('value', value)) : [];
}

function comparable(compared: ConditionKey['type'], type: ConditionKey['type']): boolean {
  return compared === type || (compared === 'String' && type === 'ARN');
}

function keysFor(statement: Node, catalog: IamCatalog): readonly ConditionKey[] {
  const action = elementOf(elementsOf(statement), 'Action', 'NotAction');
  const prefixes = new Set(
    (action === undefined ? [] : textsOf(action.value)).map(({ text }) => text.split(':')[0] ?? ''),
  );
  return [...catalog.globalKeys, ...[...prefixes].flatMap((prefix) => catalog.service(prefix)?.conditionKeys ?? [])];
}

function item(kind: Completion['kind'], text: string, detail = ''): Completion {
  return { text, kind, detail, opens: false };
}
