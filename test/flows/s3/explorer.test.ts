import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { visibleName } from '../../../src/s3/names/labels.js';
import { Explorer } from '../../../src/s3/explorer/explorer.js';
import {
  rootNode,
  type BucketNode,
  type FolderNode,
  type NoteNode,
  type S3Node,
} from '../../../src/s3/explorer/nodes.js';
import type { S3Store } from '../../../src/s3/store/store.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { keptLog } from '../../support/keptLog.js';
import { roleWith, storeOf, tutorialAccount, type Account } from './account.js';
import { ODD_KEYS } from '../../unit/s3/names/keys.js';

const { accountId, region } = TUTORIAL;
let account: Account;
let store: S3Store;
const log = keptLog();

beforeAll(async () => {
  account = await tutorialAccount();
  store = storeOf(await account.assume(TUTORIAL.readOnlyRoleArn));
});
afterEach(() => {
  log.lines.splice(0);
  account.sandbox.clearFaults();
  account.sandbox.clock.setOffset(0);
});
afterAll(() => account.sandbox.stop());

function explore(from: S3Store = store, opened: { bucket: string; key: string }[] = []): Explorer {
  return new Explorer(
    rootNode(from.session),
    () => from,
    opened,
    () => undefined,
    log,
  );
}

const names = (nodes: readonly S3Node[]) => nodes.map(nameOf);

function nameOf(node: S3Node): string {
  switch (node.kind) {
    case 'bucket':
      return `${node.bucket}/${node.prefix}`;
    case 'folder':
      return node.prefix;
    case 'object':
      return node.key;
    default:
      return `<${node.kind}>`;
  }
}

async function bucket(explorer: Explorer, name: string): Promise<BucketNode> {
  const found = (await explorer.children(explorer.root)).find((node) => node.kind === 'bucket' && node.bucket === name);
  expect(found, name).toBeDefined();
  return found as BucketNode;
}

const requestsFor = (operation: string) => account.sandbox.requests.filter((r) => r.operation === operation).length;

describe('the S3 explorer', () => {
  it('shows the buckets of the account with their regions', async () => {
    const explorer = explore();
    const buckets = (await explorer.children(explorer.root)) as BucketNode[];
    expect(buckets.find(({ bucket: name }) => name === TUTORIAL.bucket)?.region).toBe(TUTORIAL.region);
    expect(buckets.find(({ bucket: name }) => name === TUTORIAL.euBucket)?.region).toBe(TUTORIAL.euRegion);
  });

  it('shows folders before objects, and asks S3 once', async () => {
    const explorer = explore();
    const tutorial = await bucket(explorer, TUTORIAL.bucket);
    const before = requestsFor('ListObjectsV2');
    const first = await explorer.children(tutorial);
    expect(first.map(({ kind }) => kind)).toEqual(first.map(({ kind }) => kind).sort());
    expect(names(first)).toEqual(expect.arrayContaining(['logs/', 'notes/', 'README.md']));
    expect(await explorer.children(tutorial)).toEqual(first);
    expect(requestsFor('ListObjectsV2')).toBe(before + 1);
  });

  it('lists a bucket of another region', async () => {
    const explorer = explore();
    expect(names(await explorer.children(await bucket(explorer, TUTORIAL.euBucket)))).toEqual(['hallo.txt']);
  });

  it('says that a bucket is empty', async () => {
    const explorer = explore();
    expect(names(await explorer.children(await bucket(explorer, TUTORIAL.emptyBucket)))).toEqual(['<empty>']);
  });

  it('shows every odd key under its folders, and hides only the mark of the folder itself', async () => {
    const { s3 } = account.sandbox;
    s3.createBucket('odd-keys', { region, accountId });
    for (const key of ODD_KEYS) {
      s3.putObject('odd-keys', key, 'x');
    }
    s3.putObject('odd-keys', 'marked/', '');
    const explorer = explore();
    const found: string[] = [];
    const walk = async (node: BucketNode | FolderNode) => {
      for (const child of await explorer.children(node)) {
        if (child.kind === 'folder') await walk(child);
        if (child.kind === 'object') found.push(child.key);
      }
    };
    await walk(await bucket(explorer, 'odd-keys'));
    expect(found.sort()).toEqual([...ODD_KEYS].sort());
    for (const key of ODD_KEYS) {
      expect(visibleName(key)).not.toMatch(/^$|\p{Cc}/u);
    }
  });

  it('loads 1,000 at a time and keeps what is loaded, node by node', async () => {
    account.sandbox.s3.createBucket('many', { region, accountId });
    account.sandbox.s3.fillBucket(
      'many',
      Array.from({ length: 2_500 }, (_, n) => `k${String(n).padStart(5, '0')}`),
    );
    const explorer = explore();
    const many = await bucket(explorer, 'many');
    const first = await explorer.children(many);
    expect(first.length).toBe(1_001);
    expect(first.at(-1)).toMatchObject({ kind: 'more', loaded: 1_000 });
    await explorer.loadMore(many);
    const second = await explorer.children(many);
    expect(second.length).toBe(2_001);
    expect(second.slice(0, 1_000).every((node, index) => node === first[index])).toBe(true);
    await explorer.loadMore(many);
    const all = await explorer.children(many);
    expect(all.length).toBe(2_500);
    expect(new Set(all.map(({ id }) => id)).size).toBe(2_500);
    explorer.refresh(many);
    expect((await explorer.children(many)).length).toBe(2_500);
  });

  it('two clicks on "Load more" read one page', async () => {
    const explorer = explore();
    const many = await bucket(explorer, 'many');
    await explorer.children(many);
    const before = requestsFor('ListObjectsV2');
    await Promise.all([explorer.loadMore(many), explorer.loadMore(many)]);
    expect(requestsFor('ListObjectsV2')).toBe(before + 1);
  });

  it('keeps what is loaded when a later page fails, and goes on after a retry', async () => {
    const explorer = explore();
    const many = await bucket(explorer, 'many');
    await explorer.children(many);
    account.sandbox.addFault({
      operation: 'ListObjectsV2',
      effect: { kind: 'error', status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    });
    await explorer.loadMore(many);
    const failed = await explorer.children(many);
    expect(failed.length).toBe(1_001);
    expect(failed.at(-1)).toMatchObject({ kind: 'failed', failure: { kind: 'throttled' } });
    expect(log.lines).toEqual([
      expect.stringMatching(/^s3:\/\/many\/ could not be listed: .*\n.*SlowDown.*status 503/),
    ]);
    account.sandbox.clearFaults();
    await explorer.loadMore(many);
    expect((await explorer.children(many)).length).toBe(2_001);
  });

  it('refreshes one node without touching the others', async () => {
    const { s3 } = account.sandbox;
    s3.createBucket('changing', { region, accountId });
    s3.putObject('changing', 'a/one.txt', '1');
    const explorer = explore();
    const changing = await bucket(explorer, 'changing');
    const folder = (await explorer.children(changing))[0] as FolderNode;
    await explorer.children(folder);
    s3.putObject('changing', 'a/two.txt', '2');
    s3.putObject('changing', 'top.txt', '3');
    explorer.refresh(folder);
    expect(names(await explorer.children(folder))).toEqual(['a/one.txt', 'a/two.txt']);
    expect(names(await explorer.children(changing))).toEqual(['a/']);
  });

  it('a bucket deleted meanwhile says so in its place', async () => {
    const { s3 } = account.sandbox;
    s3.createBucket('short-lived', { region, accountId });
    const explorer = explore();
    const gone = await bucket(explorer, 'short-lived');
    s3.deleteBucket('short-lived');
    const [note] = (await explorer.children(gone)) as NoteNode[];
    expect(note).toMatchObject({ kind: 'failed', failure: { kind: 'no-bucket', bucket: 'short-lived' } });
  });

  it('a session that expired on the server says so', async () => {
    account.sandbox.clock.setOffset(2 * 3_600_000);
    const explorer = explore(storeOf({ ...store.session, clockOffsetMs: 2 * 3_600_000 }));
    expect(await explorer.children(explorer.root)).toMatchObject([
      { kind: 'failed', failure: { kind: 'expired' } },
      { kind: 'open-by-name' },
    ]);
  });

  it('works with a clock that is off by more than AWS tolerates, as far as the session knows', async () => {
    account.sandbox.clock.setOffset(20 * 60_000);
    const explorer = explore(storeOf({ ...store.session, clockOffsetMs: 20 * 60_000 }));
    expect((await explorer.children(explorer.root)).every(({ kind }) => kind === 'bucket')).toBe(true);
  });

  it('nobody listening at the endpoint is a node that can be tried again', async () => {
    const explorer = explore(storeOf({ ...store.session, endpoints: { s3: 'http://127.0.0.1:9' } }));
    const [note] = await explorer.children(explorer.root);
    expect(note).toMatchObject({ kind: 'failed', failure: { kind: 'unreachable', detail: 'ECONNREFUSED' } });
    expect((note as { message: string }).message).toContain('http://127.0.0.1:9');
    expect(log.lines).toEqual([
      expect.stringMatching(/^The buckets could not be listed: .*\n  because .*ECONNREFUSED/),
    ]);
  });

  it('a silent server is given up', async () => {
    account.sandbox.addFault({ operation: 'ListBuckets', effect: { kind: 'hang' } });
    const explorer = explore(storeOf(store.session, 300));
    expect(await explorer.children(explorer.root)).toMatchObject([{ failure: { kind: 'timeout' } }, {}]);
  });

  it('what was being listed for an earlier session is stopped and dropped', async () => {
    account.sandbox.addFault({ operation: 'ListBuckets', times: 1, effect: { kind: 'hang' } });
    const explorer = explore();
    const late = explorer.children(explorer.root);
    explorer.dispose();
    expect(await late).toEqual([]);
    expect(log.lines).toEqual([]);
  });
});

describe('a role that may see little', () => {
  it('may not list the buckets: the denial is shown, with a way to open one by name', async () => {
    const arn = roleWith(account.sandbox, 'one-bucket', [
      { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetObject'], Resource: ['arn:aws:s3:::mynewuser-*'] },
    ]);
    const explorer = explore(storeOf(await account.assume(arn)), [{ bucket: TUTORIAL.bucket, key: '' }]);
    const [opened, denied, byName] = await explorer.children(explorer.root);
    expect(denied).toMatchObject({ kind: 'failed', failure: { kind: 'denied', action: 's3:ListAllMyBuckets' } });
    expect(byName).toMatchObject({ kind: 'open-by-name' });
    expect(names(await explorer.children(opened as BucketNode))).toContain('README.md');
  });

  it('may list one prefix only: that is opened by its URI', async () => {
    const arn = roleWith(account.sandbox, 'one-prefix', [
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${TUTORIAL.bucket}`,
        Condition: { StringLike: { 's3:prefix': 'notes/*' } },
      },
    ]);
    const explorer = explore(storeOf(await account.assume(arn)), [
      { bucket: TUTORIAL.bucket, key: '' },
      { bucket: TUTORIAL.bucket, key: 'notes/' },
    ]);
    const [whole, notes] = (await explorer.children(explorer.root)) as BucketNode[];
    expect(await explorer.children(whole!)).toMatchObject([
      {
        kind: 'failed',
        failure: { kind: 'denied', action: 's3:ListBucket', resource: `arn:aws:s3:::${TUTORIAL.bucket}` },
      },
    ]);
    expect(names(await explorer.children(notes!)).every((name) => name.startsWith('notes/'))).toBe(true);
  });

  it('a bucket opened by name is shown once when it is listed as well, and is gone when removed', async () => {
    const explorer = explore(store, [
      { bucket: TUTORIAL.bucket, key: '' },
      { bucket: TUTORIAL.bucket, key: 'logs/' },
    ]);
    const roots = names(await explorer.children(explorer.root));
    expect(roots.filter((name) => name === `${TUTORIAL.bucket}/`)).toHaveLength(1);
    expect(roots[0]).toBe(`${TUTORIAL.bucket}/logs/`);
    explorer.setOpened([]);
    expect(names(await explorer.children(explorer.root))).not.toContain(`${TUTORIAL.bucket}/logs/`);
  });
});
