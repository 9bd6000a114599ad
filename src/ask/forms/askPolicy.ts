import { window, workspace } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick } from '../kit/steps.js';

/** JSON text as it was given, under a name for people. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: string;
}

interface PolicyQuestion {
  readonly placeholder: string;
  /** What is wrong with a policy. */
  readonly validate: (policy: NamedPolicy) => Promise<string | undefined>;
}

/** A policy of the user's, from a file or typed. Asks again until it is one. @throws Cancelled */
export async function askPolicy(heading: Heading, question: PolicyQuestion): Promise<NamedPolicy | Back> {
  for (;;) {
    const from = await pick({
      heading,
      placeholder: question.placeholder,
      choices: [
        { label: `$(file) ${l10n.t('Choose a JSON File…')}`, value: 'file' },
        { label: `$(edit) ${l10n.t('Paste or Type JSON…')}`, value: 'typed' },
      ],
    });
    if (from === BACK) {
      return BACK;
    }
    const policy = await (from === 'file' ? fromFile(question) : typed(heading, question));
    if (policy !== undefined) {
      return policy;
    }
  }
}

async function typed(heading: Heading, { validate }: PolicyQuestion): Promise<NamedPolicy | undefined> {
  const named = (policy: string): NamedPolicy => ({ name: l10n.t('own policy'), policy });
  const text = await ask({
    heading: { ...heading, canGoBack: true },
    prompt: l10n.t('An IAM policy as JSON; line breaks do not matter'),
    placeholder: '{ "Version": "2012-10-17", "Statement": [ … ] }',
    validate: (policy) => validate(named(policy)),
  });
  return text === BACK ? undefined : named(text);
}

async function fromFile({ validate }: PolicyQuestion): Promise<NamedPolicy | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t('Session Policy'),
      openLabel: l10n.t('Use Policy'),
      filters: { JSON: ['json'] },
    })) ?? [];
  if (file === undefined) {
    return undefined;
  }
  const name = file.path.replace(/^.*\//, '').replace(/\.json$/i, '');
  const policy = { name, policy: new TextDecoder().decode(await workspace.fs.readFile(file)).replace(/^\uFEFF/, '') };
  const problem = await validate(policy);
  if (problem === undefined) {
    return policy;
  }
  void window.showErrorMessage(problem, l10n.t('OK')); // a message without a button is cut to one line
  return undefined;
}
