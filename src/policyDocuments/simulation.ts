// What can be asked of IAM's policy simulator about a document, and what it answers in words.
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import type { SimulatedDecision, SimulationRequest } from '../model/iam/iamApi.js';
import type { IamCatalog } from '../iam/catalog.js';
import { matchesWildcard } from '../iam/wildcard.js';
import { elementOf, textsOf, type PolicyTree } from '../iam/policyTree.js';

/** So many are offered: a policy of `*` is about all there are. */
const MOST = 500;

export interface OfferedAction {
  /** "s3:GetObject" */
  readonly name: string;
  /** Whether the document names it as it is. */
  readonly isNamed: boolean;
}

/** Those that the document names, and those of the catalog that its wildcards stand for. */
export function actionsIn(tree: PolicyTree, catalog: Pick<IamCatalog, 'service'>): readonly OfferedAction[] {
  const written = valuesOf(tree, 'Action', 'NotAction');
  const named = written.filter((action) => ACTION.test(action));
  const patterns = written.filter((action) => action.includes(':') && /[*?]/.test(action));
  const matching = patterns.flatMap((pattern) =>
    catalogActions(pattern, catalog).filter((action) => matchesWildcard(pattern, action, true)),
  );
  const others = matching.filter((action) => !named.includes(action));
  return [
    ...[...new Set(named)].map((name) => ({ name, isNamed: true })),
    ...[...new Set(others)].slice(0, MOST).map((name) => ({ name, isNamed: false })),
  ];
}

/** `*` stands for any, and the simulator knows it. */
export function resourcesIn(tree: PolicyTree): readonly string[] {
  return [...new Set([...valuesOf(tree, 'Resource'), '*'])];
}

const ACTION = /^[\w-]+:\w+$/;

function valuesOf({ statements }: PolicyTree, ...names: readonly string[]): string[] {
  return statements.flatMap(({ elements }) =>
    names.flatMap((name) => {
      const element = elementOf(elements, name);
      return element === undefined ? [] : textsOf(element.value).map(({ text }) => text);
    }),
  );
}

function catalogActions(pattern: string, catalog: Pick<IamCatalog, 'service'>): string[] {
  const [service = ''] = pattern.toLowerCase().split(':');
  return [...(catalog.service(service)?.actions.values() ?? [])].map(({ name }) => `${service}:${name}`);
}

/** "s3:GetObject, s3:PutObject". Undefined: not all are actions. */
export function actionsTyped(text: string): readonly string[] | undefined {
  const actions = text.split(/[\s,]+/).filter((each) => each !== '');
  return actions.length > 0 && actions.every((each) => ACTION.test(each)) ? actions : undefined;
}

/** "aws:username = ana; aws:TagKeys = a, b". Undefined: it is not so written. */
export function contextTyped(text: string): SimulationRequest['context'] | undefined {
  const pairs = text
    .split(';')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => /^\s*([\w-]+:[^\s=]+)\s*=\s*(.*\S)\s*$/.exec(pair));
  if (pairs.some((pair) => pair === null)) {
    return undefined;
  }
  return new Map(
    pairs.map((pair) => [pair?.[1] ?? '', (pair?.[2] ?? '').split(',').map((value) => value.trim())] as const),
  );
}

export interface Simulated {
  readonly request: SimulationRequest;
  /** ARN of who asked. */
  readonly caller: string;
  readonly decisions: readonly SimulatedDecision[];
}

export function simulationText({ request, caller, decisions }: Simulated): string {
  const { principalArn, context } = request;
  const given = [...context].map(([key, values]) => `${key} = ${values.join(', ')}`);
  const head = [
    principalArn === undefined
      ? l10n.t('What the document alone would allow, by the policy simulator of IAM.')
      : l10n.t(
          'What {0} may do with its own policies and the document beside them, by the policy simulator of IAM.',
          principalArn,
        ),
    l10n.t('Nothing of it was called. Policies of resources did not count; IAM was asked as {0}.', caller),
    ...(given.length === 0 ? [] : [l10n.t('With {0}.', given.join('; '))]),
  ];
  return `${[head.join('\n'), ...decisions.map(decisionText)].join('\n\n')}\n`;
}

function decisionText(decision: SimulatedDecision): string {
  const { action, resource, matched, allowedByBoundary, allowedByOrganization, missingContext } = decision;
  const lines = [
    `${verdict(decision)}  ${action}  ${resource}`,
    matched.length === 0
      ? l10n.t('No statement is about it.')
      : l10n.t('By: {0}', [...new Set(matched)].map(policyName).join(', ')),
    allowedByBoundary === false ? l10n.t('The permissions boundary does not allow it.') : undefined,
    allowedByOrganization === false ? l10n.t('A policy of the organization does not allow it.') : undefined,
    missingContext.length === 0
      ? undefined
      : sentences(
          l10n.t('Statements look at keys that were not given: {0}.', missingContext.join(', ')),
          l10n.t('With them it may be another.'),
        ),
  ].filter((line) => line !== undefined);
  return lines.join('\n    ');
}

function verdict({ decision }: SimulatedDecision): string {
  switch (decision) {
    case 'allowed':
      return l10n.t('allowed');
    case 'explicitDeny':
      return l10n.t('denied by a statement');
    case 'implicitDeny':
      return l10n.t('not allowed');
  }
}

/** As the simulator names what it was handed. */
function policyName(id: string): string {
  return /^PolicyInputList\.\d+$/.test(id) ? l10n.t('the document') : id;
}
