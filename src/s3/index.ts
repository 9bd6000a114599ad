import { commands, window, type ExtensionContext, type TreeView } from 'vscode';
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { CommandTable } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import type { UserSetting } from '../editor/settings.js';
import { isLive } from '../model/session/entry.js';
import { liveSession, type LiveSession } from '../model/session/session.js';
import { sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { s3Uri } from '../model/s3Address.js';
import { copyArns, copyUris, copyUrls } from './explorer/copyCommands.js';
import { downloadObjects } from './explorer/downloadCommand.js';
import { containerOf } from './explorer/explorer.js';
import { S3FileSystem, type ReadOnlyFiles } from './edit/fileSystem.js';
import type { ObjectNode, S3Node } from './explorer/nodes.js';
import { OpenedBuckets } from './explorer/opened.js';
import { openByName, openObject, type Opening } from './explorer/openCommand.js';
import type { PinnedSessions } from './explorer/pins.js';
import { runOnPlace } from './explorer/placeCommands.js';
import { pinOf } from './explorer/shown.js';
import type { S3CommandId } from './commandIds.js';
import { Stores } from './store/stores.js';
import { S3Tree, viewIdentity } from './explorer/tree.js';
import { uploadTo } from './explorer/uploadCommand.js';

export { speak } from '../base/l10n.js';

interface S3Context {
  readonly context: ExtensionContext;
  readonly sessions: SessionReader;
  readonly view: TreeView<S3Node>;
  readonly pins: PinnedSessions;
  readonly productionRoles: UserSetting<readonly string[]>;
  readonly ready: Promise<void>;
  readonly log: Log;
}

interface Parts extends Pick<S3Context, 'sessions' | 'view' | 'pins'> {
  readonly stores: Stores;
  readonly tree: S3Tree;
}

/** What the activation part of this room forwards to, once it is needed. */
export interface S3Feature {
  readonly tree: S3Tree;
  readonly fileSystem: ReadOnlyFiles;
  readonly handlers: CommandTable<Exclude<S3CommandId, 'roleSessions.s3.explainTab'>>;
}

export function createS3({ context, sessions, view, pins, productionRoles, ready, log }: S3Context): S3Feature {
  const stores = new Stores(sessions);
  const opened = new OpenedBuckets(context.workspaceState);
  const tree = new S3Tree({ sessions, stores, opened, pins, productionRoles, log });
  const describe = () => {
    const identity = viewIdentity(tree.sole);
    // A view alone in its container shows no description; an empty message would hide the welcome view.
    Object.assign(view, { message: identity });
    const isPinned = tree.active?.pinned === true;
    void commands.executeCommand('setContext', 'roleSessions.s3.isActivePinned', isPinned);
    log.debug(`S3 view: ${identity ?? 'no session, or several'}`);
  };
  describe();
  context.subscriptions.push(tree, sessions.onDidChange(describe), pins.onDidChange(describe));
  const parts = { sessions, stores, tree, view, pins };
  return { tree, fileSystem: new S3FileSystem(stores, ready), handlers: handlers(parts) };
}

function handlers(parts: Parts): S3Feature['handlers'] {
  const { sessions, stores, tree, view, pins } = parts;
  const storeOf = (sessionKey: string) => stores.get(sessionKey);
  const partitionOf = (sessionKey: string) => sessions.facts(sessionKey)?.identity.partition ?? 'aws';
  const idOf = (sessionKey: string) => sessions.facts(sessionKey)?.id;
  return {
    'roleSessions.s3.refresh': (node) => tree.refresh(asNode(node)),
    'roleSessions.s3.openBucket': (from) => openByName(parts, openingOf(from, tree)),
    'roleSessions.s3.loadMore': (node) => tree.loadMore(oneOf(node, view)),
    'roleSessions.s3.retry': (node) => tree.loadMore(oneOf(node, view)),
    'roleSessions.s3.showFailure': (node) => showFailure(oneOf(node, view), tree),
    'roleSessions.s3.open': (node) => {
      const object = objectsOf([oneOf(node, view)])[0];
      return object && openObject(stores, object, () => downloadObjects(stores, [object]));
    },
    'roleSessions.s3.download': (node, selected) => downloadObjects(stores, objectsOf(allOf(node, selected, view))),
    'roleSessions.s3.upload': (node) => upload(oneOf(node, view), parts),
    'roleSessions.s3.copyUri': (node, selected) => copyUris(allOf(node, selected, view)),
    'roleSessions.s3.copyArn': (node, selected) => copyArns(allOf(node, selected, view), partitionOf),
    'roleSessions.s3.copyUrl': (node, selected) => copyUrls(allOf(node, selected, view), storeOf),
    'roleSessions.s3.copyAs': (node) => runOnPlace('roleSessions.copyAs', oneOf(node, view), idOf),
    'roleSessions.s3.openInConsole': (node) => runOnPlace('roleSessions.openConsole', oneOf(node, view), idOf),
    'roleSessions.s3.removeBucket': (node) => forget(oneOf(node, view), tree),
    'roleSessions.s3.pin': (session) => pin(session, parts),
    'roleSessions.s3.unpin': (session) => pins.remove(sessionIdOf(session) ?? activeSession(sessions).id),
  };
}

async function upload(node: S3Node, { stores, tree }: Parts): Promise<void> {
  const folder = containerOf(node);
  if (folder === undefined || folder.kind === 'root') {
    throw new UserError(l10n.t('Select a bucket or folder in the S3 view, then upload to it.'));
  }
  await uploadTo(stores.get(folder.sessionKey), folder, () => tree.refresh(folder));
}

async function forget(node: S3Node, tree: S3Tree): Promise<void> {
  if (node.kind === 'bucket') {
    await tree.forget(node.sessionKey, { bucket: node.bucket, key: node.prefix });
  }
}

async function showFailure(node: S3Node, tree: S3Tree): Promise<void> {
  if (node.kind !== 'failed') {
    return;
  }
  const retry = l10n.t('Try Again');
  if ((await window.showErrorMessage(node.message, retry)) === retry) {
    await tree.loadMore(node);
  }
}

async function pin(session: unknown, { sessions, pins }: Parts): Promise<void> {
  const id = sessionIdOf(session) ?? activeSession(sessions).id;
  const entry = sessions.get(id);
  if (entry === undefined || !isLive(entry)) {
    throw new UserError(l10n.t('This session has ended. Assume the role again, then pin it.'), {
      actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
    });
  }
  await pins.add(pinOf(entry.state));
}

function activeSession(sessions: SessionReader): LiveSession {
  const active = liveSession(sessions.active());
  if (active === undefined) {
    throw assumeFirst();
  }
  return active;
}

/** What is to be opened, and as whom: as the session of a node, or with a text or nothing as the active one. */
function openingOf(from: unknown, tree: S3Tree): Opening {
  const node = asNode(from);
  const session = node === undefined ? tree.active?.session : tree.sessionOf(node);
  if (session === undefined) {
    throw assumeFirst();
  }
  return { session, typed: typeof from === 'string' ? from : undefined, suggestion: suggestionFor(node) };
}

function assumeFirst(): UserError {
  return new UserError(l10n.t('Assume a role first, then open its buckets.'), {
    actions: [{ title: l10n.t('Assume Role…'), command: 'roleSessions.assumeRole' }],
  });
}

/** From the node that says a folder is too long to show, one goes on from that folder. */
function suggestionFor(node: S3Node | undefined): string {
  const container = node === undefined ? undefined : containerOf(node);
  return container === undefined || container.kind === 'root'
    ? ''
    : s3Uri({ bucket: container.bucket, key: container.prefix });
}

function isNode(value: unknown): value is S3Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'sessionKey' in value && 'id' in value;
}

function asNode(value: unknown): S3Node | undefined {
  return isNode(value) ? value : undefined;
}

/** The node a command was called on, or the one selected in the view. */
function oneOf(node: unknown, view: TreeView<S3Node>): S3Node {
  const found = asNode(node) ?? view.selection[0];
  if (found === undefined) {
    throw new UserError(l10n.t('Select something in the S3 view first.'));
  }
  return found;
}

function allOf(node: unknown, selected: unknown, view: TreeView<S3Node>): S3Node[] {
  const several = Array.isArray(selected) ? selected.filter(isNode) : [];
  return several.length > 0 ? several : [oneOf(node, view)];
}

function objectsOf(nodes: readonly S3Node[]): ObjectNode[] {
  return nodes.filter((node) => node.kind === 'object');
}
