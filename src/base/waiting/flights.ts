import { Cancelled, throwIfCancelled } from '../errors.js';
import { untilAborted } from './untilAborted.js';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/** One piece of work per key at a time. Whoever wants it meanwhile waits for it; when nobody does, it is aborted. */
export class Flights<T> {
  private readonly running = new Map<string, Flight<T>>();

  has(key: string): boolean {
    return this.running.has(key);
  }

  /** @throws Cancelled when `signal` aborts, which leaves the work to those who still wait; what the work throws. */
  async join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) {
      throw new Cancelled();
    }
    const flight = this.running.get(key) ?? this.start(key, work);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new Cancelled());
      signal.addEventListener('abort', leave);
    });
    flight.waiting += 1;
    try {
      return await Promise.race([flight.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        this.end(key, flight);
      }
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController();
    const flight: Flight<T> = { result: work(abort.signal), abort, waiting: 0 };
    flight.result.catch(() => undefined); // Everybody may have left before it fails.
    this.running.set(key, flight);
    return flight;
  }

  private end(key: string, flight: Flight<T>): void {
    this.running.delete(key); // First: who comes as it is aborted starts anew.
    flight.abort.abort();
  }
}

/** As flights, for work that loses something where it ends half-way: who leaves leaves it running. */
export class SteadyFlights<T> {
  private readonly running = new Map<string, Promise<T>>();

  /** @throws Cancelled when `signal` aborts, while the work goes on; what the work throws. */
  async join(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    throwIfCancelled(signal);
    return untilAborted(signal, this.running.get(key) ?? this.start(key, work));
  }

  private start(key: string, work: () => Promise<T>): Promise<T> {
    const result = work().finally(() => this.running.delete(key));
    result.catch(() => undefined); // Everybody may have left before it fails.
    this.running.set(key, result);
    return result;
  }
}
