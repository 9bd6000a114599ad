import { EventEmitter, window } from 'vscode';
import type { Disposable, ExtensionContext, TreeDataProvider, TreeItem, TreeView } from 'vscode';
import { loadS3 } from '../bundles.js';
import { commandTable } from '../editor/commands.js';
import { userSetting } from '../editor/settings.js';
import type { Log } from '../editor/log.js';
import { walkthroughStepDone } from '../editor/walkthrough.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { productionPatterns } from '../model/session/production.js';
import { liveSession } from '../model/session/session.js';
import type { S3Feature } from './index.js';
import type { S3Node } from './explorer/nodes.js';
import { PinnedSessions } from './explorer/pins.js';
import { s3Use } from './tabs/openTabs.js';
import { registerTabs } from './tabs/registerTabs.js';

type Load = () => Promise<S3Feature>;

/**
 * Registers the S3 view, its commands, and what is said of its tabs. The rest is loaded at first use.
 * @param ready when the sessions of before a reload are known again; never rejects
 */
export function registerS3(context: ExtensionContext, sessions: SessionReader, log: Log, ready: Promise<void>) {
  const pins = new PinnedSessions(context.workspaceState);
  const productionRoles = userSetting('roleSessions.productionRoles', productionPatterns);
  let feature: Promise<S3Feature> | undefined;
  const load = (): Promise<S3Feature> => {
    feature ??= loadS3().then(({ createS3 }) => {
      const created = createS3({ context, sessions, view, pins, productionRoles, ready, log });
      tree.follow(created.tree);
      return created;
    });
    return feature;
  };
  const tree = new LazyTree(sessions, pins, load);
  const view: TreeView<S3Node> = window.createTreeView('roleSessions.s3', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const tabs = registerTabs({ sessions, ready, productionRoles });
  context.subscriptions.push(
    tree,
    view,
    view.onDidExpandElement(() => walkthroughStepDone('s3')),
    ...tabs.subscriptions,
  );
  const handler =
    (id: keyof S3Feature['handlers']) =>
    async (...args: unknown[]) =>
      (await load()).handlers[id](...args);
  const table = commandTable({
    'roleSessions.s3.refresh': handler('roleSessions.s3.refresh'),
    'roleSessions.s3.openBucket': handler('roleSessions.s3.openBucket'),
    'roleSessions.s3.loadMore': handler('roleSessions.s3.loadMore'),
    'roleSessions.s3.retry': handler('roleSessions.s3.retry'),
    'roleSessions.s3.showFailure': handler('roleSessions.s3.showFailure'),
    'roleSessions.s3.open': handler('roleSessions.s3.open'),
    'roleSessions.s3.download': handler('roleSessions.s3.download'),
    'roleSessions.s3.upload': handler('roleSessions.s3.upload'),
    'roleSessions.s3.copyUri': handler('roleSessions.s3.copyUri'),
    'roleSessions.s3.copyArn': handler('roleSessions.s3.copyArn'),
    'roleSessions.s3.copyUrl': handler('roleSessions.s3.copyUrl'),
    'roleSessions.s3.copyAs': handler('roleSessions.s3.copyAs'),
    'roleSessions.s3.openInConsole': handler('roleSessions.s3.openInConsole'),
    'roleSessions.s3.removeBucket': handler('roleSessions.s3.removeBucket'),
    'roleSessions.s3.pin': handler('roleSessions.s3.pin'),
    'roleSessions.s3.unpin': handler('roleSessions.s3.unpin'),
    'roleSessions.s3.explainTab': tabs.explain,
  });
  return { commands: table, use: s3Use(sessions, pins), fileSystem: async () => (await load()).fileSystem };
}

/** Empty, so that the welcome view speaks, until there is a session to show. */
class LazyTree implements TreeDataProvider<S3Node>, Disposable {
  private readonly changed = new EventEmitter<S3Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: ReturnType<SessionReader['onDidChange']>;
  private following: Disposable | undefined;

  constructor(
    private readonly sessions: SessionReader,
    private readonly pins: PinnedSessions,
    private readonly load: Load,
  ) {
    this.subscription = sessions.onDidChange(() => {
      if (this.following === undefined) {
        this.changed.fire(undefined);
      }
    });
  }

  async getTreeItem(node: S3Node): Promise<TreeItem> {
    return (await this.tree()).getTreeItem(node);
  }

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    const isEmpty = liveSession(this.sessions.active()) === undefined && this.pins.list().length === 0;
    return this.following === undefined && isEmpty ? [] : (await this.tree()).getChildren(node);
  }

  async getParent(node: S3Node): Promise<S3Node | undefined> {
    return (await this.tree()).getParent(node);
  }

  dispose(): void {
    this.subscription.dispose();
    this.following?.dispose();
    this.changed.dispose();
  }

  /** From now on it says what has changed. */
  follow(tree: S3Feature['tree']): void {
    this.following ??= tree.onDidChangeTreeData((node) => this.changed.fire(node));
  }

  private async tree(): Promise<S3Feature['tree']> {
    return (await this.load()).tree;
  }
}
