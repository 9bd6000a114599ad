import { ThemeIcon, window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { narrowedRequest, type Narrowing, type Scope } from '../../model/request.js';
import { remainingMs, sessionTitle, type SessionFacts } from '../../model/session/session.js';
import { alone, BACK, type Heading } from '../kit/sequence.js';
import { pick, type Choice } from '../kit/steps.js';
import { chosenRows, scopeLimit, scopeTitle, withNarrowing, withoutPart } from '../rows/scopeRows.js';
import { askDuration } from './askDuration.js';
import { askNarrowingOf, narrowingChoices } from './askNarrowing.js';
import type { FormContext } from './form.js';
import { problemWith, type PlanOf } from './problems.js';

type Action =
  | { readonly kind: 'narrow' }
  | { readonly kind: 'time' }
  | { readonly kind: 'add'; readonly narrowing: Narrowing['kind'] }
  | { readonly kind: 'drop'; readonly at: number };

const DROP = {
  iconPath: new ThemeIcon('close'),
  get tooltip() {
    return l10n.t('Remove');
  },
};

const NOTHING: Scope = { narrowings: [] };
/** As little as can be asked: whether there is any narrowing of this session at all. */
const LEAST: Scope = { narrowings: [], durationSeconds: 1 };

/** "Narrow Session…": one thing after the other, then all of it with one call. @throws UserError, Cancelled */
export async function narrowSession(form: FormContext, session: SessionFacts): Promise<void> {
  const planOf: PlanOf = (request) => form.configuration.plan(request);
  const asked = (scope: Scope) => narrowedRequest(session.role.request, scope);
  const problem = (scope: Scope) => problemWith(asked(scope), planOf);
  await planOf(asked(LEAST));
  const name = sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo });
  const heading = alone(l10n.t('Narrow {0}', name), false);
  let scope = NOTHING;
  for (;;) {
    const action = await pick<Action>({
      heading,
      placeholder: l10n.t('What shall the narrower session be left with? {0} itself goes on beside it', name),
      choices: choicesFor(scope, name),
    });
    if (action === BACK) {
      continue; // there is nothing before this
    }
    if (action.kind === 'narrow') {
      await form.narrow(asked(scope), session.id);
      return;
    }
    const changed = await changedBy(action, { scope, session, heading, problem });
    const wrong = changed === scope || isNothing(changed) ? undefined : await problem(changed);
    if (wrong === undefined) {
      scope = changed;
    } else {
      void window.showErrorMessage(wrong, l10n.t('OK')); // a message without a button is cut to one line
    }
  }
}

function isNothing({ narrowings, durationSeconds }: Scope): boolean {
  return narrowings.length === 0 && durationSeconds === undefined;
}

function choicesFor(scope: Scope, name: string): Parameters<typeof pick<Action>>[0]['choices'] {
  const chosen = chosenRows(scope).map(({ label, at }): Choice<Action> => {
    const drop: Action = { kind: 'drop', at };
    return { label, value: drop, buttons: [{ button: DROP, value: drop }] };
  });
  const start: Choice<Action> = {
    label: `$(filter) ${l10n.t('Narrow {0}', name)}`,
    description: l10n.t('to {0}', scopeTitle(scope)),
    alwaysShow: true,
    value: { kind: 'narrow' },
  };
  return [
    ...(isNothing(scope) ? [] : [start, { separator: l10n.t('Chosen') }, ...chosen]),
    { separator: isNothing(scope) ? '' : l10n.t('And') },
    ...narrowingChoices()
      .filter(({ value }) => value === 'policy' || !scope.narrowings.some(({ kind }) => kind === value))
      .map(({ value, ...texts }): Choice<Action> => ({
        ...texts,
        ...(value === 'read-only' && { detail: l10n.t('Reading in S3 and in what is used most beside it') }),
        value: { kind: 'add', narrowing: value },
      })),
    {
      label: `$(watch) ${l10n.t('Less Time…')}`,
      detail: l10n.t('It ends before the session that it comes from'),
      value: { kind: 'time' },
    },
  ];
}

interface Changing {
  readonly scope: Scope;
  readonly session: SessionFacts;
  readonly heading: Heading;
  readonly problem: (scope: Scope) => Promise<string | undefined>;
}

/** The same scope where nothing was chosen after all. */
async function changedBy(
  action: Exclude<Action, { readonly kind: 'narrow' }>,
  { scope, session, heading, problem }: Changing,
): Promise<Scope> {
  const further = { ...heading, canGoBack: true };
  switch (action.kind) {
    case 'time': {
      const limit = scopeLimit(remainingMs(session, Date.now()));
      const seconds = await askDuration(further, { limit, current: scope.durationSeconds, openText: undefined });
      return seconds === BACK || seconds === undefined ? scope : { ...scope, durationSeconds: seconds };
    }
    case 'add': {
      const narrowing = await askNarrowingOf(action.narrowing, further, {
        validate: (given) => problem(withNarrowing(scope, given)),
      });
      return narrowing === BACK ? scope : withNarrowing(scope, narrowing);
    }
    case 'drop':
      return withoutPart(scope, action.at);
  }
}
