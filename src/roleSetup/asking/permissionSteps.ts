import { window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { BACK, type Back, type Heading } from '../../ask/kit/sequence.js';
import { askList } from '../../ask/kit/askList.js';
import { pick, pickMany } from '../../ask/kit/steps.js';
import type { IamApi, ManagedPolicyName } from '../../model/iam/iamApi.js';
import type { SetupAnswers } from '../answers.js';
import { TEXT_CHECKS } from '../checkAnswers.js';

/** IAM's default quota of attached policies is told with the plan, not here. */
export async function askManagedPolicies(
  answers: SetupAnswers,
  heading: Heading,
  api: IamApi | undefined,
): Promise<SetupAnswers | Back> {
  const read = await api?.policies();
  if (read?.kind !== 'found') {
    const attached = await askList(heading, answers.attached, {
      placeholder: l10n.t('The managed policies that the role has, by their ARNs'),
      addLabel: l10n.t('Add Policy…'),
      addPrompt: l10n.t('The ARN of a managed policy'),
      addPlaceholder: `arn:${answers.partition}:iam::aws:policy/ReadOnlyAccess`,
      validate: (lines) => TEXT_CHECKS.attached(lines.at(-1) ?? ''),
    });
    return { ...answers, attached };
  }
  const chosen = await pickMany<string>(
    {
      heading,
      placeholder: l10n.t('The managed policies that the role has. Type to search; none is an answer as well.'),
      choices: chosenFirst(read.value, answers.attached).map(({ name, arn }) => ({
        label: name,
        description: arn.split(':')[4] === 'aws' ? 'AWS' : arn,
        value: arn,
      })),
    },
    (arn) => answers.attached.includes(arn),
  );
  return chosen === BACK ? BACK : { ...answers, attached: chosen };
}

/** Also those that the list does not have: they are somebody's wish. */
function chosenFirst(all: readonly ManagedPolicyName[], chosen: readonly string[]): readonly ManagedPolicyName[] {
  const known = new Map(all.map((policy) => [policy.arn, policy]));
  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  return [
    ...chosen.map((arn) => known.get(arn) ?? { name: nameOf(arn), arn }),
    ...all.filter(({ arn }) => !chosen.includes(arn)),
  ];
}

type InlineChoice = 'none' | 'kept' | 'document';

/** A policy of its own comes from a document that the editor checks and completes. */
export async function askInlinePolicy(answers: SetupAnswers, heading: Heading): Promise<SetupAnswers | Back> {
  const document = window.activeTextEditor?.document;
  const text = document?.getText() ?? '';
  const problem = TEXT_CHECKS.inlineDocument(text);
  const isPolicy = document !== undefined && problem === undefined;
  if (!isPolicy && answers.inline === undefined) {
    return answers;
  }
  const choice = await pick<InlineChoice>({
    heading,
    placeholder: l10n.t('An inline policy of the role’s own?'),
    choices: [
      { label: `$(circle-slash) ${l10n.t('None')}`, value: 'none' },
      ...(answers.inline === undefined
        ? []
        : [{ label: `$(check) ${answers.inline.name}`, description: l10n.t('as before'), value: 'kept' as const }]),
      ...(isPolicy
        ? [
            {
              label: `$(json) ${l10n.t('The Policy in the Active Editor')}`,
              description: document.fileName.split(/[\\/]/).at(-1) ?? '',
              value: 'document' as const,
            },
          ]
        : []),
    ],
    active: (value) => value === (answers.inline === undefined ? 'none' : 'kept'),
  });
  switch (choice) {
    case BACK:
      return BACK;
    case 'none':
      return { ...answers, inline: undefined };
    case 'kept':
      return answers;
    case 'document':
      return { ...answers, inline: { name: answers.inline?.name ?? `${answers.name}-permissions`, document: text } };
  }
}
