import * as l10n from '../../base/l10n.js';
import { askList } from '../../ask/kit/askList.js';
import { BACK, type Back, type Heading } from '../../ask/kit/sequence.js';
import { ask, pick } from '../../ask/kit/steps.js';
import type { SetupAnswers } from '../answers.js';
import { checkMaxSessionDuration, checkRoleTags, TEXT_CHECKS } from '../checkAnswers.js';

type Further = 'done' | 'path' | 'description' | 'maxSessionDuration' | 'boundary' | 'tags';

/** What few want to say, each with what it is. */
export async function askFurther(initial: SetupAnswers, heading: Heading): Promise<SetupAnswers | Back> {
  let answers = initial;
  for (;;) {
    const choice = await pick<Further>({ heading, placeholder: l10n.t('Anything else?'), choices: rows(answers) });
    switch (choice) {
      case BACK:
        return BACK;
      case 'done':
        return answers;
      case 'tags':
        answers = { ...answers, tags: await askTags(heading, answers.tags) };
        break;
      default:
        answers = await askOne(choice, heading, answers);
    }
  }
}

function rows({ path, description, maxSessionDuration, boundary, tags }: SetupAnswers) {
  const unset = l10n.t('as IAM has it');
  return [
    { label: `$(check) ${l10n.t('Show What Would Be Done')}`, value: 'done' as const },
    {
      label: `$(clock) ${l10n.t('Longest Session')}`,
      description: maxSessionDuration === undefined ? unset : l10n.t('{0} seconds', maxSessionDuration),
      value: 'maxSessionDuration' as const,
    },
    { label: `$(lock) ${l10n.t('Permissions Boundary')}`, description: boundary ?? unset, value: 'boundary' as const },
    { label: `$(folder) ${l10n.t('Path')}`, description: path, value: 'path' as const },
    { label: `$(note) ${l10n.t('Description')}`, description: description ?? unset, value: 'description' as const },
    {
      label: `$(tag) ${l10n.t('Tags')}`,
      description: tags.size === 0 ? l10n.t('none') : [...tags].map(([key, value]) => `${key}=${value}`).join(', '),
      value: 'tags' as const,
    },
  ];
}

async function askOne(
  field: 'path' | 'description' | 'maxSessionDuration' | 'boundary',
  heading: Heading,
  answers: SetupAnswers,
): Promise<SetupAnswers> {
  const { prompt, check } = QUESTIONS[field];
  const before = answers[field];
  const text = await ask({
    heading: { ...heading, canGoBack: true },
    prompt: prompt(),
    value: before === undefined ? '' : String(before),
    validate: (typed) => (typed === '' && field !== 'path' ? undefined : check(typed)),
  });
  if (text === BACK) {
    return answers;
  }
  const value = text === '' ? undefined : text;
  switch (field) {
    case 'path':
      return { ...answers, path: text };
    case 'description':
      return { ...answers, description: value };
    case 'boundary':
      return { ...answers, boundary: value };
    case 'maxSessionDuration':
      return { ...answers, maxSessionDuration: value === undefined ? undefined : Number(value) };
  }
}

const QUESTIONS: Readonly<
  Record<
    'path' | 'description' | 'maxSessionDuration' | 'boundary',
    { prompt: () => string; check: (text: string) => string | undefined }
  >
> = {
  path: { prompt: () => l10n.t('The path, / or one that begins and ends with /'), check: TEXT_CHECKS.path },
  description: { prompt: () => l10n.t('What the role is for. Empty: as IAM has it.'), check: TEXT_CHECKS.description },
  maxSessionDuration: {
    prompt: () => l10n.t('The longest session in seconds, 3600 to 43200. Empty: as IAM has it.'),
    check: (text) => checkMaxSessionDuration(Number(text)),
  },
  boundary: {
    prompt: () => l10n.t('The ARN of the managed policy that is the boundary. Empty: as IAM has it.'),
    check: TEXT_CHECKS.boundary,
  },
};

async function askTags(heading: Heading, tags: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const lines = await askList(
    heading,
    [...tags].map(([key, value]) => `${key}=${value}`),
    {
      placeholder: l10n.t('Tags of the user and the role'),
      addLabel: l10n.t('Add Tag…'),
      addPrompt: l10n.t('The tag, as key=value'),
      addPlaceholder: 'team=payments',
      validate: (all) => checkRoleTags(tagsOf(all)),
    },
  );
  return tagsOf(lines);
}

/** A line without `=` is a key alone. */
function tagsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
