import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import type { ObjectFacts } from '../../../../src/model/s3Api.js';
import type { S3Failure } from '../../../../src/s3/store/failures.js';
import { isTransient, pause, pauseMs, readObject, type ReadOptions } from '../../../../src/s3/store/reading.js';
import { S3Error } from '../../../../src/s3/store/store.js';
import { brokenOff, factsOf, OBJECT, reply, ScriptedStore } from '../scriptedStore.js';

async function read(store: ScriptedStore, options?: ReadOptions): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readObject(store, OBJECT, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const failure = (kind: S3Failure): S3Error => new S3Error(kind, 'x', undefined);
const throwing = (error: Error) => () => {
  throw error;
};

describe('an object', () => {
  it('is read to its end, once, and its facts are told once', async () => {
    const told: ObjectFacts[] = [];
    const store = new ScriptedStore({ get: [() => reply(factsOf(6), ['abc', 'def'])] });
    expect(await read(store, { onFacts: (facts) => told.push(facts) })).toBe('abcdef');
    expect(store.gets).toEqual([{ ...OBJECT, from: 0, ifMatch: undefined, signal: undefined }]);
    expect(told).toEqual([factsOf(6)]);
  });

  it('that breaks off is taken up where it stopped, on the same version only', async () => {
    const told: ObjectFacts[] = [];
    const store = new ScriptedStore({
      get: [
        () => reply(factsOf(6), ['ab'], brokenOff()),
        () => reply(factsOf(6, '"2"'), ['cd'], brokenOff()),
        () => reply(factsOf(6), ['ef']),
      ],
    });
    expect(await read(store, { onFacts: (facts) => told.push(facts) })).toBe('abcdef');
    expect(store.gets.map(({ from, ifMatch }) => [from, ifMatch])).toEqual([
      [0, undefined],
      [2, '"1"'],
      [4, '"1"'],
    ]);
    expect(told).toHaveLength(1);
  });

  it('whose reply ends early is taken up, though the connection ended in peace', async () => {
    const store = new ScriptedStore({
      get: [() => reply(factsOf(6), ['abc']), () => reply(factsOf(6), ['def'])],
    });
    expect(await read(store)).toBe('abcdef');
    expect(store.gets.map(({ from }) => from)).toEqual([0, 3]);
  });

  it('is whole where the connection breaks off behind its last byte', async () => {
    const store = new ScriptedStore({ get: [() => reply(factsOf(3), ['abc'], brokenOff())] });
    expect(await read(store)).toBe('abc');
    expect(store.gets).toHaveLength(1);
  });

  it('that brings more than it says is no object', async () => {
    const store = new ScriptedStore({
      get: [() => reply(factsOf(2), ['abc']), throwing(failure({ kind: 'changed' }))],
    });
    await expect(read(store)).rejects.toMatchObject({ failure: { kind: 'changed' } });
  });

  it('that is asked for in vain is asked for again where that may help', async () => {
    const store = new ScriptedStore({
      get: [throwing(failure({ kind: 'timeout' })), () => reply(factsOf(1), ['a'])],
    });
    expect(await read(store)).toBe('a');
    expect(store.gets.map(({ ifMatch }) => ifMatch)).toEqual([undefined, undefined]);
  });

  it.each([
    ['an answer of S3', failure({ kind: 'changed' }), { failure: { kind: 'changed' } }],
    ['an unknown error of the connection', new Error('odd'), { failure: { kind: 'other' } }],
    [
      'a refusal',
      Object.assign(new Error('AccessDenied'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
      { failure: { kind: 'denied', action: 's3:GetObject', resource: 'arn:aws:s3:::my-bucket/docs/a.txt' } },
    ],
  ])('that fails by %s has failed', async (_, error, shape) => {
    const store = new ScriptedStore({ get: [() => reply(factsOf(6), ['ab'], error)] });
    await expect(read(store)).rejects.toMatchObject(shape);
    expect(store.gets).toHaveLength(1);
  });

  it('that always breaks off has failed after four more tries', async () => {
    const get = Array.from({ length: 9 }, (_, n) => () => reply(factsOf(6), [], n === 4 ? undefined : brokenOff()));
    const store = new ScriptedStore({ get });
    await expect(read(store)).rejects.toMatchObject({
      failure: { kind: 'interrupted' },
      message: expect.stringContaining('broke off') as string,
      cause: new Error('0 of 6 bytes'),
    });
    expect(store.gets).toHaveLength(5);
  });

  it('that is cancelled before it begins, while it comes, and in a pause is no more than cancelled', async () => {
    const before = new ScriptedStore({ get: [() => reply(factsOf(6), ['abcdef'])] });
    await expect(read(before, { signal: AbortSignal.abort() })).rejects.toThrow(Cancelled);
    const stop = new AbortController();
    const endless = reply(factsOf(6), ['abc']);
    const during = new ScriptedStore({ get: [() => endless] });
    const reading = (async () => {
      for await (const chunk of readObject(during, OBJECT, { signal: stop.signal })) {
        expect(chunk.toString()).toBe('abc');
        stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow(Cancelled);
    expect([during.gets.length, endless.body.destroyed]).toEqual([1, true]);
    const inPause = new AbortController();
    const paused = new ScriptedStore({
      get: [
        () => {
          setImmediate(() => inPause.abort());
          throw failure({ kind: 'throttled' });
        },
      ],
    });
    await expect(read(paused, { signal: inPause.signal })).rejects.toThrow(Cancelled);
    expect(paused.gets).toHaveLength(1);
  });

  it('that is cancelled while no byte comes is waited for no longer', async () => {
    const stop = new AbortController();
    const body = new Readable({ read: () => setImmediate(() => stop.abort()) });
    const store = new ScriptedStore({ get: [() => ({ facts: factsOf(6), body })] });
    await expect(read(store, { signal: stop.signal })).rejects.toThrow(Cancelled);
    expect(body.destroyed).toBe(true);
  });

  it('that nobody reads on lets go of its connection and of the signal', async () => {
    const answer = reply(factsOf(6), ['abc', 'def']);
    const { signal } = new AbortController();
    const removed: string[] = [];
    const remove = signal.removeEventListener.bind(signal);
    signal.removeEventListener = (type: string, listener: EventListener) => {
      removed.push(type);
      remove(type, listener);
    };
    for await (const chunk of readObject(new ScriptedStore({ get: [() => answer] }), OBJECT, { signal })) {
      expect(chunk.toString()).toBe('abc');
      break;
    }
    expect([answer.body.destroyed, removed]).toEqual([true, ['abort']]);
  });
});

it.each<[S3Failure, boolean]>([
  [{ kind: 'interrupted' }, true],
  [{ kind: 'timeout' }, true],
  [{ kind: 'throttled' }, true],
  [{ kind: 'changed' }, false],
  [{ kind: 'expired' }, false],
  [{ kind: 'unreachable', detail: 'ENOTFOUND' }, false],
])('%j may pass: %s', (kind, transient) => {
  expect(isTransient(failure(kind))).toBe(transient);
});

it('an error that is none of S3 does not pass', () => {
  expect(isTransient(brokenOff())).toBe(false);
});

it.each([
  [0, 0, 100],
  [0, 1, 300],
  [1, 0.5, 400],
  [3, 0.5, 1600],
])('pause %i, of chance %f, takes %i ms', (attempt, random, ms) => {
  expect(pauseMs(attempt, random)).toBe(ms);
});

it('a pause ends at once for who has cancelled', async () => {
  await expect(pause(20, AbortSignal.abort())).rejects.toThrow(Cancelled);
  await expect(pause(-20, undefined)).resolves.toBeUndefined();
});
