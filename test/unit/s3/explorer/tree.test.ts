import { describe, expect, it } from 'vitest';
import { Listeners } from '../../../../src/base/listeners.js';
import { OpenedBuckets } from '../../../../src/s3/explorer/opened.js';
import { PinnedSessions } from '../../../../src/s3/explorer/pins.js';
import { pinOf } from '../../../../src/s3/explorer/shown.js';
import { S3Tree, viewIdentity } from '../../../../src/s3/explorer/tree.js';
import type { S3Node } from '../../../../src/s3/explorer/nodes.js';
import { Stores } from '../../../../src/s3/store/stores.js';
import type { LiveSession } from '../../../../src/model/session/session.js';
import type { S3Store } from '../../../../src/s3/store/store.js';
import { keptLog } from '../../../support/keptLog.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions, liveEntry } from '../../../support/sessions.js';
import { Store } from '../../session/store.js';

const dev = liveSession({ id: 'dev', key: 'dev-key', role: roleRef('dev') });
const prod = liveSession({ id: 'prod', key: 'prod-key', role: roleRef('prod') });

/** Each session has one bucket of its name; who lists is kept. */
class ListedStores extends Stores {
  readonly listed: string[] = [];

  override get(sessionKey: string): S3Store {
    const listBuckets = () => {
      this.listed.push(sessionKey);
      return Promise.resolve({ buckets: [{ name: `bucket-of-${sessionKey}`, region: undefined }], next: undefined });
    };
    return { listBuckets } as unknown as S3Store;
  }
}

function view(...live: LiveSession[]) {
  const sessions = new FakeSessions();
  live.forEach((session) => sessions.put(liveEntry(session)));
  const stores = new ListedStores(sessions);
  const pins = new PinnedSessions(new Store());
  const setting = { value: [] as string[], changes: new Listeners() };
  const productionRoles = {
    get value() {
      return setting.value;
    },
    onDidChange: setting.changes.event,
  };
  const opened = new OpenedBuckets(new Store());
  const tree = new S3Tree({ sessions, stores, opened, pins, productionRoles, log: keptLog() });
  const changes: (S3Node | undefined)[] = [];
  tree.onDidChangeTreeData((node) => changes.push(node));
  return { sessions, stores, pins, setting, tree, changes };
}

const kinds = (nodes: readonly S3Node[]) =>
  nodes.map((node) => `${node.kind} ${node.kind === 'bucket' ? node.bucket : node.id.replace(/\n.*/, '')}`);

describe('the tree of the S3 view', () => {
  it('shows the buckets of the active session alone, and whose they are above them', async () => {
    const { sessions, tree } = view();
    expect(await tree.getChildren()).toEqual([]);
    sessions.activate(dev);
    const [bucket] = await tree.getChildren();
    expect(kinds([bucket!])).toEqual(['bucket bucket-of-dev-key']);
    expect(tree.getParent(bucket!)).toBeUndefined();
    expect(viewIdentity(tree.sole)).toBe('sts-s3-read-only-role in account 123456789012');
  });

  it('has a row for each session once one is pinned, and nothing is listed that was not looked at', async () => {
    const { sessions, pins, stores, tree } = view(prod);
    sessions.activate(dev);
    await tree.getChildren();
    await pins.add(pinOf(prod));
    const rows = await tree.getChildren();
    expect(kinds(rows)).toEqual(['root dev-key', 'root prod-key']);
    expect(viewIdentity(tree.sole)).toBeUndefined();
    expect(stores.listed).toEqual(['dev-key']);
    const [bucket] = await tree.getChildren(rows[1]);
    expect(kinds([bucket!])).toEqual(['bucket bucket-of-prod-key']);
    expect(tree.getParent(bucket!)).toBe(rows[1]);
    expect(stores.listed).toEqual(['dev-key', 'prod-key']);
  });

  it('keeps what is loaded of a session that stays, over a switch to it and from it', async () => {
    const { sessions, pins, stores, tree } = view(prod);
    sessions.activate(dev);
    await pins.add(pinOf(dev));
    await pins.add(pinOf(prod));
    for (const row of await tree.getChildren()) await tree.getChildren(row);
    sessions.activate(prod);
    const rows = await tree.getChildren();
    expect(kinds(rows)).toEqual(['root prod-key', 'root dev-key']);
    for (const row of rows) expect(await tree.getChildren(row)).toHaveLength(1);
    expect(stores.listed).toEqual(['dev-key', 'prod-key']);
  });

  it('drops a session that is no longer shown', async () => {
    const { sessions, stores, tree } = view();
    sessions.activate(dev);
    const [bucket] = await tree.getChildren();
    sessions.activate(prod);
    expect(await tree.getChildren(bucket)).toEqual([]);
    sessions.activate(dev);
    await tree.getChildren();
    expect(stores.listed).toEqual(['dev-key', 'dev-key']);
  });

  it('does not stir for a renewal', () => {
    const { sessions, changes } = view();
    sessions.activate(dev);
    changes.splice(0);
    sessions.activate({ ...dev, expiresAt: dev.expiresAt + 1 });
    expect(changes).toEqual([]);
  });

  it('says of a pinned session that it has ended, with the way to get it again', async () => {
    const { sessions, pins, tree } = view(prod);
    await pins.add(pinOf(prod));
    sessions.live.clear();
    sessions.activate({ kind: 'none' });
    const [row] = await tree.getChildren();
    expect(row).toMatchObject({ kind: 'ended', sessionId: 'prod' });
    expect(tree.getTreeItem(row!)).toMatchObject({ label: 'prod', description: '123456789012 · ended' });
    const [again] = await tree.getChildren(row);
    expect(tree.getTreeItem(again!).command).toMatchObject({
      command: 'roleSessions.renewSession',
      arguments: [prod.role.request],
    });
    sessions.put(liveEntry(prod));
    expect(kinds(await tree.getChildren())).toEqual(['root prod-key']);
  });

  it('marks the active session and production', async () => {
    const { sessions, pins, setting, tree } = view(prod);
    sessions.activate(dev);
    await pins.add(pinOf(prod));
    setting.value = ['prod'];
    setting.changes.fire();
    const [first, second] = await tree.getChildren();
    expect(tree.getTreeItem(first!)).toMatchObject({
      label: 'dev',
      description: '123456789012 · active',
      contextValue: 'session.live',
      resourceUri: undefined,
    });
    expect(tree.getTreeItem(second!)).toMatchObject({
      label: 'prod',
      description: '123456789012 · production',
      contextValue: 'session.live.pinned',
      resourceUri: { scheme: 'role-s3', authority: 'prod-key', path: '/', fragment: 'session' },
    });
  });
});
