import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import type { CatalogAction, IamCatalog } from '../catalog.js';
import { found, type Finding } from '../finding.js';
import type { PolicyKind } from '../policyKind.js';
import { elementOf, textsOf, type Placed, type StatementTree } from '../policyTree.js';
import { matchesWildcard, nearest } from '../wildcard.js';

const error = found('error', 'action');
const warning = found('warning', 'action');
const broad = found('warning', 'broad');

/** `service:Action`, of which either may have wildcards; a service's prefix has none at AWS, but for `*` alone. */
const ACTION = /^([A-Za-z0-9-]+):([A-Za-z0-9*?]+)$/;
const TRUSTED =
  /^sts:(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext)$/i;

export function actionFindings(statement: StatementTree, kind: PolicyKind, catalog: IamCatalog): Finding[] {
  const element = elementOf(statement.elements, 'Action', 'NotAction');
  if (element === undefined) {
    return [];
  }
  const allows = elementOf(statement.elements, 'Effect')?.value.value === 'Allow';
  return [
    ...textsOf(element.value).flatMap((action) => [
      ...spelling(action, catalog),
      ...(kind === 'trust' ? trusted(action) : []),
      ...(allows && element.name === 'Action' && kind !== 'trust' ? power(action) : []),
    ]),
    ...(allows && element.name === 'NotAction' && kind !== 'trust'
      ? [
          broad(
            element.key,
            l10n.t('Allow with NotAction allows all but these, those of services of tomorrow and of IAM among them.'),
          ),
        ]
      : []),
  ];
}

function spelling({ text, node }: Placed, catalog: IamCatalog): Finding[] {
  if (text === '*') {
    return [];
  }
  const [, prefix, name] = ACTION.exec(text) ?? [];
  if (prefix === undefined || name === undefined) {
    return [error(node, l10n.t('“{0}” is no action. Write it as {1}, or * for all.', text, 's3:GetObject'))];
  }
  const service = catalog.service(prefix);
  if (service === undefined) {
    const meant = nearest(prefix, catalog.prefixes);
    return [
      warning(
        node,
        meant === undefined
          ? l10n.t('No service of AWS that is known here has the prefix “{0}”.', prefix)
          : l10n.t('No service of AWS that is known here has the prefix “{0}”. Is {1} meant?', prefix, meant),
        meant === undefined ? undefined : `${meant}:${name}`,
      ),
    ];
  }
  if (actionsMatching(name, service.actions).length > 0) {
    return [];
  }
  const names = [...service.actions.values()].map((action) => action.name);
  const meant = nearest(name, names);
  const unknown = /[*?]/.test(name)
    ? l10n.t('This fits no action of {0} that is known here.', service.name)
    : l10n.t('{0} has no action “{1}” that is known here.', service.name, name);
  return [
    meant === undefined
      ? warning(node, unknown)
      : warning(node, sentences(unknown, l10n.t('Is {0} meant?', `${prefix}:${meant}`)), `${prefix}:${meant}`),
  ];
}

/** @param name may have wildcards */
export function actionsMatching(name: string, actions: ReadonlyMap<string, CatalogAction>): readonly CatalogAction[] {
  if (!/[*?]/.test(name)) {
    const action = actions.get(name.toLowerCase());
    return action === undefined ? [] : [action];
  }
  return [...actions.values()].filter((action) => matchesWildcard(name, action.name, true));
}

function trusted({ text, node }: Placed): Finding[] {
  return TRUSTED.test(text) || /[*?]/.test(text)
    ? []
    : [warning(node, l10n.t('A trust policy decides sts:AssumeRole and its like. “{0}” has no effect here.', text))];
}

/** Whoever may do these may do anything: write the policies that allow it, or become who may. */
function power({ text, node }: Placed): Finding[] {
  if (text === '*' || text === '*:*') {
    return [broad(node, l10n.t('This allows everything.'))];
  }
  const [, prefix = '', name = ''] = ACTION.exec(text.toLowerCase()) ?? [];
  if (!/^\*+$/.test(name)) {
    return [];
  }
  if (prefix === 'iam') {
    return [broad(node, l10n.t('This allows all of IAM: who has it can give himself any right.'))];
  }
  return prefix === 'sts'
    ? [broad(node, l10n.t('This allows all of STS: who has it can assume each role that trusts the account.'))]
    : [];
}
