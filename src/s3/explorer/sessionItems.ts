import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { SCHEME, SESSION_FRAGMENT } from '../names/uri.js';
import { shownTitle, type ShownLive, type ShownSession } from './shown.js';

/** A session as a row; `expanded` where it was the active one when the row came, for its buckets are then listed at once. */
export function sessionItem(shown: ShownSession, expanded: boolean): TreeItem {
  return shown.kind === 'live' ? liveItem(shown, expanded) : endedItem(shown);
}

function liveItem(shown: ShownLive, expanded: boolean): TreeItem {
  const { session, active, pinned, production } = shown;
  const { title, account } = shownTitle(shown);
  const item = new TreeItem(title, expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  const endpoint = session.endpoints.s3 ?? session.endpoints.all;
  const marks = [active ? l10n.t('active') : '', production ? l10n.t('production') : ''];
  const traits = [account, ...marks, endpoint?.replace(/^https?:\/\//, '') ?? ''].filter((trait) => trait !== '');
  item.description = traits.join(' · ');
  item.iconPath = new ThemeIcon('shield', production ? new ThemeColor('errorForeground') : undefined);
  if (production) {
    // For its colour, which a decoration gives.
    item.resourceUri = Uri.from({ scheme: SCHEME, authority: session.key, path: '/', fragment: SESSION_FRAGMENT });
  }
  item.tooltip = [title, session.identity.arn, l10n.t('Source: {0}', session.source)].join('\n');
  item.contextValue = pinned ? 'session.live.pinned' : 'session.live';
  item.accessibilityInformation = { label: l10n.t('Session {0}', [title, ...traits].join(', ')) };
  return item;
}

function endedItem(shown: ShownSession): TreeItem {
  const { title, account } = shownTitle(shown);
  const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  item.description = [account, l10n.t('ended')].filter((trait) => trait !== '').join(' · ');
  item.iconPath = new ThemeIcon('circle-slash', new ThemeColor('disabledForeground'));
  item.tooltip = l10n.t('This session has ended. Assume the role again to see its buckets.');
  item.contextValue = 'session.ended.pinned';
  item.accessibilityInformation = { label: l10n.t('Session {0}', [title, account, l10n.t('ended')].join(', ')) };
  return item;
}
