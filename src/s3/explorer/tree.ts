import { EventEmitter, TreeItem, type Disposable, type TreeDataProvider } from 'vscode';
import type { ChangeEvent } from '../../base/listeners.js';
import type { Log } from '../../editor/log.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { sessionTitle, type LiveSession } from '../../model/session/session.js';
import { inAccount } from '../../model/session/identity.js';
import type { Address } from '../../model/s3Address.js';
import { containerOf, Explorer } from './explorer.js';
import {
  assumeAgainNode,
  endedNode,
  rootNode,
  type ContainerNode,
  type EndedNode,
  type RootNode,
  type S3Node,
} from './nodes.js';
import { shownPlaces, type OpenedBuckets } from './opened.js';
import type { PinnedSessions } from './pins.js';
import { sessionItem } from './sessionItems.js';
import { looksOf, shownSessions, soleSession, type ShownLive, type ShownSession } from './shown.js';
import type { Stores } from '../store/stores.js';
import { treeItem } from './treeItems.js';

export interface TreeContext {
  readonly sessions: SessionReader;
  readonly stores: Stores;
  readonly opened: OpenedBuckets;
  readonly pins: PinnedSessions;
  readonly productionRoles: { readonly value: readonly string[]; readonly onDidChange: ChangeEvent };
  readonly log: Pick<Log, 'warn'>;
}

/** What is loaded for a session, and how its row came. */
interface Branch {
  readonly explorer: Explorer;
  readonly expanded: boolean;
}

/**
 * The active session and those pinned, each with its buckets below it; the active one alone has no row of its own.
 * Without any the tree is empty, and the welcome view speaks.
 */
export class S3Tree implements TreeDataProvider<S3Node>, Disposable {
  private readonly emitter = new EventEmitter<S3Node | undefined>();
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private shown: readonly ShownSession[] = [];
  /** By session key. */
  private readonly branches = new Map<string, Branch>();

  constructor(private readonly context: TreeContext) {
    const { sessions, pins, productionRoles } = context;
    const follow = () => this.follow();
    this.subscriptions = [sessions, pins, productionRoles].map(({ onDidChange }) => onDidChange(follow));
    this.follow();
  }

  /** The session that new things get, where it is shown. */
  get active(): ShownLive | undefined {
    return this.shown.find((one): one is ShownLive => one.kind === 'live' && one.active);
  }

  /** Whose all of the view is. */
  get sole(): LiveSession | undefined {
    return soleSession(this.shown)?.session;
  }

  /** The session of a node. */
  sessionOf(node: S3Node): LiveSession | undefined {
    return this.liveOf(node.sessionKey)?.session;
  }

  dispose(): void {
    this.branches.forEach(({ explorer }) => explorer.dispose());
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.emitter.dispose();
  }

  getTreeItem(node: S3Node): TreeItem {
    const item = this.itemOf(node);
    item.id = node.id;
    return item;
  }

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    if (node === undefined && this.sole === undefined) {
      return this.shown.flatMap((one) => this.rowOf(one) ?? []);
    }
    if (node?.kind === 'ended') {
      return [assumeAgainNode(node)];
    }
    const key = node?.sessionKey ?? this.sole?.key ?? '';
    const branch = this.branches.get(key);
    const container = node === undefined ? branch?.explorer.root : containerOf(node);
    if (branch === undefined || container === undefined) {
      return [];
    }
    const children = await branch.explorer.children(container);
    // A reply that comes after a switch belongs to the identity before.
    const isLate = branch !== this.branches.get(key) || (node === undefined && this.sole?.key !== key);
    return isLate ? [] : children;
  }

  getParent(node: S3Node): S3Node | undefined {
    switch (node.kind) {
      case 'root':
      case 'ended':
        return undefined;
      default:
        return node.parent.kind === 'root' && this.sole !== undefined ? undefined : node.parent;
    }
  }

  async loadMore(node: S3Node): Promise<void> {
    const container = containerOf(node);
    if (container !== undefined) {
      await this.branches.get(node.sessionKey)?.explorer.loadMore(container);
    }
  }

  /** One node, or what has been looked at of the whole view. */
  refresh(node?: S3Node): void {
    if (node === undefined) {
      const begun = [...this.branches.values()].filter(({ explorer }) => explorer.isBegun);
      begun.forEach(({ explorer }) => explorer.refresh(explorer.root));
      return;
    }
    const container = containerOf(node);
    if (container !== undefined) {
      this.branches.get(node.sessionKey)?.explorer.refresh(container);
    }
  }

  /** Adds a bucket or prefix to the list of a session. */
  async open(sessionKey: string, address: Address): Promise<S3Node | undefined> {
    const listed = this.branches.get(sessionKey)?.explorer.openedNode(address);
    if (listed === undefined) {
      await this.context.opened.add(sessionKey, address);
      this.showOpened(sessionKey);
    }
    return this.branches.get(sessionKey)?.explorer.openedNode(address);
  }

  async forget(sessionKey: string, address: Address): Promise<void> {
    await this.context.opened.remove(sessionKey, address);
    this.showOpened(sessionKey);
  }

  private itemOf(node: S3Node): TreeItem {
    switch (node.kind) {
      case 'root':
        return this.rootItem(node);
      case 'ended':
        return sessionItem({ kind: 'ended', pin: node.pin }, true);
      default:
        return treeItem(node);
    }
  }

  private rootItem({ sessionKey }: RootNode): TreeItem {
    const live = this.liveOf(sessionKey);
    // A row may be asked for once more as it goes.
    return live === undefined ? new TreeItem('') : sessionItem(live, this.branches.get(sessionKey)?.expanded ?? false);
  }

  private liveOf(sessionKey: string): ShownLive | undefined {
    return this.shown.find((one): one is ShownLive => one.kind === 'live' && one.session.key === sessionKey);
  }

  private rowOf(shown: ShownSession): RootNode | EndedNode | undefined {
    return shown.kind === 'ended' ? endedNode(shown.pin) : this.branches.get(shown.session.key)?.explorer.root;
  }

  private showOpened(sessionKey: string): void {
    const live = this.liveOf(sessionKey);
    const branch = this.branches.get(sessionKey);
    if (live !== undefined && branch !== undefined) {
      branch.explorer.setOpened(shownPlaces(live.session, this.context.opened.of(sessionKey)));
      this.changed(branch.explorer.root);
    }
  }

  private follow(): void {
    const { sessions, pins, productionRoles } = this.context;
    const before = looksOf(this.shown);
    this.shown = shownSessions(sessions, pins.list(), productionRoles.value);
    if (looksOf(this.shown) === before) {
      return; // Renewed at most: what is loaded is still what these identities see.
    }
    const live = this.shown.filter((one) => one.kind === 'live');
    for (const [key, { explorer }] of this.branches) {
      if (!live.some(({ session }) => session.key === key)) {
        explorer.dispose();
        this.branches.delete(key);
      }
    }
    for (const { session, active } of live) {
      if (!this.branches.has(session.key)) {
        this.branches.set(session.key, { explorer: this.explore(session), expanded: active });
      }
    }
    this.emitter.fire(undefined);
  }

  private explore(session: LiveSession): Explorer {
    const { stores, opened, log } = this.context;
    const { key } = session;
    return new Explorer(
      rootNode(session),
      () => stores.get(key),
      shownPlaces(session, opened.of(key)),
      (node) => this.changed(node),
      log,
    );
  }

  private changed(node: ContainerNode): void {
    this.emitter.fire(node.kind === 'root' && this.sole !== undefined ? undefined : node);
  }
}

/** Above the buckets, where the rows do not say it: whose they are. */
export function viewIdentity(session: LiveSession | undefined): string | undefined {
  if (session === undefined) {
    return undefined;
  }
  const { identity, endpoints, narrowedTo } = session;
  const endpoint = endpoints.s3 ?? endpoints.all;
  const who = inAccount(sessionTitle({ name: identity.name, narrowedTo }), identity.accountId);
  return endpoint === undefined ? who : `${who} · ${endpoint.replace(/^https?:\/\//, '')}`;
}
