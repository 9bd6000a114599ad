import { window } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled } from '../base/errors.js';
import type { Allowance } from './access.js';
import type { AccessBook } from './accessBook.js';
import { accessRows, answerRows, type AccessRow } from './accessRows.js';

/** "Manage Extensions' Access…": who may have what since when; one is changed, or taken back. @throws Cancelled */
export async function manageAccess(book: AccessBook): Promise<void> {
  const rows = accessRows(book.list());
  if (rows.length === 0) {
    void window.showInformationMessage(l10n.t('No extension has asked for AWS credentials yet.'), l10n.t('OK'));
    return;
  }
  const row = await window.showQuickPick(rows, {
    title: l10n.t("Manage Extensions' Access"),
    placeHolder: l10n.t('Choose what to change or withdraw'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (row === undefined) {
    throw new Cancelled();
  }
  const answer = await window.showQuickPick(answerRows(row), {
    title: l10n.t('Access of {0}', row.label),
    placeHolder: l10n.t('What it has been given already stays good until it expires'),
  });
  if (answer === undefined) {
    throw new Cancelled();
  }
  await change(book, row, answer.allowance);
}

/** Undefined: it is asked about anew. */
async function change(book: AccessBook, { about }: AccessRow, allowance: Allowance | undefined): Promise<void> {
  const { extension } = about;
  if (about.kind === 'extension') {
    await (allowance === undefined
      ? book.withdraw(extension.extension)
      : book.answer({ id: extension.extension, name: extension.name }, allowance, Date.now()));
    return;
  }
  await (allowance === undefined
    ? book.withdrawProduction(extension.extension, about.answer)
    : book.answerProduction(extension.extension, { ...about.answer, allowance, since: Date.now() }));
}
