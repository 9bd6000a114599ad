// What one policy document says to one request of which not everything is known; pure.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import { meets } from './conditions.js';
import { anyFit, fitsPattern, notFit, YES, type Fit, type RequestContext } from './pattern.js';
import { reachOf, type PolicyCaller, type Reach } from './principals.js';
import { statementsIn, type ConditionTest, type ReadStatement, type Selection } from './statements.js';

export type { RequestContext } from './pattern.js';
export type { PolicyCaller, Reach } from './principals.js';
export { statementsIn, type ConditionTest, type ReadStatement } from './statements.js';

export interface PolicyRequest {
  /** `s3:GetObject` */
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
  /** Asked only of statements that say for whom they are; undefined: not known. */
  readonly caller: PolicyCaller | undefined;
}

/** What of a statement does not fit the request. */
export type Misfit =
  | { readonly element: 'Action' | 'Resource' | 'Principal' }
  | { readonly element: 'Condition'; readonly condition: ConditionTest };

/** How a statement stands to the request: it speaks of it where nothing is misfit and nothing open. */
export interface StatementFit {
  readonly statement: ReadStatement;
  readonly misfits: readonly Misfit[];
  /** Condition keys that it depends on and that are not known; `principal` where that is what is not known. */
  readonly open: readonly string[];
  /** How near the Principal comes to the caller; undefined where the statement has none, or it does not fit. */
  readonly reach: Reach | undefined;
}

/** Undefined: the text is no policy. */
export function fitsIn(document: string, request: PolicyRequest): readonly StatementFit[] | undefined {
  return statementsIn(document)?.map((statement) => fitOf(statement, request));
}

/**
 * - `allow`, `deny`, `silent`: whatever is not known of the request, this is what it says.
 * - `open`: it depends.
 */
export function policyVerdict(fits: readonly StatementFit[]): 'allow' | 'deny' | 'silent' | 'open' {
  const possible = fits.filter(({ misfits }) => misfits.length === 0);
  const certain = possible.filter(({ open }) => open.length === 0).map(({ statement }) => statement.effect);
  if (certain.includes('Deny')) {
    return 'deny';
  }
  const isOpen = (effect: string) =>
    possible.some(({ open, statement }) => open.length > 0 && statement.effect === effect);
  if (isOpen('Deny')) {
    return 'open';
  }
  return certain.includes('Allow') ? 'allow' : isOpen('Allow') ? 'open' : 'silent';
}

function fitOf(statement: ReadStatement, request: PolicyRequest): StatementFit {
  const { action, resource, context, caller } = request;
  const variables = statement.literal ? undefined : context;
  const principal = reachOf(statement.principal, caller);
  const asked: readonly (readonly [Misfit, Fit])[] = [
    [{ element: 'Action' }, selects(statement.action, (pattern) => fitsPattern(pattern, action, new Map(), 'i'))],
    [{ element: 'Resource' }, selects(statement.resource, (pattern) => fitsPattern(pattern, resource, variables))],
    [{ element: 'Principal' }, principal.fit],
    ...statement.conditions.map((condition): [Misfit, Fit] => [
      { element: 'Condition', condition },
      meets(condition, context, variables),
    ]),
  ];
  return {
    statement,
    misfits: asked.flatMap(([misfit, { kind }]) => (kind === 'no' ? [misfit] : [])),
    open: [...new Set(asked.flatMap(([, fit]) => (fit.kind === 'open' ? fit.keys : [])))],
    reach: principal.reach,
  };
}

function selects(selection: Selection | undefined, fits: (pattern: string) => Fit): Fit {
  if (selection === undefined) {
    return YES;
  }
  const fit = anyFit(selection.patterns.map(fits));
  return selection.negated ? notFit(fit) : fit;
}
