import * as l10n from '../../base/l10n.js';
import type { ConditionKey, IamCatalog } from '../catalog.js';
import { found, type Finding } from '../finding.js';
import { elementOf, elementsOf, scalarsOf, type Element, type Placed, type StatementTree } from '../policyTree.js';
import { OPERATOR_NAMES, readOperator, type Operator } from '../vocabulary.js';
import { nearest } from '../wildcard.js';

const error = found('error', 'condition');
const warning = found('warning', 'condition');
const hint = found('hint', 'condition');

const KEY = /^[A-Za-z0-9.-]+[^\s:]*:\S.*$/;
const VARIABLE = /\$\{[^}]*\}/;

export function conditionFindings({ elements }: StatementTree, catalog: IamCatalog): Finding[] {
  const element = elementOf(elements, 'Condition');
  if (element === undefined) {
    return [];
  }
  if (element.value.type !== 'object') {
    return [error(element.value, l10n.t('Condition is an object: operators, and in each the keys with their values.'))];
  }
  return elementsOf(element.value).flatMap(({ name, key, value }) => {
    const operator = readOperator(name);
    if (operator === undefined) {
      const [, before = '', bare = '', after = ''] = /^(.*:)?(.*?)(IfExists)?$/.exec(name) ?? [];
      const meant = nearest(bare, OPERATOR_NAMES);
      return [
        error(
          key,
          meant === undefined
            ? l10n.t('“{0}” is no operator of a condition.', name)
            : l10n.t('“{0}” is no operator of a condition. Is {1} meant, in exactly this case?', name, meant),
          meant === undefined ? undefined : `${before}${meant}${after}`,
        ),
      ];
    }
    return value.type === 'object'
      ? elementsOf(value).flatMap((compared) => keyFindings(operator, compared, catalog))
      : [error(value, l10n.t('{0} holds an object: keys, each with one value or a list of them.', name))];
  });
}

function keyFindings(operator: Operator, { name, key, value }: Element, catalog: IamCatalog): Finding[] {
  if (!KEY.test(name)) {
    return [error(key, l10n.t('“{0}” is no condition key. Write it as {1}.', name, 'aws:SourceIp'))];
  }
  const values = scalarsOf(value);
  const known = conditionKey(name, catalog);
  if (known === 'unknown') {
    return values.flatMap((each) => valueFindings(operator, each));
  }
  if (known === undefined) {
    const keys = keysOf(name, catalog).map((each) => each.name);
    const meant = nearest(name, keys);
    return [
      warning(
        key,
        meant === undefined
          ? l10n.t('No condition key “{0}” is known here. A request without it does not meet this condition.', name)
          : l10n.t('No condition key “{0}” is known here. Is {1} meant?', name, meant),
        meant,
      ),
    ];
  }
  return [...typeFindings(operator, known, key), ...values.flatMap((each) => valueFindings(operator, each))];
}

/** The key that is meant. Keys have any case, and after a `/` any name of a tag. */
export function conditionKey(name: string, catalog: IamCatalog): ConditionKey | 'unknown' | undefined {
  const [prefix = ''] = name.split(':');
  if (prefix.includes('.') || catalogHasNot(prefix, catalog)) {
    return 'unknown'; // of an identity provider, or of a service that is not known here, which is said elsewhere
  }
  return keysOf(name, catalog).find((key) => new RegExp(`^${patternOf(key.name)}$`, 'i').test(name));
}

function catalogHasNot(prefix: string, catalog: IamCatalog): boolean {
  return !['aws', 'saml'].includes(prefix.toLowerCase()) && catalog.service(prefix) === undefined;
}

function keysOf(name: string, catalog: IamCatalog): readonly ConditionKey[] {
  const [prefix = ''] = name.toLowerCase().split(':');
  const service = catalog.service(prefix === 'saml' ? 'sts' : prefix);
  return [...catalog.globalKeys, ...(service?.conditionKeys ?? [])];
}

function patternOf(name: string): string {
  return name
    .split(/\$\{[^}]*\}/)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.+');
}

function typeFindings(operator: Operator, known: ConditionKey, key: Element['key']): Finding[] {
  const findings: Finding[] = [];
  if (!compares(operator, known)) {
    findings.push(
      warning(
        key,
        l10n.t('{0} has values of the type {1}, which {2} does not compare.', known.name, known.type, operator.name),
      ),
    );
  }
  if (operator.name === 'Null') {
    return findings;
  }
  if (known.isList && operator.quantifier === undefined) {
    findings.push(
      warning(
        key,
        l10n.t('{0} has several values: say ForAnyValue: or ForAllValues: before the operator.', known.name),
      ),
    );
  }
  if (!known.isList && operator.quantifier === 'ForAllValues') {
    findings.push(
      warning(key, l10n.t('{0} has one value, and ForAllValues is also met by a request without it.', known.name)),
    );
  }
  return findings;
}

/** ARNs, and whatever else, may be compared as texts; a date as a number of seconds. */
function compares({ compares: type }: Operator, known: ConditionKey): boolean {
  return (
    type === 'any' ||
    type === known.type ||
    (type === 'String' && (known.type === 'ARN' || known.type === 'Bool')) ||
    (type === 'ARN' && known.type === 'String') ||
    (type === 'Numeric' && known.type === 'Date') ||
    (type === 'Date' && known.type === 'Numeric')
  );
}

function valueFindings({ name, compares: type }: Operator, { text, node }: Placed): Finding[] {
  if (VARIABLE.test(text)) {
    return [];
  }
  if (name === 'Null' || type === 'Bool') {
    return /^(true|false)$/i.test(text) ? [] : [error(node, l10n.t('{0} takes "true" or "false".', name))];
  }
  if (type === 'Numeric' && (text.trim() === '' || Number.isNaN(Number(text)))) {
    return [error(node, l10n.t('{0} takes a number.', name))];
  }
  if (type === 'Date' && !/^\d+$/.test(text) && Number.isNaN(Date.parse(text))) {
    return [error(node, l10n.t('{0} takes a date such as {1}.', name, '2026-01-31T00:00:00Z'))];
  }
  if (type === 'IPAddress' && !/^[\d.]+(\/\d{1,2})?$|^[\da-fA-F:.]*:[\da-fA-F:.]*(\/\d{1,3})?$/.test(text)) {
    return [error(node, l10n.t('{0} takes an address or a block such as {1}.', name, '203.0.113.0/24'))];
  }
  return /^String(Not)?Equals/.test(name) && /[*?]/.test(text)
    ? [hint(node, l10n.t('{0} takes * and ? as themselves. {1} has them as wildcards.', name, likeOf(name)))]
    : [];
}

function likeOf(name: string): string {
  return name.includes('Not') ? 'StringNotLike' : 'StringLike';
}
