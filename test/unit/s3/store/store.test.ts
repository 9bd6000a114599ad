import { describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import { configuredRole, type SessionRequest } from '../../../../src/model/request.js';
import type { S3Api } from '../../../../src/model/s3Api.js';
import type { S3Failure } from '../../../../src/s3/store/failures.js';
import { bodyError, createStore, S3Error } from '../../../../src/s3/store/store.js';
import { liveSession, roleRef } from '../../../support/samples.js';

const bucket = 'my-bucket';
/** As narrow as it was asked for: to have it again is to ask for the same. */
const narrowed: SessionRequest = {
  ...configuredRole('profile:read-only'),
  overrides: { narrowing: { kind: 'read-only' } },
};
const session = liveSession({ role: { ...roleRef('read-only'), request: narrowed } });

/** As the SDK throws them. */
function sdkError(name: string, status: number, region?: string): Error {
  const headers = region === undefined ? {} : { 'x-amz-bucket-region': region };
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status }, $response: { headers } });
}
const elsewhere = (region?: string): Error => sdkError('PermanentRedirect', 301, region);

type Calls = Partial<{ readonly [K in keyof S3Api]: (region: string) => unknown }>;

/** A store over APIs that answer as `calls` says; `asked` holds "region operation" in order. */
function storeOf(calls: Calls) {
  const asked: string[] = [];
  const given: unknown[] = [];
  const opened: string[] = [];
  const store = createStore(session, (_, region) => {
    opened.push(region);
    const call =
      (operation: keyof S3Api) =>
      async (...args: unknown[]): Promise<never> => {
        asked.push(`${region} ${operation}`);
        given.push(args);
        await Promise.resolve();
        return calls[operation]?.(region) as never;
      };
    return Promise.resolve({
      listBuckets: call('listBuckets'),
      bucketRegion: call('bucketRegion'),
      list: call('list'),
      head: call('head'),
      get: call('get'),
      put: call('put'),
    });
  });
  return { store, asked, given, opened };
}

const failing = (error: unknown) => () => {
  throw error;
};
const failsHome = (error: Error) => (region: string) => {
  if (region === session.region) throw error;
  return region;
};

it('a call passes on what is wanted, and who may cancel it', async () => {
  const { store, asked, given } = storeOf({ listBuckets: () => ({ buckets: [] }) });
  const { signal } = new AbortController();
  const list = { bucket, prefix: 'p/', max: 7, token: 't', signal };
  const get = { bucket, key: 'k', from: 3, ifMatch: '"1"', signal };
  const put = { ...get, body: new Uint8Array(), length: 0, contentType: '', condition: { kind: 'always' } } as const;
  await store.listBuckets('t', signal);
  await store.bucketRegion(bucket, signal);
  await store.list(list);
  await store.head(bucket, 'k', signal);
  await store.get(get);
  await store.put(put);
  expect(asked.map((each) => each.split(' ')[1])).toEqual([
    'listBuckets',
    'bucketRegion',
    'list',
    'head',
    'get',
    'put',
  ]);
  expect(given).toEqual([[{ token: 't', signal }], [bucket, signal], [list], [bucket, 'k', signal], [get], [put]]);
});

describe('a bucket of another region', () => {
  it('is asked there, once it is known, by one API for each region', async () => {
    const { store, asked, opened } = storeOf({ head: failsHome(elsewhere('eu-west-1')) });
    expect(await store.head(bucket, 'a')).toBe('eu-west-1');
    expect(await store.head(bucket, 'b')).toBe('eu-west-1');
    expect(asked).toEqual(['us-west-2 head', 'eu-west-1 head', 'eu-west-1 head']);
    expect(opened).toEqual(['us-west-2', 'eu-west-1']);
  });

  it('is known from the list of the buckets, where that tells', async () => {
    const page = {
      buckets: [
        { name: bucket, region: 'eu-west-1' },
        { name: 'other', region: undefined },
      ],
      next: 't',
    };
    const { store, asked } = storeOf({ listBuckets: () => page });
    expect(await store.listBuckets(undefined)).toBe(page);
    await store.head(bucket, 'a');
    await store.head('other', 'a');
    expect(asked).toEqual(['us-west-2 listBuckets', 'eu-west-1 head', 'us-west-2 head']);
    expect(await store.bucketRegion(bucket)).toBe('eu-west-1');
    expect(asked).toHaveLength(3);
  });

  it('is asked for, once', async () => {
    const { store, asked } = storeOf({ bucketRegion: () => 'eu-west-1' });
    expect(await store.bucketRegion(bucket)).toBe('eu-west-1');
    await store.put({ bucket, key: 'k' } as never);
    expect(asked).toEqual(['us-west-2 bucketRegion', 'eu-west-1 put']);
  });

  it("is the session's where nobody says", async () => {
    const { store, asked } = storeOf({ bucketRegion: () => undefined });
    expect(await store.bucketRegion(bucket)).toBe('us-west-2');
    expect(await store.bucketRegion(bucket)).toBe('us-west-2');
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['that nobody names', elsewhere(), undefined],
    ["that is the session's own", elsewhere('us-west-2'), 'us-west-2'],
  ])('%s is not gone to', async (_, error, region) => {
    const { store, asked } = storeOf({ head: failing(error) });
    await expect(store.head(bucket, 'k')).rejects.toMatchObject({ failure: { kind: 'wrong-region', bucket, region } });
    expect(asked).toEqual(['us-west-2 head']);
  });

  it('that sends on once more is not followed again', async () => {
    const { store, asked } = storeOf({
      head: (region) => {
        throw elsewhere(region === 'us-west-2' ? 'eu-west-1' : 'eu-west-2');
      },
    });
    await expect(store.head(bucket, 'k')).rejects.toMatchObject({
      failure: { kind: 'wrong-region', region: 'eu-west-2' },
    });
    expect(asked).toEqual(['us-west-2 head', 'eu-west-1 head']);
  });

  it('that fails there has failed by what it says there', async () => {
    const { store } = storeOf({
      get: (region) => {
        throw region === 'us-west-2' ? elsewhere('eu-west-1') : sdkError('AccessDenied', 403);
      },
    });
    await expect(store.get({ bucket, key: 'k' })).rejects.toMatchObject({ failure: { kind: 'denied' } });
  });
});

describe('a call that fails', () => {
  const operations = [
    ['listBuckets', 's3:ListAllMyBuckets', (store: ReturnType<typeof storeOf>['store']) => store.listBuckets('t')],
    ['bucketRegion', 's3:ListBucket', (store: ReturnType<typeof storeOf>['store']) => store.bucketRegion(bucket)],
    ['list', 's3:ListBucket', (store: ReturnType<typeof storeOf>['store']) => store.list({ bucket, prefix: 'p/' })],
    ['head', 's3:GetObject', (store: ReturnType<typeof storeOf>['store']) => store.head(bucket, 'k')],
    ['get', 's3:GetObject', (store: ReturnType<typeof storeOf>['store']) => store.get({ bucket, key: 'k' })],
    ['put', 's3:PutObject', (store: ReturnType<typeof storeOf>['store']) => store.put({ bucket, key: 'k' } as never)],
  ] as const;
  const resources: Readonly<Record<string, string>> = {
    listBuckets: 'arn:aws:s3:::*',
    bucketRegion: 'arn:aws:s3:::my-bucket',
    list: 'arn:aws:s3:::my-bucket (prefix "p/")',
  };

  it.each(operations)('%s names what was to be done, on what, for whom', async (operation, action, call) => {
    const cause = sdkError('AccessDenied', 403);
    const { store } = storeOf({ [operation]: failing(cause) });
    const resource = resources[operation] ?? 'arn:aws:s3:::my-bucket/k';
    const denied: Partial<S3Failure> = { kind: 'denied', action, resource };
    const error = await call(store).then(
      () => undefined,
      (reason: unknown) => reason as S3Error,
    );
    expect(error).toBeInstanceOf(S3Error);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ failure: denied, cause });
    expect(error?.message).toContain(
      `Role sts-s3-read-only-role (account 123456789012) may not ${action} on ${resource}.`,
    );
  });

  it('for a reason of the partition names resources of it', async () => {
    const there = { ...session, identity: { ...session.identity, partition: 'aws-cn' } };
    const open = () => Promise.resolve({ head: () => Promise.reject(sdkError('AccessDenied', 403)) } as never);
    await expect(createStore(there, open).head(bucket, 'k')).rejects.toMatchObject({
      failure: { resource: 'arn:aws-cn:s3:::my-bucket/k' },
    });
  });

  it.each([
    [
      'denied, without a reason',
      sdkError('AccessDenied', 403),
      [
        { title: 'Switch Role', command: 'roleSessions.assumeRole' },
        {
          title: 'Why?',
          command: 'roleSessions.explainDenial',
          args: [
            {
              text: `User: ${session.identity.arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::my-bucket/k"`,
            },
          ],
        },
      ],
    ],
    [
      'denied in a sentence, which has its own question',
      Object.assign(sdkError('AccessDenied', 403), {
        message: 'User: arn:x is not authorized to perform: s3:GetObject',
      }),
      [{ title: 'Switch Role', command: 'roleSessions.assumeRole' }],
    ],
    [
      'expired',
      sdkError('ExpiredToken', 400),
      [{ title: 'Assume Again', command: 'roleSessions.renewSession', args: [narrowed] }],
    ],
    [
      'not accepted',
      sdkError('InvalidAccessKeyId', 403),
      [{ title: 'Assume Again', command: 'roleSessions.renewSession', args: [narrowed] }],
    ],
    ['in vain', sdkError('NoSuchBucket', 404), []],
  ])('that was %s says what to do next', async (_, error, actions) => {
    const { store } = storeOf({ head: failing(error) });
    await expect(store.head(bucket, 'k')).rejects.toMatchObject({ actions });
  });

  it('of a session that nobody knows leads nowhere', () => {
    expect(new S3Error({ kind: 'expired' }, 'x', undefined).actions).toEqual([]);
  });

  it.each([new TypeError('x of undefined'), new RangeError('x'), new ReferenceError('x')])(
    'by a defect is no answer of S3: %s',
    async (defect) => {
      const { store } = storeOf({ head: failing(defect) });
      await expect(store.head(bucket, 'k')).rejects.toBe(defect);
    },
  );

  it('by a socket is no defect, whatever class its error has', async () => {
    const error = Object.assign(new TypeError('x'), { code: 'ECONNREFUSED' });
    const { store } = storeOf({ head: failing(error) });
    await expect(store.head(bucket, 'k')).rejects.toBeInstanceOf(S3Error);
  });

  it('because the user cancelled is cancelled', async () => {
    const { store } = storeOf({ list: failing(sdkError('AccessDenied', 403)) });
    await expect(store.list({ bucket, prefix: '', signal: AbortSignal.abort() })).rejects.toThrow(Cancelled);
    const aborted = storeOf({ head: failing(sdkError('AbortError', 0)) });
    await expect(aborted.store.head(bucket, 'k')).rejects.toThrow(Cancelled);
  });
});

describe('a body that breaks off', () => {
  const operation = { action: 's3:GetObject', bucket, key: 'k' } as const;
  const broken = Object.assign(new Error('x'), { code: 'ECONNRESET' });

  it('is told in words, with its cause', () => {
    const error = bodyError(broken, operation, session);
    expect(error).toMatchObject({ failure: { kind: 'interrupted' }, cause: broken });
  });

  it('by what is told already stays so', () => {
    const told = new S3Error({ kind: 'changed' }, 'x', undefined);
    expect(bodyError(told, operation, session, AbortSignal.abort())).toBe(told);
    const cancelled = new Cancelled();
    expect(bodyError(cancelled, operation, session)).toBe(cancelled);
  });

  it('because the user cancelled is cancelled', () => {
    expect(bodyError(broken, operation, session, AbortSignal.abort())).toBeInstanceOf(Cancelled);
  });
});
