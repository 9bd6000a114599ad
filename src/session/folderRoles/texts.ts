import * as l10n from '../../base/l10n.js';
import { problemText } from '../../base/place.js';
import { sentences } from '../../base/words.js';
import type { RoleAsk } from './asks.js';
import type { NoRole } from './decide.js';

const SETTING = 'roleSessions.role';

/** "Folder infra asks for the role dev." Of production that is said, as wherever it is asked for. */
export function offerText(ask: RoleAsk, isProduction: boolean): string {
  return isProduction ? productionAskText(ask) : askText(ask);
}

function askText({ asker, role }: RoleAsk): string {
  switch (asker.kind) {
    case 'folder':
      return l10n.t('Folder {0} asks for the role {1}.', asText(asker.name), asText(role));
    case 'workspace':
      return l10n.t('This workspace asks for the role {0}.', asText(role));
    case 'user':
      return l10n.t('Your settings ask for the role {0}.', asText(role));
  }
}

function productionAskText({ asker, role }: RoleAsk): string {
  switch (asker.kind) {
    case 'folder':
      return l10n.t('Folder {0} asks for the role {1}, which is production.', asText(asker.name), asText(role));
    case 'workspace':
      return l10n.t('This workspace asks for the role {0}, which is production.', asText(role));
    case 'user':
      return l10n.t('Your settings ask for the role {0}, which is production.', asText(role));
  }
}

/** The same with the setting, and why nothing comes of it. */
export function noRoleText(ask: RoleAsk, reason: NoRole): string {
  return sentences(askText(ask), whyText(reason));
}

function whyText(reason: NoRole): string {
  switch (reason.why) {
    case 'missing':
      return l10n.t(
        'You have no role of that name, and the setting {0} cannot define one. Choose a role of yours, or change the setting.',
        SETTING,
      );
    case 'ambiguous':
      return l10n.t(
        'You have several of that name. Write one of {0} in the setting {1}, or choose a role.',
        reason.ids.map(asText).join(', '),
        SETTING,
      );
    case 'broken':
      return l10n.t('The setting {0} names it, but it cannot be assumed: {1}', SETTING, problemText(reason.problem));
  }
}

/** Somebody else may have written it: in one line, not long, and no link, which the editor would follow in a message. */
export function asText(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').replaceAll('](', '] (');
  const [, cut] = /^(.{80})./su.exec(line) ?? [];
  return cut === undefined ? line : `${cut}…`;
}
