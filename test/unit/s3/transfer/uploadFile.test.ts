import { appendFileSync } from 'node:fs';
import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import type { PutRequest } from '../../../../src/model/s3Api.js';
import { S3Error } from '../../../../src/s3/store/store.js';
import { uploadFile, uploadSize, type UploadOptions } from '../../../../src/s3/transfer/uploadFile.js';
import { temporaryFolder } from '../../../tools/environment.js';
import { OBJECT, ScriptedStore } from '../scriptedStore.js';

const root = temporaryFolder();
const OPTIONS: UploadOptions = { contentType: 'text/plain', condition: { kind: 'create' } };
let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(root, 'test-')), 'a.txt');
  await writeFile(path, 'abcdef');
});

/** Takes the whole body, as a server does; `arrived` holds one text for each attempt. */
function server(...ends: readonly (Error | undefined)[]) {
  const arrived: string[] = [];
  const put = ends.map((end) => async ({ body }: PutRequest) => {
    const chunks: Buffer[] = [];
    if (body instanceof Readable) for await (const chunk of body) chunks.push(chunk as Buffer);
    else chunks.push(Buffer.from(body));
    arrived.push(Buffer.concat(chunks).toString());
    if (end !== undefined) throw end;
  });
  return { store: new ScriptedStore({ put }), arrived };
}
const interrupted = (): S3Error => new S3Error({ kind: 'interrupted' }, 'broke off', undefined);

describe('an upload', () => {
  it('sends the file once, with what is known of it, after the region was asked for', async () => {
    const { store, arrived } = server(undefined);
    const sent: number[] = [];
    await uploadFile(path, store, OBJECT, { ...OPTIONS, onSent: (bytes) => sent.push(bytes) });
    expect([arrived, sent, store.regions]).toEqual([['abcdef'], [6], ['my-bucket']]);
    expect(store.puts).toMatchObject([{ ...OBJECT, length: 6, ...OPTIONS }]);
  });

  it('sends no more than it has announced, though the file grows meanwhile', async () => {
    const { store, arrived } = server(undefined);
    const put = store.put.bind(store);
    store.put = (request) => {
      appendFileSync(path, 'ghi');
      return put(request);
    };
    await uploadFile(path, store, OBJECT, OPTIONS);
    expect([arrived, store.puts[0]?.length]).toEqual([['abcdef'], 6]);
  });

  it('of an empty file sends no stream', async () => {
    await writeFile(path, '');
    const { store, arrived } = server(undefined);
    const { signal } = new AbortController();
    await uploadFile(path, store, OBJECT, { ...OPTIONS, signal });
    expect(arrived).toEqual(['']);
    expect(store.puts).toEqual([{ ...OBJECT, body: new Uint8Array(), length: 0, ...OPTIONS, signal }]);
  });

  it('that breaks off starts again from the beginning', async () => {
    const { store, arrived } = server(interrupted(), undefined);
    const sent: number[] = [];
    await uploadFile(path, store, OBJECT, { ...OPTIONS, onSent: (bytes) => sent.push(bytes) });
    expect([arrived, sent]).toEqual([
      ['abcdef', 'abcdef'],
      [6, 6],
    ]);
  });

  it('that always breaks off has failed after three tries', async () => {
    const { store } = server(interrupted(), interrupted(), interrupted(), undefined);
    await expect(uploadFile(path, store, OBJECT, OPTIONS)).rejects.toThrow('broke off');
    expect(store.puts).toHaveLength(3);
  });

  it.each([
    ['S3 refuses', new S3Error({ kind: 'changed' }, 'changed', undefined)],
    ['the program has a defect', new TypeError('x of undefined')],
  ])('is not tried again where %s', async (_, error) => {
    const { store } = server(error, undefined);
    await expect(uploadFile(path, store, OBJECT, OPTIONS)).rejects.toBe(error);
    expect(store.puts).toHaveLength(1);
  });

  it('that the user cancels while it waits to try again is over', async () => {
    const stop = new AbortController();
    const { store } = server(interrupted(), undefined);
    const onSent = (): void => void setImmediate(() => stop.abort());
    await expect(uploadFile(path, store, OBJECT, { ...OPTIONS, signal: stop.signal, onSent })).rejects.toThrow(
      Cancelled,
    );
    expect(store.puts).toHaveLength(1);
  });

  it('tells the request when the user cancels', async () => {
    const stop = new AbortController();
    const put = ({ signal }: PutRequest): Promise<never> =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Cancelled()));
        stop.abort();
      });
    const store = new ScriptedStore({ put: [put] });
    await expect(uploadFile(path, store, OBJECT, { ...OPTIONS, signal: stop.signal })).rejects.toThrow(Cancelled);
  });

  it('lets go of the file', async () => {
    let body: Readable | undefined;
    const put = ({ body: given }: PutRequest): Promise<void> => {
      body = given as Readable;
      return Promise.resolve();
    };
    await uploadFile(path, new ScriptedStore({ put: [put] }), OBJECT, OPTIONS);
    expect(body?.destroyed).toBe(true);
  });
});

describe('what can be uploaded', () => {
  it('is a file', async () => {
    expect(await uploadSize(path)).toBe(6);
    await expect(uploadSize(root)).rejects.toThrow(new UserError(`${root} is not a file.`));
    await expect(uploadSize(`${path}x`)).rejects.toThrow(`Cannot use ${path}x: it does not exist.`);
  });

  it('is no larger than S3 takes in one piece, to the byte', async () => {
    await truncate(path, 5 * 1024 ** 3);
    expect(await uploadSize(path)).toBe(5 * 1024 ** 3);
    await truncate(path, 5 * 1024 ** 3 + 1);
    await expect(uploadSize(path)).rejects.toThrow(UserError);
    await expect(uploadSize(path)).rejects.toThrow(/is 5 GB\. Files over 5 GB cannot be uploaded here yet/);
  });
});
