import { beforeEach, expect, it, vi } from 'vitest';
import { bucketNode, folderNode, objectNode, rootNode, type S3Node } from '../../../../src/s3/explorer/nodes.js';
import { runOnPlace } from '../../../../src/s3/explorer/placeCommands.js';
import { liveSession } from '../../../support/samples.js';

const editor = vi.hoisted(() => ({ calls: [] as unknown[] }));
vi.mock('vscode', () => ({
  commands: { executeCommand: (...call: unknown[]) => Promise.resolve(void editor.calls.push(call)) },
}));

const root = rootNode(liveSession({ id: 'one', key: 'key-of-one' }));
const bucket = bucketNode(root, { bucket: 'reports', prefix: '', region: 'eu-west-1', opened: false });
const within = bucketNode(root, { bucket: 'reports', prefix: 'team/', region: undefined, opened: true });
const folder = folderNode(bucket, 'a/');
const object = objectNode(folder, { key: 'a/b.txt', size: 1 } as Parameters<typeof objectNode>[1]);

const idOf = (key: string) => (key === 'key-of-one' ? 'one' : undefined);

beforeEach(() => {
  editor.calls.length = 0;
});

it.each<[string, S3Node, object]>([
  ['a bucket', bucket, { bucket: 'reports', key: '', region: 'eu-west-1' }],
  ['a prefix that was opened', within, { bucket: 'reports', key: 'team/', region: undefined }],
  ['a folder', folder, { bucket: 'reports', key: 'a/', region: 'eu-west-1' }],
  ['an object', object, { bucket: 'reports', key: 'a/b.txt', region: 'eu-west-1' }],
])('%s is passed on with its region, as the session that it was listed with', async (_, node, place) => {
  await runOnPlace('roleSessions.openConsole', node, idOf);
  expect(editor.calls).toEqual([['roleSessions.openConsole', { sessionId: 'one', place }]]);
});

it('one of a session that is not known any more is not taken for the active one', async () => {
  await runOnPlace('roleSessions.copyAs', bucket, () => undefined);
  expect(editor.calls).toMatchObject([['roleSessions.copyAs', { sessionId: '' }]]);
});

it('what is no place is told of', async () => {
  await expect(runOnPlace('roleSessions.copyAs', root, idOf)).rejects.toThrow(
    'Select a bucket, folder or object in the S3 view first.',
  );
  expect(editor.calls).toEqual([]);
});
