import { window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Overrides, SessionRequest } from '../../model/request.js';
import { UserError } from '../../base/errors.js';
import { askDuration } from './askDuration.js';
import { askList, CLEAR } from '../kit/askList.js';
import { askPolicy } from './askPolicy.js';
import { durationLimit } from '../rows/durations.js';
import {
  optionLabel,
  optionRows,
  parseTag,
  tagLines,
  valuesOf,
  withOption,
  withTags,
  type OptionId,
  type OptionRow,
} from '../rows/optionsModel.js';
import { problemWith, type PlanOf } from './problems.js';
import { alone, BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick, pickMany, type Choice } from '../kit/steps.js';

type FormAction =
  | { readonly kind: 'assume' }
  | { readonly kind: 'edit'; readonly id: OptionId }
  | { readonly kind: 'clear'; readonly id: OptionId };

/**
 * The form: every option with its value, changed one after the other, then "Assume".
 * @throws UserError where nothing can be asked for or the request cannot be reached; Cancelled
 */
export async function askOptions(
  initial: SessionRequest,
  planOf: PlanOf,
  canGoBack: boolean,
): Promise<SessionRequest | Back> {
  let request = initial;
  let last: OptionId | undefined;
  for (;;) {
    const plan = await planOf(request);
    const rows = optionRows(plan, request.overrides);
    if (rows.length === 0) {
      throw new UserError(
        l10n.t('{0} takes its credentials as they are: there is no call to AWS that could take options.', plan.name),
      );
    }
    const heading: Heading = alone(l10n.t('Options for {0}', plan.name), canGoBack);
    const action = await pick<FormAction>({
      heading,
      placeholder: l10n.t('Choose an option to change it, or assume'),
      choices: [assumeChoice(plan, rows), { separator: l10n.t('Options') }, ...rows.map(rowChoice)],
      active: (value) => value.kind === 'edit' && value.id === last,
    });
    if (action === BACK) {
      return BACK;
    }
    if (action.kind === 'assume') {
      return request;
    }
    last = action.id;
    const overrides =
      action.kind === 'clear'
        ? cleared(request.overrides, action.id)
        : await edited(action.id, { request, plan, planOf });
    request = overrides === BACK ? request : await checked(request, { ...request, overrides }, planOf);
  }
}

/** The new request, or the old one where the options do not go together. */
async function checked(before: SessionRequest, after: SessionRequest, planOf: PlanOf): Promise<SessionRequest> {
  const problem = await problemWith(after, planOf);
  if (problem === undefined) {
    return after;
  }
  void window.showErrorMessage(problem, l10n.t('OK')); // a message without a button is cut to one line
  return before;
}

function assumeChoice(plan: Plan, rows: readonly OptionRow[]): Choice<FormAction> {
  const changes = rows.filter(({ changed }) => changed).map(({ label }) => label);
  return {
    label: `$(shield) ${l10n.t('Assume {0}', plan.name)}`,
    description: changes.length === 0 ? l10n.t('as configured') : l10n.t('with {0}', changes.join(', ')),
    alwaysShow: true,
    value: { kind: 'assume' },
  };
}

function rowChoice({ id, label, value, detail, changed }: OptionRow): Choice<FormAction> {
  return {
    label: `${changed ? '$(edit)' : '$(blank)'} ${label}`,
    description: value === '' ? l10n.t('not set · {0}', detail) : value,
    value: { kind: 'edit', id },
    ...(changed && { buttons: [{ button: CLEAR, value: { kind: 'clear', id } as const }] }),
  };
}

function cleared(overrides: Overrides, id: OptionId): Overrides {
  return id === 'tags'
    ? withOption(withOption(overrides, 'transitiveTagKeys', undefined), id, undefined)
    : withOption(overrides, id, undefined);
}

interface Editing {
  readonly request: SessionRequest;
  readonly plan: Plan;
  readonly planOf: PlanOf;
}

async function edited(id: OptionId, editing: Editing): Promise<Overrides | Back> {
  const heading: Heading = alone(optionLabel(id), true);
  switch (id) {
    case 'durationSeconds':
      return editedDuration(heading, editing);
    case 'tags':
      return editedTags(heading, editing);
    case 'transitiveTagKeys':
      return editedTransitiveTags(heading, editing);
    case 'policy':
      return editedPolicy(heading, editing);
    case 'policyArns':
      return editedPolicyArns(heading, editing);
    default:
      return editedText(id, heading, editing);
  }
}

function problemIn({ request, planOf }: Editing, overrides: Overrides): Promise<string | undefined> {
  return problemWith({ ...request, overrides }, planOf);
}

async function editedDuration(heading: Heading, { request, plan }: Editing): Promise<Overrides | Back> {
  const limit = durationLimit(plan);
  if (limit === undefined) {
    return BACK;
  }
  const openText = l10n.t('as configured, else as AWS decides: 1 hour for roles, 12 hours for tokens');
  const seconds = await askDuration(heading, { limit, current: valuesOf(plan).durationSeconds, openText });
  return seconds === BACK ? BACK : withOption(request.overrides, 'durationSeconds', seconds);
}

const TEXT_PROMPTS = {
  sessionName: () => l10n.t('2 to 64 letters, digits or _ + = , . @ - · empty for the configured one'),
  externalId: () => l10n.t('As agreed with the owner of the role · empty for the configured one'),
  mfaSerial: () =>
    l10n.t('An ARN such as arn:aws:iam::123456789012:mfa/USER, or a serial number · empty for the configured one'),
  sourceIdentity: () => l10n.t('2 to 64 letters, digits or _ + = , . @ - · empty for the configured one'),
} as const;

async function editedText(
  id: keyof typeof TEXT_PROMPTS,
  heading: Heading,
  editing: Editing,
): Promise<Overrides | Back> {
  const { overrides } = editing.request;
  const withText = (text: string) => withOption(overrides, id, text === '' ? undefined : text);
  const text = await ask({
    heading,
    prompt: TEXT_PROMPTS[id](),
    value: valuesOf(editing.plan)[id] ?? '',
    validate: (typed) => problemIn(editing, withText(typed)),
  });
  return text === BACK ? BACK : withText(text);
}

async function editedTags(heading: Heading, editing: Editing): Promise<Overrides | Back> {
  const { overrides } = editing.request;
  const before = tagLines(valuesOf(editing.plan).tags ?? {});
  const lines = await askList(heading, before, {
    placeholder: l10n.t('Session tags, as key=value'),
    addLabel: l10n.t('Add Tag…'),
    addPrompt: l10n.t('A session tag, as key=value'),
    addPlaceholder: 'team=storage',
    validate: (typed) => tagsProblem(typed, editing),
  });
  return String(lines) === String(before) ? BACK : withTags(overrides, tagsFrom(lines));
}

async function tagsProblem(lines: readonly string[], editing: Editing): Promise<string | undefined> {
  const typed = parseTag(lines.at(-1) ?? '');
  if (typed === undefined) {
    return l10n.t('Write it as key=value.');
  }
  const others = tagsFrom(lines.slice(0, -1));
  const same = Object.keys(others).find((key) => key.toLowerCase() === typed.key.toLowerCase());
  return same === undefined
    ? problemIn(editing, withTags(editing.request.overrides, tagsFrom(lines)))
    : l10n.t('There is a tag {0} already; AWS does not tell upper from lower case.', same);
}

function tagsFrom(lines: readonly string[]): Readonly<Record<string, string>> {
  const tags = lines.map(parseTag).filter((tag) => tag !== undefined);
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

async function editedTransitiveTags(heading: Heading, { request, plan }: Editing): Promise<Overrides | Back> {
  const { tags = {}, transitiveTagKeys = [] } = valuesOf(plan);
  const keys = await pickMany(
    {
      heading,
      placeholder: l10n.t('Tags that roles assumed from this session keep'),
      choices: Object.entries(tags).map(([key, value]) => ({ label: key, description: value, value: key })),
    },
    (key) => transitiveTagKeys.includes(key),
  );
  return keys === BACK ? BACK : withOption(request.overrides, 'transitiveTagKeys', keys);
}

async function editedPolicy(heading: Heading, editing: Editing): Promise<Overrides | Back> {
  const { overrides } = editing.request;
  const withPolicy = (policy: string) => withOption(overrides, 'policy', policy);
  const chosen = await askPolicy(heading, {
    placeholder: l10n.t('The session may do what both the role and this policy allow'),
    validate: ({ policy }) => problemIn(editing, withPolicy(policy)),
  });
  return chosen === BACK ? BACK : withPolicy(chosen.policy);
}

async function editedPolicyArns(heading: Heading, editing: Editing): Promise<Overrides | Back> {
  const { overrides } = editing.request;
  const before = valuesOf(editing.plan).policyArns ?? [];
  const arns = await askList(heading, before, {
    placeholder: l10n.t('The session may do what both the role and one of these policies allow'),
    addLabel: l10n.t('Add Policy…'),
    addPrompt: l10n.t('The ARN of a managed policy; up to ten'),
    addPlaceholder: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    validate: (typed) => problemIn(editing, withOption(overrides, 'policyArns', typed)),
  });
  return String(arns) === String(before) ? BACK : withOption(overrides, 'policyArns', arns);
}
