import { MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { CommandId } from '../base/commandIds.js';
import { recentRole } from '../model/session/recentRoles.js';
import type { Row, RowKey } from './rows.js';

const COLOURS: Readonly<Record<NonNullable<Row['colour']>, string>> = {
  good: 'charts.green',
  warning: 'list.warningForeground',
  error: 'list.errorForeground',
};

export function rowItem({ key, label, description, icon, colour, tooltip, context, spoken }: Row): TreeItem {
  const item = new TreeItem(label);
  item.id = idOf(key);
  item.description = description;
  item.iconPath = new ThemeIcon(icon, colour && new ThemeColor(COLOURS[colour]));
  item.tooltip = new MarkdownString(tooltip);
  item.contextValue = context;
  item.accessibilityInformation = { label: spoken };
  if (key.kind === 'recent') {
    item.command = {
      command: 'roleSessions.assumeRole' satisfies CommandId,
      title: l10n.t('Assume Role'),
      arguments: [recentRole(key.roleId).request],
    };
  }
  return item;
}

function idOf(key: RowKey): string {
  switch (key.kind) {
    case 'session':
      return key.sessionId;
    case 'mfa':
      return `mfa:${key.mfaSession}`;
    case 'recent':
      return key.roleId;
  }
}
