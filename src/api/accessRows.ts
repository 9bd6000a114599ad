import * as l10n from '../base/l10n.js';
import { localTime } from '../base/localTime.js';
import type { Allowance, ExtensionAccess, ProductionAnswer } from './access.js';

/** What was said to an extension, or to it about one role that is production. */
type About =
  | { readonly kind: 'extension'; readonly extension: ExtensionAccess }
  | { readonly kind: 'production'; readonly extension: ExtensionAccess; readonly answer: ProductionAnswer };

export interface AccessRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly about: About;
}

/** Those of one extension together, the latest extension first. */
export function accessRows(all: readonly ExtensionAccess[]): AccessRow[] {
  return all.toReversed().flatMap((extension) => [
    {
      label: extension.name,
      description: extension.name === extension.extension ? '' : extension.extension,
      detail: withSince(allowanceText(extension.allowance), extension.since),
      about: { kind: 'extension' as const, extension },
    },
    ...extension.production.map((answer) => ({
      label: l10n.t('{0}: {1}, which is production', extension.name, answer.title),
      description: answer.arn,
      detail: withSince(productionText(answer.allowance), answer.since),
      about: { kind: 'production' as const, extension, answer },
    })),
  ]);
}

/** Undefined: it is asked about anew. */
interface AnswerRow {
  readonly label: string;
  readonly detail: string;
  readonly allowance: Allowance | undefined;
}

/** What can be said instead of what was. */
export function answerRows({ about }: Pick<AccessRow, 'about'>): AnswerRow[] {
  const now = about.kind === 'extension' ? about.extension.allowance : about.answer.allowance;
  const textOf = about.kind === 'extension' ? allowanceText : productionText;
  const row = (label: string, allowance: Allowance) => ({ label, detail: textOf(allowance), allowance });
  const others = [
    row(l10n.t('Allow'), 'all'),
    row(l10n.t('Allow Read-Only'), 'read-only'),
    row(l10n.t('Refuse'), 'refused'),
  ].filter(({ allowance }) => allowance !== now);
  const withdraw = {
    label: l10n.t('Withdraw'),
    detail: l10n.t('It gets nothing, and you are asked when it asks again.'),
    allowance: undefined,
  };
  return [withdraw, ...others];
}

function withSince(text: string, since: number): string {
  return l10n.t('{0} Since {1}.', text, localTime(since));
}

function allowanceText(allowance: Allowance): string {
  switch (allowance) {
    case 'all':
      return l10n.t('It may act as each session that is not production.');
    case 'read-only':
      return l10n.t('It may act as sessions that can only read.');
    case 'refused':
      return l10n.t('It gets nothing, and you are not asked.');
  }
}

function productionText(allowance: Allowance): string {
  switch (allowance) {
    case 'all':
      return l10n.t('It may act as this role, as far as the extension may act at all.');
    case 'read-only':
      return l10n.t('It may act as this role in a session that can only read.');
    case 'refused':
      return l10n.t('It does not get this role, and you are not asked.');
  }
}
