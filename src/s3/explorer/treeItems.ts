import { ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { Command } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { s3Uri } from '../../model/s3Address.js';
import { failureLabel } from '../store/explain.js';
import { dateText, lastPart, regionText, sizeText, visibleName } from '../names/labels.js';
import type { S3CommandId } from '../commandIds.js';
import type {
  AssumeAgainNode,
  BucketNode,
  EndedNode,
  FolderNode,
  NoteNode,
  ObjectNode,
  RootNode,
  S3Node,
} from './nodes.js';
import { ROW_FRAGMENT, toUriParts, type SessionAddress } from '../names/uri.js';

/** How a node looks in the tree that is no session: see `sessionItem`. */
export function treeItem(node: Exclude<S3Node, RootNode | EndedNode>): TreeItem {
  switch (node.kind) {
    case 'bucket':
      return bucketItem(node);
    case 'folder':
      return folderItem(node);
    case 'object':
      return objectItem(node);
    case 'assume-again':
      return assumeAgainItem(node);
    default:
      return noteItem(node);
  }
}

/** For the icon of its name; the file itself is another, which a tab shows as whose it is. */
function rowUri(address: SessionAddress): Uri {
  return Uri.from({ ...toUriParts(address), fragment: ROW_FRAGMENT });
}

function assumeAgainItem({ parent }: AssumeAgainNode): TreeItem {
  const item = new TreeItem(l10n.t('Assume Again'), TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon('refresh');
  item.command = {
    command: 'roleSessions.renewSession',
    title: l10n.t('Assume Again'),
    arguments: [parent.pin.role.request],
  };
  item.contextValue = 'assume-again';
  return item;
}

function bucketItem({ bucket, prefix, region, opened }: BucketNode): TreeItem {
  const name = prefix === '' ? bucket : `${bucket}/${visibleName(prefix)}`;
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  const note = opened ? l10n.t('opened by name') : '';
  item.description = region === undefined ? note : regionText(region, name);
  item.iconPath = new ThemeIcon('database');
  item.tooltip = [s3Uri({ bucket, key: prefix }), ...(region === undefined ? [] : [region])].join('\n');
  item.contextValue = opened ? 'bucket.opened' : 'bucket';
  item.accessibilityInformation = { label: l10n.t('Bucket {0} {1}', name, region ?? note) };
  return item;
}

function folderItem({ sessionKey, bucket, prefix, parent }: FolderNode): TreeItem {
  const name = visibleName(lastPart(prefix, parent.prefix));
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  item.resourceUri = rowUri({ sessionKey, bucket, key: prefix.replace(/\/$/, '') });
  item.iconPath = ThemeIcon.Folder;
  item.tooltip = s3Uri({ bucket, key: prefix });
  item.contextValue = 'folder';
  item.accessibilityInformation = { label: l10n.t('Folder {0}', name) };
  return item;
}

function objectItem(node: ObjectNode): TreeItem {
  const { sessionKey, bucket, key, entry, parent } = node;
  const name = visibleName(lastPart(key, parent.prefix));
  const size = sizeText(entry.size);
  const date = dateText(entry.modifiedAt);
  const item = new TreeItem(name, TreeItemCollapsibleState.None);
  item.resourceUri = rowUri({ sessionKey, bucket, key });
  item.iconPath = ThemeIcon.File;
  item.description = `${size}  ${date}`;
  item.tooltip = [s3Uri({ bucket, key }), l10n.t('Size: {0}', size), l10n.t('Last modified: {0}', date)].join('\n');
  item.contextValue = 'object';
  item.command = calls('roleSessions.s3.open', l10n.t('Open'), node);
  item.accessibilityInformation = { label: l10n.t('Object {0}, {1}, modified {2}', name, size, date) };
  return item;
}

function noteItem(node: NoteNode): TreeItem {
  const item = new TreeItem(noteLabel(node), TreeItemCollapsibleState.None);
  item.contextValue = node.kind;
  switch (node.kind) {
    case 'more':
      item.description = l10n.t('{0} loaded', node.loaded);
      item.iconPath = new ThemeIcon('ellipsis');
      item.command = calls('roleSessions.s3.loadMore', noteLabel(node), node);
      break;
    case 'full':
      item.iconPath = new ThemeIcon('info');
      item.tooltip = l10n.t('More would slow the window down. Open the prefix you need with its s3:// URI.');
      item.command = calls('roleSessions.s3.openBucket', noteLabel(node), node);
      break;
    case 'open-by-name':
      item.iconPath = new ThemeIcon('add');
      item.command = calls('roleSessions.s3.openBucket', noteLabel(node), node);
      break;
    case 'failed':
      item.iconPath = new ThemeIcon(node.failure.kind === 'denied' ? 'lock' : 'error');
      item.description = node.failure.kind === 'denied' ? node.failure.resource : '';
      item.tooltip = node.message;
      item.accessibilityInformation = { label: node.message };
      item.command = calls('roleSessions.s3.showFailure', l10n.t('Show Details'), node);
      break;
    case 'empty':
      item.iconPath = new ThemeIcon('info');
      break;
  }
  return item;
}

function noteLabel(node: NoteNode): string {
  switch (node.kind) {
    case 'more':
      return l10n.t('Load more…');
    case 'full':
      return l10n.t('{0} shown. Open a prefix to see more…', node.loaded);
    case 'open-by-name':
      return l10n.t('Open a bucket by name…');
    case 'failed':
      return failureLabel(node.failure);
    case 'empty':
      return emptyLabel(node.parent.kind);
  }
}

function emptyLabel(kind: NoteNode['parent']['kind']): string {
  switch (kind) {
    case 'root':
      return l10n.t('No buckets are listed for this role');
    case 'bucket':
      return l10n.t('This bucket is empty');
    case 'folder':
      return l10n.t('This folder is empty');
  }
}

function calls(command: S3CommandId, title: string, ...args: readonly S3Node[]): Command {
  return { command, title, arguments: [...args] };
}
