import { EventEmitter, type Disposable, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Log } from '../../editor/log.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { liveSession, sessionTitle, type LiveSession, type Session } from '../../model/session/session.js';
import { inAccount } from '../../model/session/identity.js';
import type { Address } from '../../model/s3Address.js';
import { containerOf, Explorer } from './explorer.js';
import type { ContainerNode, S3Node } from './nodes.js';
import { shownPlaces, type OpenedBuckets } from './opened.js';
import type { Stores } from '../store/stores.js';
import { treeItem } from './treeItems.js';

/** Shows the active session's explorer; without a live session the tree is empty, and the welcome view speaks. */
export class S3Tree implements TreeDataProvider<S3Node>, Disposable {
  private readonly emitter = new EventEmitter<S3Node | undefined>();
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly subscription: ReturnType<SessionReader['onDidChange']>;
  private explorer: Explorer | undefined;
  private session: LiveSession | undefined;

  constructor(
    sessions: SessionReader,
    private readonly stores: Stores,
    private readonly opened: OpenedBuckets,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.subscription = sessions.onDidChange(() => this.follow(sessions.active()));
    this.follow(sessions.active());
  }

  /** The session whose buckets are shown. */
  get active(): LiveSession | undefined {
    return this.session;
  }

  dispose(): void {
    this.explorer?.dispose();
    this.subscription.dispose();
    this.emitter.dispose();
  }

  getTreeItem(node: S3Node): TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    const { explorer } = this;
    if (explorer === undefined || (node !== undefined && node.sessionKey !== explorer.root.sessionKey)) {
      return [];
    }
    const children = await explorer.children(node === undefined ? explorer.root : containerOf(node));
    // A reply that comes after a switch belongs to the identity before.
    return explorer === this.explorer ? children : [];
  }

  getParent(node: S3Node): S3Node | undefined {
    return node.parent.kind === 'root' ? undefined : node.parent;
  }

  async loadMore(node: S3Node): Promise<void> {
    if (node.sessionKey === this.explorer?.root.sessionKey) {
      await this.explorer.loadMore(containerOf(node));
    }
  }

  /** One node, or the whole view. */
  refresh(node?: S3Node): void {
    const { explorer } = this;
    if (explorer !== undefined && (node === undefined || node.sessionKey === explorer.root.sessionKey)) {
      explorer.refresh(node === undefined ? explorer.root : containerOf(node));
    }
  }

  /** Adds a bucket or prefix to the list of the active session. */
  async open(sessionKey: string, address: Address): Promise<S3Node | undefined> {
    const listed = this.explorerOf(sessionKey)?.openedNode(address);
    if (listed === undefined) {
      await this.opened.add(sessionKey, address);
      this.showOpened(sessionKey);
    }
    return this.explorerOf(sessionKey)?.openedNode(address);
  }

  async forget(sessionKey: string, address: Address): Promise<void> {
    await this.opened.remove(sessionKey, address);
    this.showOpened(sessionKey);
  }

  private explorerOf(sessionKey: string): Explorer | undefined {
    return this.explorer?.root.sessionKey === sessionKey ? this.explorer : undefined;
  }

  private showOpened(sessionKey: string): void {
    if (this.session?.key === sessionKey) {
      this.explorerOf(sessionKey)?.setOpened(shownPlaces(this.session, this.opened.of(sessionKey)));
    }
    this.emitter.fire(undefined);
  }

  private follow(session: Session): void {
    const live = liveSession(session);
    const same = live?.key === this.session?.key;
    this.session = live;
    if (same) {
      return; // Renewed at most: what is loaded is still what this identity sees.
    }
    this.explorer?.dispose();
    this.explorer = live === undefined ? undefined : this.explore(live);
    this.emitter.fire(undefined);
  }

  private explore(session: LiveSession): Explorer {
    const { key } = session;
    return new Explorer(
      key,
      () => this.stores.get(key),
      shownPlaces(session, this.opened.of(key)),
      (node: ContainerNode) => this.emitter.fire(node.kind === 'root' ? undefined : node),
      this.log,
    );
  }
}

/** Above the buckets: whose they are. */
export function viewIdentity(session: LiveSession | undefined): string | undefined {
  if (session === undefined) {
    return undefined;
  }
  const { identity, endpoints, narrowedTo } = session;
  const endpoint = endpoints.s3 ?? endpoints.all;
  const who = inAccount(sessionTitle({ name: identity.name, narrowedTo }), identity.accountId);
  return endpoint === undefined ? who : `${who} · ${endpoint.replace(/^https?:\/\//, '')}`;
}
