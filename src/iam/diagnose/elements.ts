import * as l10n from '../../base/l10n.js';
import { found, type Finding } from '../finding.js';
import { namesPrincipals, type PolicyKind } from '../policyKind.js';
import { elementOf, elementsOf, type Element, type PolicyTree, type StatementTree } from '../policyTree.js';
import { DOCUMENT_ELEMENTS, EFFECTS, STATEMENT_ELEMENTS, VERSIONS } from '../vocabulary.js';
import { nearest } from '../wildcard.js';
import type { Node } from 'jsonc-parser';

const error = found('error', 'element');

/** Which elements there are, and which are missing. */
export function elementFindings(tree: PolicyTree, kind: PolicyKind): Finding[] {
  return [
    ...unknownNames(tree.elements, DOCUMENT_ELEMENTS),
    ...twice(tree.root),
    ...version(tree),
    ...statementBlock(tree),
    ...tree.statements.flatMap((statement) => statementFindings(statement, kind)),
    ...sids(tree, kind),
  ];
}

function unknownNames(elements: readonly Element[], known: readonly string[]): Finding[] {
  return elements
    .filter(({ name }) => !known.includes(name))
    .map(({ name, key }) => {
      const meant = nearest(name, known);
      return error(
        key,
        meant === undefined
          ? l10n.t('“{0}” is no element of a policy here.', name)
          : l10n.t('“{0}” is no element of a policy. {1} is, in exactly this case.', name, meant),
        meant,
      );
    });
}

/** A parser of JSON takes the last one, and IAM refuses the document. */
function twice(node: Node): Finding[] {
  const elements = elementsOf(node);
  return [
    ...elements
      .filter(({ name }, index) => elements.findIndex((other) => other.name === name) < index)
      .map(({ name, key }) => error(key, l10n.t('“{0}” stands twice in this object.', name))),
    ...(node.children ?? []).flatMap(twice),
  ];
}

function version({ root, elements }: PolicyTree): Finding[] {
  const element = elementOf(elements, 'Version');
  if (element === undefined) {
    const message = l10n.t(
      'There is no Version, so AWS takes 2008-10-17, in which policy variables are plain text. Write "Version": "2012-10-17".',
    );
    return [found('warning', 'version')(opening(root), message)];
  }
  const { value } = element;
  if (!VERSIONS.some((known) => known === value.value)) {
    return [
      found('error', 'version')(
        value,
        l10n.t('Version is 2012-10-17 or 2008-10-17. It is not the date of the policy.'),
        VERSIONS[0],
      ),
    ];
  }
  return value.value === VERSIONS[1]
    ? [
        found('warning', 'version')(
          value,
          l10n.t('In this version policy variables such as {0} are plain text.', '${aws:username}'),
        ),
      ]
    : [];
}

function statementBlock({ root, elements }: PolicyTree): Finding[] {
  const element = elementOf(elements, 'Statement');
  if (element === undefined) {
    return [error(opening(root), l10n.t('There is no Statement.'))];
  }
  const { value } = element;
  if (value.type !== 'array' && value.type !== 'object') {
    return [error(value, l10n.t('Statement is an object, or a list of them.'))];
  }
  if (value.type === 'array' && (value.children ?? []).length === 0) {
    return [error(value, l10n.t('Statement is empty: a policy has one statement at least.'))];
  }
  return (value.type === 'array' ? (value.children ?? []) : [])
    .filter(({ type }) => type !== 'object')
    .map((node) => error(node, l10n.t('A statement is an object with Effect, Action and the like.')));
}

function statementFindings({ node, elements }: StatementTree, kind: PolicyKind): Finding[] {
  const at = opening(node);
  const has = (...names: string[]) => elementOf(elements, ...names) !== undefined;
  const missing: string[] = [];
  if (!has('Action', 'NotAction')) {
    missing.push(l10n.t('The statement has neither Action nor NotAction.'));
  }
  if (kind !== 'trust' && !has('Resource', 'NotResource')) {
    missing.push(l10n.t('The statement has neither Resource nor NotResource.'));
  }
  if (namesPrincipals(kind) && !has('Principal', 'NotPrincipal')) {
    missing.push(l10n.t('The statement has neither Principal nor NotPrincipal, so it is for nobody.'));
  }
  return [
    ...unknownNames(elements, STATEMENT_ELEMENTS),
    ...effect(elements, at),
    ...missing.map((message) => error(at, message)),
    ...(['Action', 'Resource', 'Principal'] as const).flatMap((name) => both(elements, name)),
    ...misplaced(elements, kind),
  ];
}

function effect(elements: readonly Element[], at: Node): Finding[] {
  const wrong = found('error', 'effect');
  const element = elementOf(elements, 'Effect');
  if (element === undefined) {
    return [wrong(at, l10n.t('The statement has no Effect: Allow or Deny.'))];
  }
  return EFFECTS.some((known) => known === element.value.value)
    ? []
    : [
        wrong(
          element.value,
          l10n.t('Effect is Allow or Deny, in exactly this case.'),
          nearest(String(element.value.value), EFFECTS),
        ),
      ];
}

function both(elements: readonly Element[], name: string): Finding[] {
  const [one, other] = [elementOf(elements, name), elementOf(elements, `Not${name}`)];
  return one === undefined || other === undefined
    ? []
    : [error(other.key, l10n.t('A statement has {0} or {1}, not both.', name, `Not${name}`))];
}

function misplaced(elements: readonly Element[], kind: PolicyKind): Finding[] {
  const findings: Finding[] = [];
  const principal = elementOf(elements, 'Principal', 'NotPrincipal');
  if (principal !== undefined && !namesPrincipals(kind)) {
    findings.push(
      error(
        principal.key,
        kind === 'session'
          ? l10n.t('A session policy has no {0}: it is for the session that it is given to.', principal.name)
          : l10n.t('A policy of an identity has no {0}: it is for whom it is attached to.', principal.name),
      ),
    );
  }
  const resource = elementOf(elements, 'Resource', 'NotResource');
  if (resource !== undefined && kind === 'trust') {
    findings.push(error(resource.key, l10n.t('A trust policy has no {0}: it is about its own role.', resource.name)));
  }
  return findings;
}

/** Other services take more characters in a Sid than IAM does. */
function sids({ statements }: PolicyTree, kind: PolicyKind): Finding[] {
  const wrong = found('error', 'sid');
  const all = statements.flatMap(({ elements }) => elementOf(elements, 'Sid') ?? []);
  return all.flatMap(({ value }, index) => {
    const sid = String(value.value);
    if (kind !== 'resource' && !/^[A-Za-z0-9]*$/.test(sid)) {
      return [wrong(value, l10n.t('A Sid has only letters and digits.'))];
    }
    return sid !== '' && all.findIndex((other) => other.value.value === value.value) < index
      ? [wrong(value, l10n.t('Another statement has the Sid “{0}” already.', sid))]
      : [];
  });
}

/** The brace: a whole object underlined hides what else is said of it. */
function opening(node: Node): Node {
  return { ...node, length: 1 };
}
