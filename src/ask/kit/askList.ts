import { ThemeIcon } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { BACK, type Heading } from './sequence.js';
import { ask, pick } from './steps.js';

const REMOVE = {
  iconPath: new ThemeIcon('close'),
  get tooltip() {
    return l10n.t('Remove');
  },
};

interface ListQuestion {
  readonly placeholder: string;
  /** "Add Tag…" */
  readonly addLabel: string;
  readonly addPrompt: string;
  readonly addPlaceholder: string;
  /** What is wrong with the lines when the last of them has just been typed. */
  readonly validate: (lines: readonly string[]) => string | undefined | Promise<string | undefined>;
}

type Action = { readonly kind: 'add' | 'done' } | { readonly kind: 'edit' | 'remove'; readonly at: number };

/** Lines, added, changed and removed one after the other. Back takes what there is. @throws Cancelled */
export async function askList(
  heading: Heading,
  initial: readonly string[],
  question: ListQuestion,
): Promise<readonly string[]> {
  let lines = initial;
  for (;;) {
    const action = await pick<Action>({
      heading: { ...heading, canGoBack: true },
      placeholder: question.placeholder,
      choices: [
        ...lines.map((line, at) => ({
          label: line,
          value: { kind: 'edit', at } as const,
          buttons: [{ button: REMOVE, value: { kind: 'remove', at } as const }],
        })),
        { label: `$(add) ${question.addLabel}`, alwaysShow: true, value: { kind: 'add' } },
        { label: `$(check) ${l10n.t('Done')}`, alwaysShow: true, value: { kind: 'done' } },
      ],
      active: ({ kind }) => kind === (lines.length === 0 ? 'add' : 'done'),
    });
    if (action === BACK || action.kind === 'done') {
      return lines;
    }
    lines = await changed(heading, lines, action, question);
  }
}

async function changed(
  heading: Heading,
  lines: readonly string[],
  action: Exclude<Action, { readonly kind: 'done' }>,
  question: ListQuestion,
): Promise<readonly string[]> {
  if (action.kind === 'remove') {
    return lines.filter((_, at) => at !== action.at);
  }
  const at = action.kind === 'edit' ? action.at : lines.length;
  const others = lines.filter((_, index) => index !== at);
  const typed = await ask({
    heading: { ...heading, canGoBack: true },
    prompt: question.addPrompt,
    placeholder: question.addPlaceholder,
    value: lines[at] ?? '',
    validate: (text) => question.validate([...others, text]),
  });
  return typed === BACK ? lines : [...lines.slice(0, at), typed, ...lines.slice(at + 1)];
}

export const CLEAR = {
  iconPath: new ThemeIcon('discard'),
  get tooltip() {
    return l10n.t('As Configured');
  },
};
