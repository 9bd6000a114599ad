import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { sessionTitle } from '../model/session/session.js';
import type { Allowance } from './access.js';
import type { Question } from './consent.js';
import { oneLine } from '../base/oneLine.js';

/**
 * What a modal dialog says, and its buttons in their order; it has Cancel besides. It comes while the user may be typing,
 * and Enter is the first button: that gives nothing away.
 */
interface QuestionText {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly { readonly title: string; readonly allowance: Allowance }[];
}

const MOST_TITLE = 100;

export function questionText(question: Question): QuestionText {
  const { about, caller, session, reason, most } = question;
  const title = oneLine(sessionTitle({ name: session.role.name, narrowedTo: session.narrowedTo }), MOST_TITLE);
  const who =
    caller.name === caller.id
      ? l10n.t('extension {0}', caller.id)
      : l10n.t('extension “{0}” ({1})', caller.name, caller.id);
  const asksFor = sentences(
    l10n.t('It asks for {0}, {1}.', title, session.identity.arn),
    l10n.t('The reason that it gives: “{0}”', reason),
  );
  return {
    message:
      about === 'production'
        ? l10n.t('Let the {0} act as {1}, which is production?', who, title)
        : l10n.t('Let the {0} act as your AWS roles?', who),
    detail: [asksFor, ...(about === 'production' ? ofProduction() : ofExtension(most)), doubts(question)].join('\n\n'),
    buttons: [
      { title: l10n.t('Refuse'), allowance: 'refused' },
      ...(most === 'all' ? [{ title: l10n.t('Allow'), allowance: 'all' as const }] : []),
      { title: l10n.t('Allow Read-Only'), allowance: 'read-only' },
    ],
  };
}

function ofExtension(most: Question['most']): string[] {
  return [
    sentences(
      most === 'all' ? l10n.t('Allow: it may act as each of your sessions that is not production.') : undefined,
      l10n.t('Allow Read-Only: it gets sessions of its own that can only read.'),
      l10n.t('Production roles are asked about one by one.'),
    ),
    lasting(),
  ];
}

function ofProduction(): string[] {
  return [l10n.t('Allow Read-Only: it gets a session of its own that can only read.'), lasting()];
}

function lasting(): string {
  return l10n.t("Your answer counts in all windows until you change it with “Manage Extensions' Access…”.");
}

function doubts({ caller }: Question): string {
  return caller.isSeen
    ? l10n.t('Who asks says so itself: the editor does not tell one extension from another.')
    : l10n.t(
        'Who asks says so itself, and no extension of that name is installed where Role Sessions runs: it may be on the other side of a remote.',
      );
}
