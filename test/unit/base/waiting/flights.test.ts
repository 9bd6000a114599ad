import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { Flights, SteadyFlights } from '../../../../src/base/waiting/flights.js';

const never = (): AbortSignal => new AbortController().signal;

/** Work that ends when the test says so. */
class Work {
  readonly signals: AbortSignal[] = [];
  private readonly ends: End[] = [];

  readonly run = (signal: AbortSignal): Promise<string> => {
    this.signals.push(signal);
    const end = pending();
    this.ends.push(end);
    return end.promise;
  };

  finish(which: number, result: string): void {
    this.ends[which]!.resolve(result);
  }

  fail(which: number, error: Error): void {
    this.ends[which]!.reject(error);
  }
}

/** Of a promise that the test settles. */
interface End {
  readonly promise: Promise<string>;
  resolve(result: string): void;
  reject(error: Error): void;
}

function pending(): End {
  let resolve: End['resolve'] = () => undefined;
  let reject: End['reject'] = () => undefined;
  const promise = new Promise<string>((onResult, onError) => {
    resolve = onResult;
    reject = onError;
  });
  return { promise, resolve, reject };
}

describe('work for one key', () => {
  it('is done once for all who want it meanwhile', async () => {
    const flights = new Flights<string>();
    const work = new Work();
    const both = Promise.all([flights.join('a', never(), work.run), flights.join('a', never(), work.run)]);
    work.finish(0, 'done');
    expect(await both).toEqual(['done', 'done']);
    expect(work.signals).toHaveLength(1);
  });

  it('is done anew for who comes later, and apart for another key', async () => {
    const flights = new Flights<string>();
    const work = new Work();
    const first = flights.join('a', never(), work.run);
    const other = flights.join('b', never(), work.run);
    work.finish(0, 'first');
    work.finish(1, 'other');
    expect(await Promise.all([first, other])).toEqual(['first', 'other']);
    const later = flights.join('a', never(), work.run);
    work.finish(2, 'later');
    expect(await later).toBe('later');
  });

  it('fails for everybody, and the next one tries again', async () => {
    const flights = new Flights<string>();
    const work = new Work();
    const both = [flights.join('a', never(), work.run), flights.join('a', never(), work.run)];
    work.fail(0, new Error('no network'));
    for (const each of both) await expect(each).rejects.toThrow('no network');
    const again = flights.join('a', never(), work.run);
    work.finish(1, 'now');
    expect(await again).toBe('now');
  });
});

describe('who leaves', () => {
  it('leaves the work to those who still wait', async () => {
    const flights = new Flights<string>();
    const work = new Work();
    const abort = new AbortController();
    const left = flights.join('a', abort.signal, work.run);
    const waiting = flights.join('a', never(), work.run);
    abort.abort();
    await expect(left).rejects.toThrow(Cancelled);
    expect(work.signals[0]!.aborted).toBe(false);
    work.finish(0, 'done');
    expect(await waiting).toBe('done');
  });

  it('as the last one aborts it, and what it does then disturbs nobody', async () => {
    const flights = new Flights<string>();
    const work = new Work();
    const aborts = [new AbortController(), new AbortController()];
    const left = aborts.map(({ signal }) => flights.join('a', signal, work.run));
    for (const abort of aborts) abort.abort();
    for (const each of left) await expect(each).rejects.toThrow(Cancelled);
    expect(work.signals[0]!.aborted).toBe(true);
    const next = flights.join('a', never(), work.run);
    work.fail(0, new Error('aborted'));
    work.finish(1, 'next');
    expect(await next).toBe('next');
  });

  it('before it began starts nothing', async () => {
    const work = new Work();
    await expect(new Flights<string>().join('a', AbortSignal.abort(), work.run)).rejects.toThrow(Cancelled);
    expect(work.signals).toEqual([]);
  });

  it('after the end is held by nothing', async () => {
    const flights = new Flights<string>();
    const abort = new AbortController();
    const listened: string[] = [];
    const { signal } = abort;
    const remove = signal.removeEventListener.bind(signal);
    signal.removeEventListener = (type: string, listener: EventListener) => {
      listened.push(type);
      remove(type, listener);
    };
    await flights.join('a', signal, () => Promise.resolve('done'));
    expect(listened).toEqual(['abort']);
  });
});

it('who comes as the work is aborted gets work that goes on', async () => {
  const flights = new Flights<string>();
  const work = new Work();
  const abort = new AbortController();
  const left = flights.join('a', abort.signal, work.run);
  let next: Promise<string> | undefined;
  work.signals[0]!.addEventListener('abort', () => {
    next = flights.join('a', never(), work.run);
  });
  abort.abort();
  await expect(left).rejects.toThrow(Cancelled);
  expect(work.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  work.finish(1, 'done');
  expect(await next).toBe('done');
});

describe('a steady flight', () => {
  it('goes on when everybody has left, and whoever comes meanwhile joins it', async () => {
    const flights = new SteadyFlights<string>();
    const end = pending();
    const abort = new AbortController();
    let begun = 0;
    const work = () => {
      begun += 1;
      return end.promise;
    };
    const first = flights.join('a', abort.signal, work);
    abort.abort();
    await expect(first).rejects.toBeInstanceOf(Cancelled);
    const second = flights.join('a', never(), work);
    end.resolve('done');
    expect(await second).toBe('done');
    expect(begun).toBe(1);
    expect(await flights.join('a', never(), () => Promise.resolve('anew'))).toBe('anew');
  });

  it('does not begin for who has cancelled', async () => {
    const work = () => Promise.reject(new Error('It was begun'));
    await expect(new SteadyFlights().join('a', AbortSignal.abort(), work)).rejects.toBeInstanceOf(Cancelled);
  });

  it('that fails has failed for all, and the next one begins anew', async () => {
    const flights = new SteadyFlights<string>();
    const failing = flights.join('a', never(), () => Promise.reject(new Error('Broken')));
    await expect(failing).rejects.toThrow('Broken');
    expect(await flights.join('a', never(), () => Promise.resolve('anew'))).toBe('anew');
  });
});
